import { type ReleaseEffect as Effect } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import { Amount } from '../../../shared/amounts/index.js';
import { FiguresTable, Notice } from '../../../shared/staff-ui/index.js';
import { splitEffect } from '../model/split-effect.js';
import classes from '../data-quality.module.css';

/** Rows that a dialog has room for; the rest is in the sum. */
const projectsShownMax = 8;

type ReleaseEffectProps = {
  /** null: rating is too busy to tell. */
  effect: Effect | null;
  /** Readings that follow in further steps, which the effect does not know. */
  remainingCount: number;
};

/** The accounts before and after a release, as its dry run found out. */
export function ReleaseEffect({ effect, remainingCount }: ReleaseEffectProps) {
  const { t } = useTranslation('quality');
  if (effect === null) return <Notice tone="quiet">{t('resolve.effect.unknown')}</Notice>;
  const { shown, moreCount } = splitEffect(effect, projectsShownMax);
  const columns = [
    {
      head: t('resolve.effect.project'),
      isRowName: true,
      cell: ({ project }: Row) => project,
      foot: t('resolve.effect.sum'),
    },
    ...(['before', 'after'] as const).map((state) => ({
      head: t(`resolve.effect.${state}`),
      isNumber: true,
      cell: (row: Row) => <Amount value={row[state].used} />,
    })),
    {
      head: t('resolve.effect.difference'),
      isNumber: true,
      cell: ({ difference }: Row) => <Amount value={difference} signed />,
      foot: <Amount value={effect.credits} signed />,
    },
  ];
  return (
    <div className={classes.effect}>
      {shown.length === 0 ? (
        <p>{t('resolve.effect.none')}</p>
      ) : (
        <>
          <p className={classes.effectTitle} aria-hidden>
            {t('resolve.effect.title')}
          </p>
          <FiguresTable
            label={t('resolve.effect.title')}
            columns={columns}
            rows={shown}
            keyOf={({ project }) => project}
          />
        </>
      )}
      <ul>
        {moreCount > 0 ? <li>{t('resolve.effect.more', { count: moreCount })}</li> : null}
        {effect.heldCount > 0 ? (
          <li>{t('resolve.effect.held', { count: effect.heldCount })}</li>
        ) : null}
        {remainingCount > 0 ? <li>{t('resolve.effect.partly')}</li> : null}
      </ul>
    </div>
  );
}

type Row = Effect['projects'][number];
