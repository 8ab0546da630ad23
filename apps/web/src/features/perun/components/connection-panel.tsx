import { type PerunCheck } from '@os-credits/contracts';
import { IconCircleCheck, IconCircleX, IconPlugConnected } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../shared/api/session.queries.js';
import { useLocale } from '../../../shared/i18n/index.js';
import {
  Fact,
  Facts,
  FailureNote,
  formatDuration,
  GuardedButton,
  ScrollBox,
  useRefusal,
} from '../../../shared/staff-ui/index.js';
import { Time } from '../../../shared/time/index.js';
import { Panel } from '../../../shared/ui/index.js';
import classes from '../perun.module.css';
import { checkPerun, perunKeys } from '../perun.queries.js';

type ConnectionPanelProps = { lastCheck: PerunCheck | null };

/** The test of the connection, with what it found the last time. */
export function ConnectionPanel({ lastCheck }: ConnectionPanelProps) {
  const { t } = useTranslation('staff');
  const queryClient = useQueryClient();
  const csrfToken = useSession().csrfToken ?? '';
  const refusal = useRefusal()('perun:sync');
  const test = useMutation({
    mutationFn: () => checkPerun(csrfToken),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: perunKeys.status() }),
  });
  const check = test.data ?? lastCheck;
  return (
    <Panel
      title={t('check.title')}
      description={t('check.description')}
      actions={
        <GuardedButton
          variant="default"
          leftSection={<IconPlugConnected size={17} aria-hidden />}
          refusal={refusal}
          loading={test.isPending}
          onClick={() => test.mutate()}
        >
          {t('check.run')}
        </GuardedButton>
      }
    >
      {test.error ? <FailureNote error={test.error} /> : null}
      {check ? <CheckReport check={check} /> : <p className={classes.soft}>{t('check.never')}</p>}
    </Panel>
  );
}

function CheckReport({ check }: { check: PerunCheck }) {
  const { t } = useTranslation('staff');
  const locale = useLocale();
  return (
    <div className={classes.report}>
      <p className={classes.verdict} data-good={check.isGood} role="status">
        {check.isGood ? (
          <IconCircleCheck size={20} aria-hidden />
        ) : (
          <IconCircleX size={20} aria-hidden />
        )}
        <span>
          {t(check.isGood ? 'check.good' : 'check.bad')} (<Time instant={check.checkedAt} />,{' '}
          {formatDuration(check.durationMs / 1000, locale)})
        </span>
      </p>
      {check.problems.length > 0 ? (
        <ul className={classes.problems}>
          {check.problems.map((each) => (
            <li key={each}>{each}</li>
          ))}
        </ul>
      ) : null}
      <Facts>
        <Fact label={t('check.version')}>{check.version ?? t('value.unknown')}</Fact>
        <Fact label={t('check.actor')}>{check.actor ?? t('value.unknown')}</Fact>
        <Fact label={t('check.vo')}>
          {check.vo
            ? `${check.vo.name} (${check.vo.shortName}, ${check.vo.id})`
            : t('value.unknown')}
        </Fact>
        <Fact label={t('check.resources')}>
          {check.resources.length === 0
            ? t('value.none')
            : check.resources
                .map(({ id, name, groupCount }) =>
                  groupCount === null
                    ? `${name} (${id})`
                    : t('check.resource', { name, id, count: groupCount }),
                )
                .join(', ')}
        </Fact>
      </Facts>
      {check.attributes.length > 0 ? <CheckedAttributes check={check} /> : null}
    </div>
  );
}

function CheckedAttributes({ check }: { check: PerunCheck }) {
  const { t } = useTranslation('staff');
  const word = (answer: boolean | null): string =>
    answer === null ? t('value.unknown') : t(answer ? 'value.yes' : 'value.no');
  return (
    <ScrollBox label={t('check.attributeRows')} className={classes.tableBox}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('perun.use')}</th>
            <th scope="col">{t('check.defined')}</th>
            <th scope="col">{t('check.type')}</th>
            <th scope="col">{t('check.canRead')}</th>
            <th scope="col">{t('check.canWrite')}</th>
          </tr>
        </thead>
        <tbody>
          {check.attributes.map((attribute) => (
            <tr key={attribute.use}>
              <th scope="row">{t(`perun.uses.${attribute.use}`)}</th>
              <td data-bad={!attribute.isDefined}>{word(attribute.isDefined)}</td>
              <td>{attribute.type ?? t('value.unknown')}</td>
              <td data-bad={attribute.canRead === false}>{word(attribute.canRead)}</td>
              <td data-bad={attribute.canWrite === false && attribute.direction === 'push'}>
                {word(attribute.canWrite)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
