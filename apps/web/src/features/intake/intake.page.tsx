import { Stack } from '@mantine/core';
import { IconInboxOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { useLocale } from '../../shared/i18n/index.js';
import { SkeletonRows, useViewParams } from '../../shared/staff-ui/index.js';
import { formatDayRange } from '../../shared/time/index.js';
import {
  ChoiceGroup,
  EmptyState,
  PageHeading,
  Panel,
  PanelBoundary,
  StatePanel,
} from '../../shared/ui/index.js';
import { DayTable } from './components/day-table.js';
import { SiteTable } from './components/site-table.js';
import classes from './intake.module.css';
import { intakeQuery } from './intake.queries.js';

const spans = ['1', '7', '31'] as const;
const intakeParams = z.object({ days: z.enum(spans).catch('7') });

/** What came in: stored, duplicates, quarantined, silence; per site, and per day. */
export function IntakePage() {
  const { t } = useTranslation('staff');
  const locale = useLocale();
  const [{ days }, change] = useViewParams(intakeParams);
  const query = useQuery(intakeQuery(Number(days)));
  return (
    <>
      <PageHeading title={t('intake.title')} intro={t('intake.intro')} />
      <div className={classes.filters}>
        <ChoiceGroup
          label={t('intake.period')}
          value={days}
          options={spans.map((each) => ({ value: each, label: t(`intake.days.${each}`) }))}
          onChange={(next) => change({ days: next === '7' ? undefined : next })}
        />
      </div>
      <PanelBoundary>
        <StatePanel
          query={query}
          skeleton={<SkeletonRows count={4} height={64} />}
          isEmpty={({ sites }) => sites.length === 0}
          empty={
            <EmptyState
              icon={<IconInboxOff size={32} stroke={1.5} />}
              title={t('intake.emptyTitle')}
              text={t('intake.emptyText')}
            />
          }
        >
          {(intake) => (
            <Stack gap="xl">
              <Panel title={t('intake.bySite')}>
                <p className={classes.note}>
                  {formatDayRange({ from: intake.from, to: intake.to, locale })} · {t('intake.utc')}
                </p>
                <SiteTable intake={intake} isDimmed={query.isPlaceholderData} />
              </Panel>
              <Panel title={t('intake.byDay')}>
                <DayTable intake={intake} isDimmed={query.isPlaceholderData} />
              </Panel>
            </Stack>
          )}
        </StatePanel>
      </PanelBoundary>
    </>
  );
}
