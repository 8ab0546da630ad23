import { useDebouncedValue } from '@mantine/hooks';
import { missedRule, type JobScheduleInput } from '@os-credits/contracts';
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../../shared/api/api-error.js';
import { useSession } from '../../../shared/api/session.queries.js';
import { CheckField, Field, FieldPair } from '../../../shared/staff-ui/index.js';
import classes from '../schedules.module.css';
import { schedulePreviewQuery } from '../schedules.queries.js';
import { CronPreview } from './cron-preview.js';

export type ScheduleTimesInput = Pick<
  JobScheduleInput,
  'name' | 'cron' | 'timezone' | 'missedRule' | 'isPaused'
>;

type ScheduleTimesProps = {
  times: ScheduleTimesInput;
  /** Somebody tried to save; from then on an empty name is told. */
  isTried: boolean;
  error: unknown;
  onChange: (times: ScheduleTimesInput) => void;
};

const typingPauseMs = 350;
const zones = Intl.supportedValuesOf('timeZone');

/** Name, cron expression and zone, with the times that follow from them. */
export function ScheduleTimes({ times, isTried, error, onChange }: ScheduleTimesProps) {
  const { t } = useTranslation('staff');
  const zonesId = useId();
  const csrfToken = useSession().csrfToken ?? '';
  const [asked] = useDebouncedValue(
    `${times.cron.trim()}\n${times.timezone.trim()}`,
    typingPauseMs,
  );
  const [cron = '', timezone = ''] = asked.split('\n');
  const preview = useQuery(schedulePreviewQuery({ cron, timezone, csrfToken }));
  const fault = (name: string): string | null =>
    faultAt(error, name) ?? faultAt(preview.error, name);
  const cronFault = times.cron.trim() === '' ? t('parameters.fault.required') : fault('cron');
  const unplaced =
    preview.error && cronFault === null && fault('timezone') === null ? preview.error : null;
  return (
    <div className={classes.times}>
      <Field
        label={t('schedule.name')}
        isRequired
        fault={isTried && times.name.trim() === '' ? t('parameters.fault.required') : fault('name')}
      >
        {(control) => (
          <input
            {...control}
            type="text"
            maxLength={120}
            value={times.name}
            onChange={(event) => onChange({ ...times, name: event.currentTarget.value })}
          />
        )}
      </Field>
      <FieldPair>
        <Field
          label={t('schedule.cron')}
          description={t('schedule.cronMeaning')}
          isRequired
          fault={cronFault}
        >
          {(control) => (
            <input
              {...control}
              type="text"
              spellCheck={false}
              autoComplete="off"
              maxLength={120}
              className={classes.mono}
              value={times.cron}
              onChange={(event) => onChange({ ...times, cron: event.currentTarget.value })}
            />
          )}
        </Field>
        <Field
          label={t('schedule.timezone')}
          description={t('schedule.timezoneMeaning')}
          isRequired
          fault={fault('timezone')}
        >
          {(control) => (
            <>
              <input
                {...control}
                type="text"
                list={zonesId}
                spellCheck={false}
                autoComplete="off"
                maxLength={64}
                value={times.timezone}
                onChange={(event) => onChange({ ...times, timezone: event.currentTarget.value })}
              />
              <datalist id={zonesId}>
                {zones.map((zone) => (
                  <option key={zone} value={zone} />
                ))}
              </datalist>
            </>
          )}
        </Field>
      </FieldPair>
      <CronPreview
        next={preview.error ? undefined : preview.data}
        timezone={timezone}
        isDimmed={preview.isPlaceholderData}
        error={unplaced}
      />
      <Field label={t('schedule.missed')}>
        {(control) => (
          <select
            {...control}
            value={times.missedRule}
            onChange={(event) =>
              onChange({ ...times, missedRule: missedRule.parse(event.currentTarget.value) })
            }
          >
            {missedRule.options.map((rule) => (
              <option key={rule} value={rule}>
                {t(`schedule.missedRule.${rule}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <CheckField
        label={t('schedule.isPaused')}
        description={t('schedule.isPausedMeaning')}
        isChecked={times.isPaused ?? false}
        onChange={(isPaused) => onChange({ ...times, isPaused })}
      />
    </div>
  );
}

/** What the server said about one value of the schedule. */
function faultAt(error: unknown, name: string): string | null {
  if (!(error instanceof ApiError)) return null;
  return error.faults.find(({ pointer }) => pointer === `/body/${name}`)?.detail ?? null;
}
