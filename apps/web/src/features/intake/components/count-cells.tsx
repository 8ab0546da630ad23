import { type IntakeCounts } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../../shared/i18n/index.js';
import { formatDuration } from '../../../shared/staff-ui/index.js';

/** The headings above {@link CountCells}. */
export function CountHeadings() {
  const { t } = useTranslation('staff');
  return (
    <>
      <th scope="col" data-number>
        {t('intake.stored')}
      </th>
      <th scope="col" data-number>
        {t('intake.duplicates')}
      </th>
      <th scope="col" data-number>
        {t('intake.quarantined')}
      </th>
      <th scope="col" data-number>
        {t('intake.silent')}
      </th>
    </>
  );
}

/** The four counts as cells of a row. */
export function CountCells({ counts }: { counts: IntakeCounts }) {
  const locale = useLocale();
  const format = new Intl.NumberFormat(locale);
  return (
    <>
      <td data-number>{format.format(counts.storedCount)}</td>
      <td data-number>{format.format(counts.duplicateCount)}</td>
      <td data-number>{format.format(counts.quarantinedCount)}</td>
      <td data-number>{formatDuration(counts.silentSeconds, locale)}</td>
    </>
  );
}
