import { Button } from '@mantine/core';
import { statementFormat, type StatementFormat } from '@os-credits/contracts';
import { IconBraces, IconFileTypePdf, IconTable } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { languages, useLocale, type Language } from '../../shared/i18n/index.js';
import { FailureNote, Field } from '../../shared/staff-ui/index.js';
import { formatDayRange, formatTime } from '../../shared/time/index.js';
import { saveStatementFile, statementFileUrl, type StatementFile } from './statement-file.js';
import classes from './statement-files.module.css';

const icons = { pdf: IconFileTypePdf, csv: IconTable, json: IconBraces } satisfies Record<
  StatementFormat,
  unknown
>;

const shownFormats = statementFormat.options.toReversed();

type StatementFilesProps = {
  project: string;
  /** The period that the page shows; an open side is the account's own end. */
  period: { from?: string; to?: string };
};

/** The statement of the period above as a file, by the server and with the numbers of the page. */
export function StatementFiles({ project, period }: StatementFilesProps) {
  const { t, i18n } = useTranslation('account');
  const [detail, setDetail] = useState<StatementFile['detail']>('day');
  const [chosenLanguage, setLanguage] = useState<Language | null>(null);
  const language = chosenLanguage ?? languages.find((each) => each === i18n.language) ?? 'en';
  const save = useMutation({ mutationFn: saveStatementFile });
  const fileOf = (format: StatementFormat): StatementFile => ({
    project,
    ...period,
    format,
    detail,
    language,
  });
  return (
    <section className={classes.files} aria-label={t('files.title')}>
      <p className={classes.period}>
        <strong>{t('files.title')}</strong> <PeriodText period={period} />
      </p>
      <div className={classes.controls}>
        <Field label={t('files.detail')} className={classes.choice}>
          {(control) => (
            <select
              {...control}
              value={detail}
              onChange={(event) => setDetail(event.currentTarget.value as typeof detail)}
            >
              <option value="day">{t('files.details.day')}</option>
              <option value="entry">{t('files.details.entry')}</option>
            </select>
          )}
        </Field>
        <Field label={t('files.language')} className={classes.choice}>
          {(control) => (
            <select
              {...control}
              value={language}
              onChange={(event) => setLanguage(event.currentTarget.value as Language)}
            >
              {languages.map((each) => (
                <option key={each} value={each}>
                  {t(`files.languages.${each}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <div className={classes.buttons}>
          {shownFormats.map((format) => {
            const Symbol = icons[format];
            return (
              <Button
                key={format}
                component="a"
                href={statementFileUrl(fileOf(format))}
                variant="default"
                leftSection={<Symbol size={18} aria-hidden />}
                loading={save.isPending && save.variables.format === format}
                aria-label={t('files.save', { format: format.toUpperCase() })}
                onClick={(event) => {
                  // A copied address stays one; a press saves the file and tells when it cannot.
                  event.preventDefault();
                  save.mutate(fileOf(format));
                }}
              >
                {format.toUpperCase()}
              </Button>
            );
          })}
        </div>
      </div>
      <FailureNote error={save.error} />
    </section>
  );
}

function PeriodText({ period: { from, to } }: Pick<StatementFilesProps, 'period'>) {
  const { t } = useTranslation('account');
  const locale = useLocale();
  const day = (instant: string): string =>
    formatTime({ instant, style: 'date', locale, zone: 'UTC' });
  if (from !== undefined && to !== undefined) return <>{formatDayRange({ from, to, locale })}</>;
  if (from !== undefined) return <>{t('files.since', { day: day(from) })}</>;
  if (to !== undefined) {
    return <>{t('files.until', { day: day(new Date(Date.parse(to) - 1).toISOString()) })}</>;
  }
  return <>{t('files.whole')}</>;
}
