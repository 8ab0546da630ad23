import { Skeleton } from '@mantine/core';
import { type ProjectCompletenessResponse } from '@os-credits/contracts';
import { IconCircleCheck, IconClockPause, IconMoon, type Icon } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormatAmount } from '../../shared/amounts/index.js';
import { useLocale } from '../../shared/i18n/index.js';
import { formatDuration, PlainTable, ToneMark, type Tone } from '../../shared/staff-ui/index.js';
import { Time } from '../../shared/time/index.js';
import { StatePanel } from '../../shared/ui/index.js';
import classes from './data-quality.module.css';
import { projectCompletenessQuery } from './quality.queries.js';

type SeriesState = ProjectCompletenessResponse['series'][number]['state'];
const marks: Record<SeriesState, { icon: Icon; tone: Tone }> = {
  reporting: { icon: IconCircleCheck, tone: 'good' },
  late: { icon: IconClockPause, tone: 'warning' },
  silent: { icon: IconMoon, tone: 'quiet' },
};

/** Why a project's usage is complete to where it is: unfolds to its series and what is held back. */
export function ProjectCompletenessPanel({ project }: { project: string }) {
  const { t } = useTranslation('account');
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details className={classes.details} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{t('completeness.why')}</summary>
      {isOpen ? <SeriesStates project={project} /> : null}
    </details>
  );
}

function SeriesStates({ project }: { project: string }) {
  const { t } = useTranslation('account');
  const locale = useLocale();
  const format = useFormatAmount();
  const query = useQuery(projectCompletenessQuery(project));
  return (
    <StatePanel
      query={query}
      skeleton={<Skeleton height={120} />}
      isEmpty={({ series }) => series.length === 0}
      empty={<p className={classes.soft}>{t('completeness.none')}</p>}
    >
      {({ series, heldCharges }) => (
        <>
          <PlainTable label={t('completeness.title')}>
            <thead>
              <tr>
                <th scope="col">{t('completeness.series')}</th>
                <th scope="col">{t('completeness.state')}</th>
                <th scope="col">{t('completeness.last')}</th>
                <th scope="col">{t('completeness.rhythm')}</th>
              </tr>
            </thead>
            <tbody>
              {series.map((each) => (
                <tr key={`${each.site} ${each.metric}`}>
                  <th scope="row">
                    {each.metricFriendlyName} · {each.site}
                  </th>
                  <td>
                    <ToneMark
                      {...marks[each.state]}
                      title={t(`completeness.meaning.${each.state}`)}
                    >
                      {t(`completeness.states.${each.state}`)}
                    </ToneMark>
                  </td>
                  <td>
                    {each.lastReadingAt === null ? (
                      t('completeness.never')
                    ) : (
                      <Time instant={each.lastReadingAt} />
                    )}
                  </td>
                  <td>
                    {each.rhythmSeconds === null
                      ? t('completeness.unknown')
                      : formatDuration(each.rhythmSeconds, locale)}
                  </td>
                </tr>
              ))}
            </tbody>
          </PlainTable>
          {heldCharges.count > 0 ? (
            <p className={classes.soft}>
              {t('completeness.held', {
                count: heldCharges.count,
                credits: format(heldCharges.credits),
              })}
            </p>
          ) : null}
        </>
      )}
    </StatePanel>
  );
}
