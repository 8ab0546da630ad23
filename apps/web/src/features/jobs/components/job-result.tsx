import { type JobRunDetail } from '@os-credits/contracts';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { formatExact } from '../../../shared/amounts/index.js';
import { apiUrl } from '../../../shared/api/api-client.js';
import { useLocale } from '../../../shared/i18n/index.js';
import { formatBytes } from '../../../shared/parameter-form/index.js';
import { Fact, Facts, ScrollBox, ValueTree } from '../../../shared/staff-ui/index.js';
import { Panel, PanelBoundary, RouterButton } from '../../../shared/ui/index.js';
import classes from '../job.module.css';
import { countsView, readableName, splitRows, syncRunOf, tableView } from '../model/result-view.js';

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
function TypedResult({ job: { result, resultView, state } }: { job: JobRunDetail }) {
  const { t } = useTranslation('staff');
  switch (resultView) {
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
      const view = syncRunOf(result);
      if (view) return <SyncRunResult view={view} isWaiting={state === 'waiting-for-approval'} />;
      break;
    }
    case 'generic':
      break;
  }
  return <ValueTree value={result} />;
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
        <section key={name} className={classes.rest} aria-label={readableName(name)}>
          <h3 className={classes.subheading}>{readableName(name)}</h3>
          <Rows view={view} label={readableName(name)} />
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
          <Fact key={name} label={readableName(name)}>
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
      <ScrollBox className={classes.tableBox} label={label}>
        <table className={classes.table}>
          <thead>
            <tr>
              {view.columns.map((column) => (
                <th key={column} scope="col">
                  {readableName(column)}
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
      <Rest value={view.rest} />
    </>
  );
}

type SyncRunResultProps = { view: NonNullable<ReturnType<typeof syncRunOf>>; isWaiting: boolean };

function SyncRunResult({ view, isWaiting }: SyncRunResultProps) {
  const { t } = useTranslation('staff');
  const counted = countsView(view.rest);
  return (
    <>
      {counted ? (
        <Counts counts={counted.counts} rest={counted.rest} />
      ) : (
        <Rest value={view.rest} />
      )}
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
