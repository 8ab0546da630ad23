import { type HeldCharge } from '@os-credits/contracts';
import { Decimal } from '@os-credits/credits';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Amount, formatExact, Quantity } from '../../../shared/amounts/index.js';
import { useLocale } from '../../../shared/i18n/index.js';
import { GuardedButton, Row, RowNote } from '../../../shared/staff-ui/index.js';
import { formatInstantRange, Time } from '../../../shared/time/index.js';
import classes from '../data-quality.module.css';
import { type RowChoice } from '../use-chosen.js';
import { type Decision } from '../use-quarantine-decision.js';

type HeldRowProps = {
  held: HeldCharge;
  refusal: string | null;
  choice: RowChoice | null;
  onDecide: (decision: Decision) => void;
};

const hourMs = 3_600_000;

/** One interval: what grew, how far that is above what is plausible, and what it would cost. */
export function HeldRow({ held, refusal, choice, onDecide }: HeldRowProps) {
  const { t } = useTranslation('quality');
  const locale = useLocale();
  const what = `${held.metricFriendlyName} · ${held.site}`;
  return (
    <Row className={classes.heldRow}>
      {choice === null ? null : (
        <input
          type="checkbox"
          aria-label={t('held.choose', { project: held.project, what })}
          checked={choice.isChosen}
          onChange={(event) => choice.onChoose(event.currentTarget.checked)}
        />
      )}
      <div>
        <Link to="/projects/$name" params={{ name: held.project }}>
          {held.project}
        </Link>
        <RowNote>{what}</RowNote>
        <RowNote>{formatInstantRange({ from: held.from, to: held.to, locale })}</RowNote>
      </div>
      <div>
        <span>
          {t('held.grew')} <Quantity value={held.quantity} unit={held.unit} />
        </span>
        <RowNote isWarning={held.status === 'held'}>
          {t('held.above', {
            pace: formatExact(pacePerHour(held), locale),
            limit: formatExact(held.limitPerHour, locale),
            unit: held.unit,
          })}
        </RowNote>
        <Decided held={held} />
      </div>
      <div className={classes.heldCredits}>
        {held.credits === null ? (
          t('held.superseded')
        ) : (
          <>
            <strong>
              <Amount value={held.credits} />
            </strong>
            <RowNote>{t('held.credits')}</RowNote>
          </>
        )}
      </div>
      <div className={classes.rowActions}>
        {held.status === 'held' || held.status === 'dismissed' ? (
          <DecideButton decision="release" refusal={refusal} onDecide={onDecide} />
        ) : null}
        {held.status === 'held' || held.status === 'released' ? (
          <DecideButton decision="dismiss" refusal={refusal} onDecide={onDecide} />
        ) : null}
      </div>
    </Row>
  );
}

type DecideButtonProps = Pick<HeldRowProps, 'refusal' | 'onDecide'> & { decision: Decision };

function DecideButton({ decision, refusal, onDecide }: DecideButtonProps) {
  const { t } = useTranslation('quality');
  return (
    <GuardedButton
      variant="default"
      size="compact-sm"
      showsReason={false}
      refusal={refusal}
      onClick={() => onDecide(decision)}
    >
      {t(`resolve.${decision}.button`)}
    </GuardedButton>
  );
}

function Decided({ held: { decision, status } }: { held: HeldCharge }) {
  const { t } = useTranslation('quality');
  if (decision === null || status === 'held') return null;
  return (
    <RowNote>
      {t(`held.decision.${status}`, { by: decision.by })} <Time instant={decision.at} />:{' '}
      {decision.reason}
    </RowNote>
  );
}

/** Growth per hour, for comparing by eye: one place is enough. */
function pacePerHour({ quantity, from, to }: HeldCharge): string {
  const durationMs = Date.parse(to) - Date.parse(from);
  if (durationMs <= 0) return quantity;
  return Decimal.of(quantity)
    .times(Decimal.of(String(hourMs)))
    .dividedBy(Decimal.of(String(durationMs)), 1)
    .toString();
}
