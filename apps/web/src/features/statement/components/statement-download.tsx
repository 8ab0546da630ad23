import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { downloadCsv } from '../../../shared/csv/index.js';
import { statementCsvRows } from '../model/statement-csv-rows.js';
import { type StatementPeriod } from '../model/statement-period.js';
import classes from '../statement.module.css';
import { allLines } from '../statement.queries.js';

type StatementDownloadProps = { project: string; period: StatementPeriod };

const columns = [
  'from',
  'to',
  'kind',
  'metric',
  'site',
  'quantity',
  'unit',
  'credits',
  'balance',
  'reason',
  'source',
  'actor',
] as const;

/** All lines of the period as a file, those that are not on the page yet too. */
export function StatementDownload({ project, period }: StatementDownloadProps) {
  const { t } = useTranslation();
  const download = useMutation({
    mutationFn: () => allLines({ project, period }),
    onSuccess: (lines) => {
      const rows = statementCsvRows(
        lines,
        columns.map((column) => t(`statement.csv.${column}`)),
        (kind) => t(`statement.kind.${kind}`),
      );
      downloadCsv(fileName(project, period), rows);
    },
  });
  return (
    <>
      {download.isError ? (
        <span role="alert" className={classes.failed}>
          {t('statement.downloadFailed')}
        </span>
      ) : null}
      <Button
        variant="subtle"
        leftSection={<IconDownload size={17} aria-hidden />}
        loading={download.isPending}
        onClick={() => download.mutate()}
      >
        {t('statement.download')}
      </Button>
    </>
  );
}

function fileName(project: string, { from, to }: StatementPeriod): string {
  const lastDay = to === undefined ? undefined : new Date(Date.parse(to) - 1).toISOString();
  const days = [from, lastDay].map((instant) => instant?.slice(0, 10)).filter(Boolean);
  return `${[project, 'statement', ...days].join('-')}.csv`;
}
