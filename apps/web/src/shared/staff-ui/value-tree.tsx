import { useTranslation } from 'react-i18next';
import { useLocale } from '../i18n/index.js';
import classes from './value-tree.module.css';

type ValueTreeProps = { value: unknown };

/** Any value as names and texts: what has no view of its own is still readable. */
export function ValueTree({ value }: ValueTreeProps) {
  if (Array.isArray(value)) return <ValueList values={value as readonly unknown[]} />;
  if (typeof value === 'object' && value !== null) {
    return (
      <dl className={classes.tree}>
        {Object.entries(value as Record<string, unknown>).map(([name, part]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <ValueTree value={part} />
            </dd>
          </div>
        ))}
      </dl>
    );
  }
  return <Leaf value={value} />;
}

const shownMax = 100;

function ValueList({ values }: { values: readonly unknown[] }) {
  const { t } = useTranslation('staff');
  if (values.length === 0) return <span className={classes.none}>{t('value.none')}</span>;
  return (
    <>
      <ol className={classes.list}>
        {values.slice(0, shownMax).map((part, index) => (
          <li key={index}>
            <ValueTree value={part} />
          </li>
        ))}
      </ol>
      {values.length > shownMax ? (
        <p className={classes.none}>{t('value.more', { count: values.length - shownMax })}</p>
      ) : null}
    </>
  );
}

function Leaf({ value }: { value: unknown }) {
  const { t } = useTranslation('staff');
  const locale = useLocale();
  if (value === null || value === undefined || value === '') {
    return <span className={classes.none}>{t('value.none')}</span>;
  }
  if (typeof value === 'boolean') return <span>{t(value ? 'value.yes' : 'value.no')}</span>;
  if (typeof value === 'number') {
    return <span className={classes.number}>{new Intl.NumberFormat(locale).format(value)}</span>;
  }
  return <span className={classes.text}>{typeof value === 'string' ? value : null}</span>;
}
