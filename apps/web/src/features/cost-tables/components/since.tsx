import { useTranslation } from 'react-i18next';
import { RowNote } from '../../../shared/staff-ui/index.js';
import { RelativeTime, Time } from '../../../shared/time/index.js';

type SinceProps = {
  instant: string;
  /** Also how long ago that is, or how far ahead. */
  withDistance?: boolean;
};

/** Since when a table holds. The first one holds from the epoch on, which stands for "from the beginning". */
export function Since({ instant, withDistance = false }: SinceProps) {
  const { t } = useTranslation('rules');
  if (Date.parse(instant) === 0) return <>{t('tables.fromTheBeginning')}</>;
  return (
    <>
      <Time instant={instant} />
      {withDistance ? (
        <RowNote>
          <RelativeTime instant={instant} />
        </RowNote>
      ) : null}
    </>
  );
}
