import { Skeleton, Stack } from '@mantine/core';
import { type ChargePassport } from '@os-credits/contracts';
import { IconFileUnknown } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { formatDecimal, formatExact } from '../../shared/amounts/index.js';
import { ApiError } from '../../shared/api/api-error.js';
import { useConfig, useSession } from '../../shared/api/session.queries.js';
import { chargeQuery } from '../../shared/charges/index.js';
import { useLocale } from '../../shared/i18n/index.js';
import { Fact, Facts } from '../../shared/staff-ui/index.js';
import {
  EmptyState,
  PageHeading,
  Panel,
  PanelBoundary,
  RouterAnchor,
  RouterButton,
  StatePanel,
} from '../../shared/ui/index.js';
import classes from './charge-passport.module.css';
import { CorrectionChain } from './components/correction-chain.js';
import { IntervalSteps } from './components/interval-steps.js';
import { PassportSummary } from './components/passport-summary.js';
import { RateFacts } from './components/rate-facts.js';
import { ReadingOrigins } from './components/reading-origins.js';
import { WeightSets } from './components/weight-sets.js';

const missingCodes = ['charge-not-found', 'project-not-found', 'invalid-request'];

/** Why one charge is what it is: every number with where it came from, on one page that prints. */
export function ChargePassportPage() {
  const { t } = useTranslation('account');
  const { t: shared } = useTranslation();
  const { name, id } = useParams({ from: '/signed-in/projects/$name/charges/$id' });
  const query = useQuery(chargeQuery(name, id));
  const isMissing = query.error instanceof ApiError && missingCodes.includes(query.error.code);
  return (
    <div className={classes.page}>
      <nav aria-label={shared('project.breadcrumb')} className={classes.breadcrumb}>
        <RouterAnchor to="/projects/$name" params={{ name }}>
          {name}
        </RouterAnchor>
      </nav>
      <PageHeading
        title={t('passport.title')}
        intro={
          <>
            {name} · <code>{id}</code>
          </>
        }
      />
      {isMissing ? (
        <EmptyState
          icon={<IconFileUnknown size={32} stroke={1.5} />}
          title={shared('error.charge-not-found')}
          text={t('passport.missingText')}
          action={
            <RouterButton to="/projects/$name" params={{ name }}>
              {t('passport.toProject')}
            </RouterButton>
          }
        />
      ) : (
        <PanelBoundary>
          <StatePanel
            query={query}
            skeleton={
              <Stack gap="lg">
                <Skeleton height={190} radius="lg" />
                <Skeleton height={280} radius="lg" />
                <Skeleton height={220} radius="lg" />
              </Stack>
            }
          >
            {(charge) => <Passport charge={charge} />}
          </StatePanel>
        </PanelBoundary>
      )}
    </div>
  );
}

function Passport({ charge }: { charge: ChargePassport }) {
  const { t } = useTranslation('account');
  const { t: shared } = useTranslation();
  const isStaff = useSession().user?.staffRole != null;
  return (
    <Stack gap="lg">
      <PassportSummary charge={charge} />
      <Panel title={shared('charge.formulaTitle')}>
        <Result charge={charge} />
      </Panel>
      <Panel title={t('passport.readingsTitle')} description={t('passport.readingsText')}>
        <ReadingOrigins charge={charge} isStaff={isStaff} />
        {isStaff && charge.readings.length > 0 ? <WrongReadings charge={charge} /> : null}
      </Panel>
      {charge.intervals.length === 0 ? null : (
        <Panel title={t('passport.stepsTitle')} description={t('passport.stepsText')}>
          <IntervalSteps charge={charge} />
        </Panel>
      )}
      <Panel title={t('passport.rateTitle')}>
        <RateFacts charge={charge} isStaff={isStaff} />
      </Panel>
      <Panel title={t('passport.weightsTitle')}>
        <WeightSets charge={charge} />
      </Panel>
      <Panel title={t('passport.chainTitle')} description={t('passport.chainText')}>
        <CorrectionChain charge={charge} isStaff={isStaff} />
      </Panel>
    </Stack>
  );
}

/** Where staff have readings of the hour dismissed. */
function WrongReadings({ charge: { project, metric, hour } }: { charge: ChargePassport }) {
  const { t } = useTranslation('account');
  return (
    <p className={classes.soft}>
      {t('passport.wrongReadings')}{' '}
      <RouterAnchor
        to="/re-rating/new"
        search={{ cause: 'dismissed-readings', project, metric, ...hour }}
      >
        {t('passport.dismissReadings')}
      </RouterAnchor>
    </p>
  );
}

function Result({ charge }: { charge: ChargePassport }) {
  const { t } = useTranslation('account');
  const { t: shared } = useTranslation();
  const locale = useLocale();
  const { precision } = useConfig();
  const exact = (value: string): string => formatExact(value, locale);
  return (
    <>
      <p className={classes.formula}>
        {shared('charge.formula', {
          quantity: exact(charge.quantity),
          unit: charge.unit,
          rate: exact(charge.rate),
          credits: exact(charge.credits),
        })}
      </p>
      <Facts>
        <Fact label={shared('charge.exact')}>{exact(charge.credits)}</Fact>
        <Fact label={t('passport.rounded', { count: precision })}>
          {formatDecimal(charge.creditsRounded, precision, locale)}
        </Fact>
      </Facts>
      {charge.otherCharges.length === 0 ? null : (
        <p className={classes.soft}>
          {t('passport.others')}{' '}
          {charge.otherCharges.map((other) => (
            <RouterAnchor
              key={other}
              to="/projects/$name/charges/$id"
              params={{ name: charge.project, id: other }}
            >
              {other}
            </RouterAnchor>
          ))}
        </p>
      )}
    </>
  );
}
