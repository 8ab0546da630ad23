import { type DataQualityEvent } from '@os-credits/contracts';
import {
  IconArrowDownRight,
  IconClockPause,
  IconPlugConnectedX,
  type Icon,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { formatExact } from '../../../shared/amounts/index.js';
import { useLocale } from '../../../shared/i18n/index.js';
import {
  formatDuration,
  GuardedButton,
  Row,
  RowNote,
  ToneMark,
} from '../../../shared/staff-ui/index.js';
import { formatInstantRange, Time } from '../../../shared/time/index.js';
import classes from '../data-quality.module.css';
import { type RowChoice } from '../use-chosen.js';

type EventRowProps = {
  event: DataQualityEvent;
  refusal: string | null;
  choice: RowChoice | null;
  onMark: () => void;
};

const icons: Record<DataQualityEvent['kind'], Icon> = {
  reset: IconArrowDownRight,
  gap: IconClockPause,
  'silent-site': IconPlugConnectedX,
};

/** One thing that is odd: what, where, since when, and what somebody said about it. */
export function EventRow({ event, refusal, choice, onMark }: EventRowProps) {
  const { t } = useTranslation('quality');
  const isOpen = event.status === 'open';
  const where = [event.metricFriendlyName ?? event.metric, event.site].filter(
    (part) => part !== null,
  );
  return (
    <Row className={classes.eventRow}>
      {choice === null ? null : (
        <input
          type="checkbox"
          aria-label={t('events.choose', {
            what: [event.project, ...where].filter(Boolean).join(', '),
          })}
          checked={choice.isChosen}
          onChange={(change) => choice.onChoose(change.currentTarget.checked)}
        />
      )}
      <div>
        <ToneMark
          tone={isOpen && event.kind === 'silent-site' ? 'warning' : isOpen ? 'notice' : 'quiet'}
          icon={icons[event.kind]}
        >
          {t(`events.kind.${event.kind}`)}
        </ToneMark>
        <RowNote>{t(`events.meaning.${event.kind}`)}</RowNote>
      </div>
      <div>
        {event.project === null ? null : (
          <Link to="/projects/$name" params={{ name: event.project }}>
            {event.project}
          </Link>
        )}
        <RowNote>{where.join(' · ')}</RowNote>
      </div>
      <div>
        <EventTime event={event} />
        {event.acknowledgement === null ? null : (
          <RowNote>
            {t('events.acknowledged', { by: event.acknowledgement.by })}{' '}
            <Time instant={event.acknowledgement.at} />
            {event.acknowledgement.note === '' ? null : `: ${event.acknowledgement.note}`}
          </RowNote>
        )}
      </div>
      <div className={classes.rowActions}>
        <GuardedButton
          variant="default"
          size="compact-sm"
          showsReason={false}
          refusal={refusal}
          onClick={onMark}
        >
          {t(isOpen ? 'events.acknowledge' : 'events.reopen')}
        </GuardedButton>
      </div>
    </Row>
  );
}

function EventTime({ event }: { event: DataQualityEvent }) {
  const { t } = useTranslation('quality');
  const locale = useLocale();
  const { from, to, fromValue, toValue, rhythmSeconds } = event;
  return (
    <>
      {to === null ? (
        <>
          {t('events.since')} <Time instant={from} style="date-time-zone" />
        </>
      ) : (
        formatInstantRange({ from, to, locale })
      )}
      {to === null ? <RowNote>{t('events.lasting')}</RowNote> : null}
      {fromValue !== null && toValue !== null ? (
        <RowNote>
          {t('events.counter', {
            from: formatExact(fromValue, locale),
            to: formatExact(toValue, locale),
          })}
        </RowNote>
      ) : null}
      {event.kind === 'gap' && rhythmSeconds !== null ? (
        <RowNote>{t('events.rhythm', { rhythm: formatDuration(rhythmSeconds, locale) })}</RowNote>
      ) : null}
    </>
  );
}
