import { type ChargePassport } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import { formatExact } from '../../../shared/amounts/index.js';
import { useLocale } from '../../../shared/i18n/index.js';
import { PlainTable } from '../../../shared/staff-ui/index.js';
import { Time } from '../../../shared/time/index.js';
import { RouterAnchor } from '../../../shared/ui/index.js';
import classes from '../charge-passport.module.css';
import { useFold } from '../use-fold.js';

type ReadingOriginsProps = { charge: ChargePassport; isStaff: boolean };

/** Every reading with the way it came: wire, token, when, and through quarantine or an import. */
export function ReadingOrigins({ charge, isStaff }: ReadingOriginsProps) {
  const { t } = useTranslation('account');
  const { t: shared } = useTranslation();
  const locale = useLocale();
  const { isFolded, unfold } = useFold(charge.readings.length);
  if (!charge.readingsRetained)
    return <p className={classes.soft}>{shared('charge.notRetained')}</p>;
  return (
    <>
      <PlainTable label={shared('charge.readingsCaption', { unit: charge.readingUnit })}>
        <thead>
          <tr>
            <th scope="col">{shared('charge.column.time')}</th>
            <th scope="col" data-number>
              {t('passport.column.counter', { unit: charge.readingUnit })}
            </th>
            <th scope="col">{t('passport.column.wire')}</th>
            <th scope="col">{t('passport.column.token')}</th>
            <th scope="col">{t('passport.column.received')}</th>
          </tr>
        </thead>
        <tbody>
          {charge.readings.map((reading, index) => (
            <tr key={reading.at} data-folded={isFolded(index)}>
              <th scope="row">
                <Moment instant={reading.at} />
              </th>
              <td data-number>{formatExact(reading.value, locale)}</td>
              <td>
                {reading.wire ?? shared('charge.wireUnknown')}
                <Arrival reading={reading} isStaff={isStaff} />
              </td>
              <td>{reading.tokenName ?? t('passport.none')}</td>
              <td>
                {reading.receivedAt ? (
                  <Moment instant={reading.receivedAt} />
                ) : (
                  t('passport.notKept')
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
      {unfold}
    </>
  );
}

/** The time of day with its day below, so that the column stays narrow. */
function Moment({ instant }: { instant: string }) {
  return (
    <span className={classes.moment}>
      <Time instant={instant} style="time" />
      <span className={classes.note}>
        <Time instant={instant} style="date" />
      </span>
    </span>
  );
}

type ArrivalProps = { reading: ChargePassport['readings'][number]; isStaff: boolean };

/** What else is known of the way: the request, the import, the release from quarantine. */
function Arrival({ reading: { batchId, jobId, released }, isStaff }: ArrivalProps) {
  const { t } = useTranslation('account');
  return (
    <>
      {batchId === null ? null : (
        <span className={classes.note}>{t('passport.batch', { id: batchId })}</span>
      )}
      {jobId === null ? null : (
        <span className={classes.note}>
          {isStaff ? (
            <RouterAnchor to="/jobs/$id" params={{ id: jobId }}>
              {t('passport.import')}
            </RouterAnchor>
          ) : (
            t('passport.import')
          )}
        </span>
      )}
      {released === null ? null : (
        <span className={classes.note}>
          {t('passport.released', {
            by: released.by,
            reason: released.reason,
            quarantineReason: released.quarantineReason,
          })}{' '}
          <Time instant={released.at} />
        </span>
      )}
    </>
  );
}
