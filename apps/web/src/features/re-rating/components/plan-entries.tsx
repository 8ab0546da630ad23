import { Drawer } from '@mantine/core';
import { type ReRatingPlan } from '@os-credits/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Amount, formatExact, Quantity } from '../../../shared/amounts/index.js';
import { useLocale } from '../../../shared/i18n/index.js';
import {
  type FiguresColumn,
  FiguresTable,
  LoadMore,
  SkeletonRows,
} from '../../../shared/staff-ui/index.js';
import { browserZone, Time } from '../../../shared/time/index.js';
import { PanelBoundary, RouterAnchor, StatePanel } from '../../../shared/ui/index.js';
import classes from '../plans.module.css';
import { planEntriesQuery } from '../plans.queries.js';

type PlanEntriesProps = { plan: ReRatingPlan; project: string; onClose: () => void };

/** The entries of one project beside the page; the address names it. */
export function PlanEntries({ plan, project, onClose }: PlanEntriesProps) {
  const { t } = useTranslation('rules');
  const query = useInfiniteQuery(planEntriesQuery(plan.id, project));
  return (
    <Drawer.Root opened onClose={onClose} position="right" size="min(58rem, 100vw)">
      <Drawer.Overlay backgroundOpacity={0.35} />
      <Drawer.Content>
        <div className={classes.drawerHead}>
          <Drawer.Title className={classes.drawerTitle}>{project}</Drawer.Title>
          <Drawer.CloseButton size="lg" aria-label={t('plan.closeEntries')} />
        </div>
        <Drawer.Body p="xl" pt={0}>
          <p className={classes.lead}>
            {t(plan.state === 'applied' ? 'plan.postedEntries' : 'plan.plannedEntries', {
              zone: browserZone,
            })}{' '}
            <RouterAnchor to="/projects/$name" params={{ name: project }}>
              {t('plan.toProject')}
            </RouterAnchor>
          </p>
          <PanelBoundary>
            <StatePanel
              query={query}
              skeleton={<SkeletonRows count={8} height={36} />}
              isEmpty={(entries) => entries.length === 0}
              empty={<p className={classes.soft}>{t('plan.noEntries')}</p>}
            >
              {(entries) => (
                <>
                  <EntryTable entries={entries} />
                  <LoadMore query={query} />
                </>
              )}
            </StatePanel>
          </PanelBoundary>
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

type Entry = {
  site: string;
  metric: string;
  unit: string;
  hour: string;
  costTable: { title: string };
  rate: string;
  quantity: string;
  credits: string;
};

function EntryTable({ entries }: { entries: readonly Entry[] }) {
  const { t } = useTranslation('rules');
  const locale = useLocale();
  const columns: FiguresColumn<Entry>[] = [
    { head: t('plan.hour'), cell: ({ hour }) => <Time instant={hour} style="hour" /> },
    { head: t('diff.metric'), cell: ({ metric }) => metric },
    { head: t('editor.site'), cell: ({ site }) => site },
    { head: t('plan.table'), cell: ({ costTable }) => costTable.title },
    {
      head: t('plan.quantity'),
      isNumber: true,
      cell: ({ quantity, unit }) => <Quantity value={quantity} unit={unit} />,
    },
    { head: t('editor.rate'), isNumber: true, cell: ({ rate }) => formatExact(rate, locale) },
    {
      head: t('plan.credits'),
      isNumber: true,
      cell: ({ credits }) => <Amount value={credits} signed />,
    },
  ];
  return (
    <FiguresTable
      label={t('plan.entryTable')}
      columns={columns}
      rows={entries}
      keyOf={(_, index) => index}
    />
  );
}
