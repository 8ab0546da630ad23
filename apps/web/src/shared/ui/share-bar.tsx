import { IconAlertCircle, IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../i18n/index.js';
import { formatShare, shareLevel, type ShareLevel } from '../amounts/index.js';
import classes from './share-bar.module.css';

const icons: Partial<Record<ShareLevel, typeof IconInfoCircle>> = {
  notice: IconInfoCircle,
  warning: IconAlertTriangle,
  exhausted: IconAlertCircle,
};

/** Share of the grant that is used: number, bar, and from 80 % on a symbol and a word. */
export function ShareBar({ shareUsed }: { shareUsed: string | null }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const level = shareLevel(shareUsed);
  if (shareUsed === null || level === 'no-grant') {
    return <span className={classes.none}>{t('share.noGrant')}</span>;
  }
  const Icon = icons[level];
  return (
    <div className={classes.share} data-level={level}>
      <div className={classes.line}>
        <span className={classes.number}>{formatShare(shareUsed, locale)}</span>
        {level === 'quiet' ? null : (
          <span className={classes.word}>
            {Icon ? <Icon size={15} aria-hidden /> : null}
            {t(`share.${level}`)}
          </span>
        )}
      </div>
      <div className={classes.track} aria-hidden>
        <div className={classes.fill} style={{ inlineSize: `${barPercent(shareUsed)}%` }} />
      </div>
    </div>
  );
}

/** Width of a bar in percent, for drawing only; a started share always shows. */
function barPercent(share: string): number {
  const percent = Number(share) * 100;
  if (percent <= 0) return 0;
  return Math.min(100, Math.max(1.5, percent));
}
