import { type IntakeResponse } from '@os-credits/contracts';
import { IconAntennaBarsOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { PlainTable, ToneMark } from '../../../shared/staff-ui/index.js';
import { Time } from '../../../shared/time/index.js';
import { CountCells, CountHeadings } from './count-cells.js';

type SiteTableProps = { intake: IntakeResponse; isDimmed: boolean };

/** What came from each site in the whole period, with the sum of all. */
export function SiteTable({ intake, isDimmed }: SiteTableProps) {
  const { t } = useTranslation('staff');
  return (
    <PlainTable label={t('intake.bySite')} isDimmed={isDimmed}>
      <thead>
        <tr>
          <th scope="col">{t('intake.site')}</th>
          <CountHeadings />
          <th scope="col">{t('intake.lastReading')}</th>
        </tr>
      </thead>
      <tbody>
        {intake.sites.map(({ site, siteName, total, isSilent, lastReadingAt }) => (
          <tr key={site ?? ''}>
            <th scope="row">{siteName ?? t('intake.noSite')}</th>
            <CountCells counts={total} />
            <td>
              {lastReadingAt === null ? t('value.none') : <Time instant={lastReadingAt} />}{' '}
              {isSilent ? (
                <ToneMark tone="warning" icon={IconAntennaBarsOff}>
                  {t('intake.isSilent')}
                </ToneMark>
              ) : null}
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t('intake.total')}</th>
          <CountCells counts={intake.total} />
          <td />
        </tr>
      </tfoot>
    </PlainTable>
  );
}
