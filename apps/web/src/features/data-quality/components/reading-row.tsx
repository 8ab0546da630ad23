import { type QuarantinedReading } from '@os-credits/contracts';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Row, RowNote } from '../../../shared/staff-ui/index.js';
import { Time } from '../../../shared/time/index.js';
import classes from '../data-quality.module.css';
import { type RowChoice } from '../use-chosen.js';
import { ReasonText } from './reason-text.js';
import { useDetail } from './use-detail.js';

type ReadingRowProps = {
  reading: QuarantinedReading;
  /** Null where it cannot be chosen. */
  choice: RowChoice | null;
};

/** One reading: why it waits, what it says as far as it can be read, how it came, and who decided. */
export function ReadingRow({ reading, choice }: ReadingRowProps) {
  const { t } = useTranslation('quality');
  const detailOf = useDetail();
  return (
    <Row className={classes.readingRow}>
      {choice === null ? null : (
        <input
          type="checkbox"
          aria-label={t('quarantine.choose', { id: reading.id })}
          checked={choice.isChosen}
          onChange={(event) => choice.onChoose(event.currentTarget.checked)}
        />
      )}
      <div>
        <ReasonText reason={reading.reason} />
        <RowNote>{detailOf(reading.detail, reading.explanation)}</RowNote>
        {reading.canRelease ? null : <RowNote isWarning>{t('quarantine.onlyDismiss')}</RowNote>}
        <Resolution reading={reading} />
      </div>
      <div>
        <What reading={reading} />
        {reading.raw === null ? null : <code className={classes.raw}>{reading.raw}</code>}
      </div>
      <div>
        <Time instant={reading.receivedAt} style="date-time-second" />
        <RowNote>
          {[reading.wire, reading.tokenName].filter((part) => part !== null).join(' · ')}
        </RowNote>
        {reading.batchId === null ? null : (
          <RowNote>
            {t('quarantine.request', { id: reading.batchId, position: reading.position ?? '–' })}
          </RowNote>
        )}
      </div>
    </Row>
  );
}

function What({ reading }: { reading: QuarantinedReading }) {
  const { t } = useTranslation('quality');
  const places = [reading.metric, reading.site].filter((part) => part !== null);
  return (
    <>
      {reading.project === null ? (
        <span>{t('quarantine.noProject')}</span>
      ) : (
        <Link to="/projects/$name" params={{ name: reading.project }}>
          {reading.project}
        </Link>
      )}
      {places.length === 0 ? null : <RowNote>{places.join(' · ')}</RowNote>}
      <RowNote>
        {reading.value === null ? t('quarantine.noValue') : reading.value}
        {reading.at === null ? null : (
          <>
            {' · '}
            <Time instant={reading.at} style="date-time-second" />
          </>
        )}
      </RowNote>
    </>
  );
}

function Resolution({ reading: { status, resolution } }: { reading: QuarantinedReading }) {
  const { t } = useTranslation('quality');
  if (resolution === null || status === 'open') return null;
  return (
    <RowNote>
      {t(`quarantine.resolved.${status}`, { by: resolution.by })} <Time instant={resolution.at} />
      {resolution.reason === null ? null : `: ${resolution.reason}`}
      {resolution.outcome === null ? null : ` (${t(`quarantine.outcome.${resolution.outcome}`)})`}
    </RowNote>
  );
}
