import { type CostTableSummary } from '@os-credits/contracts';
import { IconArrowsDiff, IconPlus, IconTable } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { costTablesQuery } from '../../shared/credit-rules/index.js';
import { RowList, StaffListPage, useRefusal, useViewParams } from '../../shared/staff-ui/index.js';
import { browserZone } from '../../shared/time/index.js';
import { ChoiceGroup, RouterButton } from '../../shared/ui/index.js';
import { CostTableRow } from './components/cost-table-row.js';

const shownKinds = ['all', 'drafts', 'published'] as const;
const listParams = z.object({ show: z.enum(shownKinds).catch('all') });

/** Every cost table, drafts first. */
export function CostTableListPage() {
  const { t } = useTranslation('rules');
  const [{ show }, change] = useViewParams(listParams);
  const query = useQuery(costTablesQuery);
  const refusal = useRefusal()('credit-rules:write');
  const isShown = ({ published }: CostTableSummary): boolean =>
    show === 'all' || (show === 'published') === (published !== null);
  return (
    <StaffListPage
      title={t('tables.title')}
      intro={t('tables.intro', { zone: browserZone })}
      actions={
        <>
          <RouterButton
            to="/cost-tables/compare"
            variant="default"
            leftSection={<IconArrowsDiff size={17} aria-hidden />}
          >
            {t('tables.compare')}
          </RouterButton>
          {refusal === null ? (
            <RouterButton to="/cost-tables/new" leftSection={<IconPlus size={17} aria-hidden />}>
              {t('tables.create')}
            </RouterButton>
          ) : null}
        </>
      }
      readOnly={refusal === null ? null : t('tables.readOnly', { reason: refusal })}
      filters={
        <ChoiceGroup
          label={t('tables.show')}
          value={show}
          options={shownKinds.map((kind) => ({ value: kind, label: t(`tables.shown.${kind}`) }))}
          onChange={(next) => change({ show: next === 'all' ? undefined : next })}
        />
      }
      query={query}
      skeleton={{ count: 4, height: 84 }}
      isEmpty={(tables) => !tables.some(isShown)}
      nothing={{ icon: IconTable, title: t('tables.emptyTitle'), text: t('tables.emptyText') }}
      noResults={
        show === 'all'
          ? null
          : {
              title: t('tables.noResultsTitle'),
              text: t(`tables.noResultsText.${show}`),
              onClear: () => change({ show: undefined }),
            }
      }
    >
      {(tables) => (
        <RowList label={t('tables.title')}>
          {tables.filter(isShown).map((table) => (
            <CostTableRow key={table.id} table={table} />
          ))}
        </RowList>
      )}
    </StaffListPage>
  );
}
