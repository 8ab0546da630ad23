import { type ProjectDetail } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import { formatShare, shareLevel } from '../../../shared/amounts/index.js';
import { useLocale } from '../../../shared/i18n/index.js';
import classes from './balance-bar.module.css';

/** Posted use, the running hour (hatched) and what remains, as parts of the grant. */
export function BalanceBar({ project }: { project: ProjectDetail }) {
  const { t } = useTranslation();
  const locale = useLocale();
  if (project.shareUsed === null) return <p className={classes.text}>{t('share.noGrant')}</p>;
  // Numbers are enough for pixels; every amount in words is exact.
  const granted = Number(project.granted);
  const openPercent = granted > 0 ? (Number(project.usedOpen) / granted) * 100 : 0;
  const usedPercent = Math.min(100, Math.max(0, Number(project.shareUsed) * 100));
  return (
    <div data-level={shareLevel(project.shareUsed)} className={classes.wrap}>
      <div className={classes.bar} aria-hidden>
        <div
          className={classes.posted}
          style={{ inlineSize: `${Math.max(0, usedPercent - openPercent)}%` }}
        />
        {openPercent > 0 ? (
          <div className={classes.open} style={{ inlineSize: `max(5px, ${openPercent}%)` }} />
        ) : null}
      </div>
      <p className={classes.text}>
        {t('balance.shareUsed', { share: formatShare(project.shareUsed, locale) })}
      </p>
    </div>
  );
}
