import { type ReRatingSubject } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';

/** What a plan is about, in a few words and as a heading. */
export function usePlanTitle(): (subject: ReRatingSubject, form: 'short' | 'heading') => string {
  const { t } = useTranslation('rules');
  return (subject, form) => {
    switch (subject.cause) {
      case 'cost-table': {
        const { title } = subject.costTable;
        return form === 'short' ? title : t('plan.title', { title });
      }
      case 'metric-unit':
        return t(`planTitle.unit.${form}`, {
          metric: subject.metric.friendlyName,
          unit: subject.readingUnit,
        });
      case 'dismissed-readings':
        return t(`planTitle.readings.${form}`, {
          metric: subject.metric.friendlyName,
          project: subject.project,
        });
    }
  };
}
