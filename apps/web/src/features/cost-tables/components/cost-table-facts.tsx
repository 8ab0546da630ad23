import { type CostTable } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import { Fact, Facts } from '../../../shared/staff-ui/index.js';
import { browserZone, Time } from '../../../shared/time/index.js';
import { Panel, RouterAnchor } from '../../../shared/ui/index.js';
import classes from '../cost-tables.module.css';
import { Since } from './since.js';

/** Since when, whose, and why. */
export function CostTableFacts({ table }: { table: CostTable }) {
  const { t } = useTranslation('rules');
  const { published } = table;
  return (
    <Panel title={t('table.facts')} description={t('table.zone', { zone: browserZone })}>
      <Facts>
        <Fact label={t('tables.effectiveFrom')}>
          <Since instant={table.effectiveFrom} />
        </Fact>
        <Fact label={t('tables.appliesFrom')}>
          {table.appliesFrom === null ? (
            t('tables.notPublished')
          ) : (
            <Since instant={table.appliesFrom} />
          )}
        </Fact>
        {published === null ? null : (
          <Fact label={t('table.appliesTo')}>
            {table.appliesTo === null ? t('table.noEnd') : <Time instant={table.appliesTo} />}
          </Fact>
        )}
        <Fact label={t('tables.author')}>
          {table.createdBy}, <Time instant={table.createdAt} />
        </Fact>
        {published === null ? (
          <Fact label={t('table.changed')}>
            {table.changedBy}, <Time instant={table.changedAt} />
          </Fact>
        ) : (
          <>
            <Fact label={t('table.published')}>
              {published.by}, <Time instant={published.at} />
            </Fact>
            {published.confirmedBy === null ? null : (
              <Fact label={t('table.confirmed')}>{published.confirmedBy}</Fact>
            )}
            {published.reason === '' ? null : (
              <Fact label={t('table.reason')}>{published.reason}</Fact>
            )}
          </>
        )}
        {table.copiedFrom ? (
          <Fact label={t('table.copiedFrom')}>
            <RouterAnchor to="/cost-tables/$id" params={{ id: String(table.copiedFrom.id) }}>
              {table.copiedFrom.title}
            </RouterAnchor>
          </Fact>
        ) : null}
        <Fact label={t('table.version')}>{table.version}</Fact>
      </Facts>
      {published !== null && table.note !== '' ? (
        <p className={classes.noteText}>{table.note}</p>
      ) : null}
    </Panel>
  );
}
