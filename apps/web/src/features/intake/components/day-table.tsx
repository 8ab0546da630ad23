import { type IntakeResponse } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import { PlainTable } from '../../../shared/staff-ui/index.js';
import { Time } from '../../../shared/time/index.js';
import { CountCells, CountHeadings } from './count-cells.js';
import classes from '../intake.module.css';

type DayTableProps = { intake: IntakeResponse; isDimmed: boolean };

/** Every day of every site on which something came or was missed, the newest day first. */
export function DayTable({ intake, isDimmed }: DayTableProps) {
  const { t } = useTranslation('staff');
  const rows = intake.sites
    .flatMap(({ site, siteName, days }) => days.map((day) => ({ site, siteName, ...day })))
    .toSorted((a, b) => b.day.localeCompare(a.day));
  return (
    <PlainTable label={t('intake.byDay')} isDimmed={isDimmed}>
      <thead>
        <tr>
          <th scope="col">{t('intake.day')}</th>
          <th scope="col">{t('intake.site')}</th>
          <CountHeadings />
        </tr>
      </thead>
      <tbody>
        {rows.map(({ site, siteName, day, ...counts }) => (
          <tr key={`${day} ${site ?? ''}`}>
            <th scope="row" className={classes.day}>
              <Time instant={`${day}T00:00:00.000Z`} style="date" zone="UTC" />
            </th>
            <td>{siteName ?? t('intake.noSite')}</td>
            <CountCells counts={counts} />
          </tr>
        ))}
      </tbody>
    </PlainTable>
  );
}
