import { type AuditEvent } from '@os-credits/contracts';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Amount } from '../../../shared/amounts/index.js';
import { RowNote } from '../../../shared/staff-ui/index.js';
import { bulkSubject, type BulkSubject } from '../model/bulk-subject.js';

/** Kinds of which an event is about many things at once. */
const lists = {
  quarantine: '/quarantine',
  'held-charge': '/held-charges',
  'data-quality-event': '/data-quality',
} as const;
export type BulkKind = keyof typeof lists;

const statuses: Record<string, string> = {
  release: 'released',
  dismiss: 'dismissed',
  acknowledge: 'acknowledged',
};

export function bulkKind(subjectKind: string): BulkKind | null {
  return subjectKind in lists ? (subjectKind as BulkKind) : null;
}

type BulkProps = { event: AuditEvent; kind: BulkKind };

/** How many things, linked to the list in which they stand now. */
export function BulkSubjectLink({ event, kind }: BulkProps) {
  const { t } = useTranslation('rules');
  const { count, filter } = bulkSubject(event.subject, event.after);
  const status = statuses[event.action.split('.').at(-1) ?? ''];
  const names = ['reason', 'site', 'metric', 'project', 'kind'];
  const search = {
    ...(status === undefined ? {} : { status }),
    ...(kind === 'quarantine' ? { view: 'readings' } : {}),
    ...Object.fromEntries((filter ?? []).filter(([name]) => names.includes(name))),
  };
  return (
    <Link to={lists[kind]} search={search}>
      {count === null ? t(`audit.kind.${kind}`) : t(`audit.things.${kind}`, { count })}
    </Link>
  );
}

/** How the things were found, and what the decision did to them. */
export function BulkNote({ event }: Pick<BulkProps, 'event'>) {
  const { t } = useTranslation('rules');
  const { filter, outcomes, credits } = bulkSubject(event.subject, event.after);
  const isRefusing = outcomes.some(({ name }) => name === 'refusedCount');
  return (
    <>
      {filter === null ? null : <RowNote>{foundBy(filter, t)}</RowNote>}
      {outcomes.length > 1 || isRefusing ? (
        <RowNote>
          {outcomes.map(({ name, count }) => t(`audit.outcome.${name}`, { count })).join(' · ')}
        </RowNote>
      ) : null}
      {credits === null ? null : (
        <RowNote>
          {t('audit.effect')} <Amount value={credits} signed />
        </RowNote>
      )}
    </>
  );
}

type Translate = ReturnType<typeof useTranslation<'rules'>>['t'];
const known = [
  'reason',
  'site',
  'metric',
  'project',
  'kind',
  'receivedFrom',
  'receivedTo',
] as const;

function foundBy(filter: NonNullable<BulkSubject['filter']>, t: Translate): string {
  if (filter.length === 0) return t('audit.foundAll');
  return filter
    .map(([name, value]) => {
      const field = known.find((each) => each === name);
      const label = field === undefined ? name : t(`audit.field.${field}`);
      return `${label}: ${value === '' ? t('audit.unnamed') : value}`;
    })
    .join(' · ');
}
