import { type JobRunDetail } from '@os-credits/contracts';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { formatExact } from '../../../shared/amounts/index.js';
import { apiUrl } from '../../../shared/api/api-client.js';
import { useLocale } from '../../../shared/i18n/index.js';
import { jobTypesQuery } from '../../../shared/jobs/index.js';
import { formatBytes } from '../../../shared/parameter-form/index.js';
import { Fact, Facts, ScrollBox, SkeletonRows, ValueTree } from '../../../shared/staff-ui/index.js';
import { Panel, PanelBoundary, RouterButton } from '../../../shared/ui/index.js';
import classes from '../job.module.css';
import { countsView, splitRows, syncRunOf, tableView } from '../model/result-view.js';
import { wordedResult } from '../model/worded-result.js';
import { useWording } from '../use-wording.js';

/** What came of the run, in the view that its type names; nothing before there is any. */
export function JobResult({ job }: { job: JobRunDetail }) {
  const { t } = useTranslation('staff');
  const hasResult = job.result !== null && job.result !== undefined;
  if (!hasResult && job.files.length === 0) return null;
  return (
    <Panel title={t('result.title')}>
      <PanelBoundary>{hasResult ? <TypedResult job={job} /> : null}</PanelBoundary>
      {job.files.length > 0 ? <Files job={job} /> : null}
    </Panel>
  );
}

/** A result that does not fit its view is shown as a tree rather than not at all. */
function TypedResult({ job }: { job: JobRunDetail }) {
  const { t } = useTranslation('staff');
  const wording = useWording();
  const { data: types, isPending } = useQuery(jobTypesQuery);
  const schema = types?.find(({ type }) => type === job.type)?.resultSchema;
  const result = wordedResult(job.result, schema, wording);
  // Its words come with the types.
  if (isPending) return <SkeletonRows count={3} height={24} />;
  switch (job.resultView) {
    case 'counts': {
      const view = countsView(result);
      if (view) return <Counts counts={view.counts} rest={view.rest} />;
      break;
    }
    case 'table': {
      const view = tableView(result);
      if (view) return <Rows view={view} label={t('result.rows')} />;
      break;
    }
    case 'sync-run': {
      const view = syncRunOf(job.result);
      if (view) {
        const rest = wordedResult(view.rest, schema, wording) as typeof view.rest;
        const isWaiting = job.state === 'waiting-for-approval';
        return <SyncRunResult view={{ ...view, rest }} isWaiting={isWaiting} />;
      }
      break;
    }
    case 'generic':
      break;
  }
  return <ValueTree value={result} />;
}

/** What is no list: the numbers first. */
function Remainder({ value }: { value: Readonly<Record<string, unknown>> }) {
  const counted = countsView(value);
  return counted ? <Counts counts={counted.counts} rest={counted.rest} /> : <Rest value={value} />;
}

function Rest({ value }: { value: Readonly<Record<string, unknown>> }) {
  const { lists, others } = splitRows(value);
  return (
    <>
      {Object.keys(others).length > 0 ? (
        <div className={classes.rest}>
          <ValueTree value={others} />
        </div>
      ) : null}
      {lists.map(({ name, view }) => (
        <section key={name} className={classes.rest} aria-label={name}>
          <h3 className={classes.subheading}>{name}</h3>
          <Rows view={view} label={name} />
        </section>
      ))}
    </>
  );
}

type CountsProps = {
  counts: readonly (readonly [string, string])[];
  rest: Readonly<Record<string, unknown>>;
};

function Counts({ counts, rest }: CountsProps) {
  const locale = useLocale();
  return (
    <>
      <Facts>
        {counts.map(([name, value]) => (
          <Fact key={name} label={name}>
            <span className={classes.count}>{formatExact(value, locale)}</span>
          </Fact>
        ))}
      </Facts>
      <Rest value={rest} />
    </>
  );
}

type RowsProps = { view: NonNullable<ReturnType<typeof tableView>>; label: string };

function Rows({ view, label }: RowsProps) {
  return (
    <>
      <Remainder value={view.rest} />
      <ScrollBox className={classes.tableBox} label={label}>
        <table className={classes.table}>
          <thead>
            <tr>
              {view.columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {view.rows.map((row, index) => (
              <tr key={index}>
                {view.columns.map((column) => (
                  <td key={column}>
                    <ValueTree value={row[column]} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </>
  );
}

type SyncRunResultProps = { view: NonNullable<ReturnType<typeof syncRunOf>>; isWaiting: boolean };

function SyncRunResult({ view, isWaiting }: SyncRunResultProps) {
  const { t } = useTranslation('staff');
  return (
    <>
      <Remainder value={view.rest} />
      <p className={classes.origin}>
        <RouterButton
          to="/perun/sync-runs/$id"
          params={{ id: view.syncRunId }}
          variant={isWaiting ? 'filled' : 'default'}
        >
          {t(isWaiting ? 'result.toDecision' : 'result.toSyncRun')}
        </RouterButton>
      </p>
    </>
  );
}

function Files({ job }: { job: JobRunDetail }) {
  const { t } = useTranslation('staff');
  const locale = useLocale();
  return (
    <ul className={classes.files} aria-label={t('result.files')}>
      {job.files.map((file) => (
        <li key={file.id}>
          <a href={apiUrl(['jobs', job.id, 'files', file.id])} download={file.name}>
            <IconDownload size={17} aria-hidden />
            {file.name}
          </a>
          <span>{formatBytes(file.sizeBytes, locale)}</span>
        </li>
      ))}
    </ul>
  );
}
