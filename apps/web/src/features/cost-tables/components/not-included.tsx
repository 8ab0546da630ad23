import { type ImpactResponse } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../../shared/staff-ui/index.js';

/** What the preview cannot know: usage that was never booked, because nothing priced it. */
export function NotIncluded({ series }: { series: ImpactResponse['notIncluded'] }) {
  const { t } = useTranslation('rules');
  if (series.length === 0) return null;
  return (
    <Notice>
      <p>{t('impact.notIncluded')}</p>
      <ul>
        {series.map(({ metric, site, seriesCount }) => (
          <li key={JSON.stringify([metric, site])}>
            {t('impact.notIncludedSeries', { metric, site, count: seriesCount })}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
