import { type AuditEvent } from '@os-credits/contracts';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Row, RowNote, ValueTree } from '../../../shared/staff-ui/index.js';
import { Time } from '../../../shared/time/index.js';
import classes from '../audit.module.css';
import { changedParts } from '../model/changed-parts.js';
import { actions } from './actions.js';
import { bulkKind, BulkNote, BulkSubjectLink } from './bulk-note.js';

/** One change: who, what, why, and on demand what was before and after. */
export function AuditRow({ event }: { event: AuditEvent }) {
  const { t } = useTranslation('rules');
  const known = actions.find((each) => each === event.action);
  return (
    <Row>
      <div className={classes.head}>
        <span className={classes.what}>
          <strong>{event.actor}</strong> {known ? t(`audit.done.${known}`) : event.action}{' '}
          <Subject event={event} />
        </span>
        <Time instant={event.at} style="date-time-zone" />
      </div>
      {event.reason === null || event.reason === '' ? null : (
        <RowNote>{t('audit.reason', { reason: event.reason })}</RowNote>
      )}
      {bulkKind(event.subjectKind) === null ? (
        <Details event={event} />
      ) : (
        <BulkNote event={event} />
      )}
    </Row>
  );
}

function Subject({ event }: { event: AuditEvent }) {
  const { subjectKind, subject, subjectTitle } = event;
  const name = subjectTitle ?? subject;
  const kind = bulkKind(subjectKind);
  if (kind !== null) return <BulkSubjectLink event={event} kind={kind} />;
  switch (subjectKind) {
    case 'cost-table':
      return (
        <Link to="/cost-tables/$id" params={{ id: subject }}>
          {name}
        </Link>
      );
    case 'metric':
      return (
        <Link to="/credit-metrics/$id" params={{ id: subject }}>
          {name}
        </Link>
      );
    case 're-rating-plan':
      return (
        <Link to="/re-rating/$id" params={{ id: subject }}>
          {name}
        </Link>
      );
    default:
      return <span>{name}</span>;
  }
}

/** Before and after, reduced to what differs; drawn only once it is opened. */
function Details({ event }: { event: AuditEvent }) {
  const { t } = useTranslation('rules');
  const [isOpen, setIsOpen] = useState(false);
  if (event.before == null && event.after == null) return null;
  const parts = isOpen ? changedParts(event.before, event.after) : null;
  return (
    <details
      className={classes.details}
      onToggle={(toggle) => setIsOpen(toggle.currentTarget.open)}
    >
      <summary>{t('audit.details')}</summary>
      {parts === null ? null : (
        <div className={classes.sides}>
          {(['before', 'after'] as const).map((side) => (
            <div key={side} className={classes.side}>
              <p className={classes.sideName}>{t(`audit.${side}`)}</p>
              {parts[side] == null ? t(`audit.none.${side}`) : <ValueTree value={parts[side]} />}
            </div>
          ))}
        </div>
      )}
    </details>
  );
}
