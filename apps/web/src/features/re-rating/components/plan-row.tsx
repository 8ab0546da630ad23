import { type ReRatingPlan } from '@os-credits/contracts';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Amount } from '../../../shared/amounts/index.js';
import { useLocale } from '../../../shared/i18n/index.js';
import { Row, RowNote } from '../../../shared/staff-ui/index.js';
import { formatInstantRange, Time } from '../../../shared/time/index.js';
import classes from '../plans.module.css';
import { usePlanTitle } from '../use-plan-title.js';
import { PlanStateMark } from './plan-state-mark.js';

/** One plan in the list. */
export function PlanRow({ plan }: { plan: ReRatingPlan }) {
  const { t } = useTranslation('rules');
  const locale = useLocale();
  const titleOf = usePlanTitle();
  return (
    <Row className={classes.row}>
      <div className={classes.name}>
        <span className={classes.nameLine}>
          <Link to="/re-rating/$id" params={{ id: plan.id }}>
            {titleOf(plan.subject, 'short')}
          </Link>
          <PlanStateMark state={plan.state} />
        </span>
        <RowNote>{t(`planCause.${plan.subject.cause}`)}</RowNote>
        <RowNote>{plan.reason}</RowNote>
        {plan.problem === null ? null : <RowNote isWarning>{plan.problem}</RowNote>}
      </div>
      <div>
        <span className={classes.label}>{t('plans.stretch')}</span>
        {formatInstantRange({ from: plan.from, to: plan.to, locale })}
      </div>
      <div>
        <span className={classes.label}>{t('plans.difference')}</span>
        {plan.totals === null ? (
          <span className={classes.soft}>{t('plans.notComputed')}</span>
        ) : (
          <>
            <Amount value={plan.totals.difference} signed />
            <RowNote>{t('plans.projects', { count: plan.totals.projectCount })}</RowNote>
          </>
        )}
      </div>
      <div>
        <span className={classes.label}>{t('tables.author')}</span>
        {plan.author}
        <RowNote>
          <Time instant={plan.createdAt} />
        </RowNote>
      </div>
    </Row>
  );
}
