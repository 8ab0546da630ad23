import { type Drift, type PerunStatus, type ResolveDriftRequest } from '@os-credits/contracts';
import { IconArrowLeft, IconArrowRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { formatExact, formatSigned } from '../../../shared/amounts/index.js';
import { useConfig } from '../../../shared/api/session.queries.js';
import { useLocale } from '../../../shared/i18n/index.js';
import { GuardedButton, Row, RowNote } from '../../../shared/staff-ui/index.js';
import { Time } from '../../../shared/time/index.js';
import classes from '../drift.module.css';

type DriftRowProps = {
  drift: Drift;
  attributes: PerunStatus['attributes'];
  refusal: string | null;
  onResolve: (resolution: ResolveDriftRequest['resolution']) => void;
};

/** One difference: both values, who made it, and the two ways out. */
export function DriftRow({ drift, attributes, refusal, onResolve }: DriftRowProps) {
  const { t } = useTranslation('staff');
  const use = attributes.find(({ attribute }) => attribute === drift.attribute)?.use;
  return (
    <Row className={classes.driftRow}>
      <div>
        <Link to="/projects/$name" params={{ name: drift.project }}>
          {drift.project}
        </Link>
        <RowNote>
          {use ? t(`perun.uses.${use}`) : drift.attribute}
          {drift.site === null ? null : ` · ${drift.site}`}
        </RowNote>
        <RowNote>
          {drift.changedBy === null
            ? t('drift.changedUnknown')
            : t('drift.changedBy', { name: drift.changedBy })}
          {drift.changedAt === null ? null : `, ${t('drift.changedAt', { time: drift.changedAt })}`}
        </RowNote>
        <RowNote>
          {t('drift.detected')} <Time instant={drift.detectedAt} />
        </RowNote>
      </div>
      <DriftValues drift={drift} />
      {drift.status === 'open' ? (
        <div className={classes.resolutions}>
          <GuardedButton
            variant="default"
            showsReason={drift.canTakeTheirs ? false : refusal === null}
            leftSection={<IconArrowLeft size={16} aria-hidden />}
            refusal={refusal ?? (drift.canTakeTheirs ? null : t('drift.cannotTake'))}
            onClick={() => onResolve('take-theirs')}
          >
            {t('resolution.take-theirs.button')}
          </GuardedButton>
          <GuardedButton
            variant="default"
            showsReason={false}
            leftSection={<IconArrowRight size={16} aria-hidden />}
            refusal={refusal}
            onClick={() => onResolve('write-ours')}
          >
            {t('resolution.write-ours.button')}
          </GuardedButton>
        </div>
      ) : (
        <div>
          <strong>{t(`driftStatus.${drift.status}`)}</strong>
          {drift.resolvedAt === null ? null : (
            <RowNote>
              <Time instant={drift.resolvedAt} />
              {drift.resolvedBy === null ? null : ` · ${drift.resolvedBy}`}
            </RowNote>
          )}
          {drift.reason === null ? null : <RowNote>{drift.reason}</RowNote>}
        </div>
      )}
    </Row>
  );
}

function DriftValues({ drift }: { drift: Drift }) {
  const { t } = useTranslation('staff');
  const locale = useLocale();
  const { precision } = useConfig();
  const shown = (value: string | null): string => {
    if (value === null) return t('drift.unset');
    return /^-?\d+(\.\d+)?$/.test(value) ? formatExact(value, locale) : value;
  };
  return (
    <dl className={classes.values}>
      <div>
        <dt>{t('drift.ours')}</dt>
        <dd>{shown(drift.ours)}</dd>
      </div>
      <div>
        <dt>{t('drift.theirs')}</dt>
        <dd>{shown(drift.theirs)}</dd>
      </div>
      {drift.difference === null ? null : (
        <div>
          <dt>{t('drift.difference')}</dt>
          <dd title={formatExact(drift.difference, locale)}>
            {formatSigned(drift.difference, precision, locale)}
          </dd>
        </div>
      )}
    </dl>
  );
}
