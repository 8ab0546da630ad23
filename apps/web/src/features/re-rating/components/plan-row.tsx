import { type ReRatingPlan } from '@os-credits/contracts';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Amount } from '../../../shared/amounts/index.js';
import { useLocale } from '../../../shared/i18n/index.js';
import {
  ColumnRow,
  RowCell,
  RowName,
  RowNote,
  RowNothing,
} from '../../../shared/staff-ui/index.js';
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
    <ColumnRow className={classes.row}>
      <div>
        <RowName>
          <Link to="/re-rating/$id" params={{ id: plan.id }}>
            {titleOf(plan.subject, 'short')}
          </Link>
          <PlanStateMark state={plan.state} />
        </RowName>
        <RowNote>{t(`planCause.${plan.subject.cause}`)}</RowNote>
        <RowNote>{plan.reason}</RowNote>
        {plan.problem === null ? null : <RowNote isWarning>{plan.problem}</RowNote>}
      </div>
      <RowCell label={t('plans.stretch')}>
        {formatInstantRange({ from: plan.from, to: plan.to, locale })}
      </RowCell>
      <RowCell label={t('plans.difference')}>
        {plan.totals === null ? (
          <RowNothing>{t('plans.notComputed')}</RowNothing>
        ) : (
          <>
            <Amount value={plan.totals.difference} signed />
            <RowNote>{t('plans.projects', { count: plan.totals.projectCount })}</RowNote>
          </>
        )}
      </RowCell>
      <RowCell label={t('tables.author')}>
        {plan.author}
        <RowNote>
          <Time instant={plan.createdAt} />
        </RowNote>
      </RowCell>
    </ColumnRow>
  );
}
