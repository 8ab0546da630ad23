import { type ReRatingPlan, type ReRatingSubject } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../../shared/i18n/index.js';
import { Fact, Facts } from '../../../shared/staff-ui/index.js';
import { browserZone, formatInstantRange, Time } from '../../../shared/time/index.js';
import { Panel, RouterAnchor } from '../../../shared/ui/index.js';

/** Whose plan it is, why, and who decided. */
export function PlanFacts({ plan }: { plan: ReRatingPlan }) {
  const { t } = useTranslation('rules');
  const locale = useLocale();
  return (
    <Panel title={t('plan.facts')} description={t('table.zone', { zone: browserZone })}>
      <Facts>
        <Fact label={t('newPlan.cause')}>{t(`planCause.${plan.subject.cause}`)}</Fact>
        <SubjectFacts subject={plan.subject} />
        <Fact label={t('plans.stretch')}>
          {formatInstantRange({ from: plan.from, to: plan.to, locale })}
        </Fact>
        <Fact label={t('plan.reason')}>{plan.reason}</Fact>
        <Fact label={t('tables.author')}>
          {plan.author}, <Time instant={plan.createdAt} />
        </Fact>
        {plan.computedAt === null ? null : (
          <Fact label={t('plan.computedAt')}>
            <Time instant={plan.computedAt} />
          </Fact>
        )}
        {plan.decidedBy === null || plan.decidedAt === null ? null : (
          <Fact label={t(plan.state === 'rejected' ? 'plan.rejectedBy' : 'plan.approvedBy')}>
            {plan.decidedBy}, <Time instant={plan.decidedAt} />
          </Fact>
        )}
        {plan.decisionReason ? (
          <Fact label={t('plan.decisionReason')}>{plan.decisionReason}</Fact>
        ) : null}
        {plan.appliedAt === null ? null : (
          <Fact label={t('plan.appliedAt')}>
            <Time instant={plan.appliedAt} />
          </Fact>
        )}
        {plan.planJobId === null ? null : (
          <Fact label={t('plan.planJob')}>
            <RouterAnchor to="/jobs/$id" params={{ id: plan.planJobId }}>
              {t('plan.toJob')}
            </RouterAnchor>
          </Fact>
        )}
        {plan.applyJobId === null ? null : (
          <Fact label={t('plan.applyJob')}>
            <RouterAnchor to="/jobs/$id" params={{ id: plan.applyJobId }}>
              {t('plan.toJob')}
            </RouterAnchor>
          </Fact>
        )}
      </Facts>
    </Panel>
  );
}

function SubjectFacts({ subject }: { subject: ReRatingSubject }) {
  const { t } = useTranslation('rules');
  const locale = useLocale();
  if (subject.cause === 'cost-table') {
    const { id, title } = subject.costTable;
    return (
      <Fact label={t('plan.table')}>
        <RouterAnchor to="/cost-tables/$id" params={{ id: String(id) }}>
          {title}
        </RouterAnchor>
      </Fact>
    );
  }
  const { id, friendlyName } = subject.metric;
  const metric = (
    <Fact label={t('diff.metric')}>
      <RouterAnchor to="/credit-metrics/$id" params={{ id: String(id) }}>
        {friendlyName}
      </RouterAnchor>
    </Fact>
  );
  if (subject.cause === 'metric-unit') {
    return (
      <>
        {metric}
        <Fact label={t('newPlan.readingUnit')}>{subject.readingUnit}</Fact>
      </>
    );
  }
  return (
    <>
      <Fact label={t('impact.column.name')}>
        <RouterAnchor to="/projects/$name" params={{ name: subject.project }}>
          {subject.project}
        </RouterAnchor>
      </Fact>
      {metric}
      <Fact label={t('editor.site')}>{subject.site?.displayName ?? t('newPlan.everySite')}</Fact>
      {subject.readingCount === null ? null : (
        <Fact label={t('plan.dismissed')}>
          {new Intl.NumberFormat(locale).format(subject.readingCount)}
        </Fact>
      )}
    </>
  );
}
