import { useTranslation } from 'react-i18next';
import { knownReason } from '../../../shared/quarantine/index.js';
import classes from '../data-quality.module.css';

/** Why a reading was set aside: the name that the logs use, what it means, and what to do. */
export function ReasonText({ reason, isLong = false }: { reason: string; isLong?: boolean }) {
  const { t } = useTranslation('quality');
  const known = knownReason(reason);
  return (
    <>
      <span className={classes.reason}>
        {known === null ? reason : t(`reason.${known}.title`)} <code>{reason}</code>
      </span>
      {isLong && known !== null ? (
        <span className={classes.reasonText}>{t(`reason.${known}.text`)}</span>
      ) : null}
    </>
  );
}
