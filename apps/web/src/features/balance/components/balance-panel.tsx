import { VisuallyHidden } from '@mantine/core';
import { useThrottledValue } from '@mantine/hooks';
import { type ProjectDetail } from '@os-credits/contracts';
import { type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Amount, useFormatAmount } from '../../../shared/amounts/index.js';
import { RunwayText } from '../../../shared/forecast/index.js';
import { AsOf } from './as-of.js';
import { BalanceBar } from './balance-bar.js';
import { BalanceEquation } from './balance-equation.js';
import classes from './balance-panel.module.css';
import { ShareBanner } from './share-banner.js';

/** Screen readers hear of a moved balance at most this often. */
const announceEveryMs = 60_000;

type BalancePanelProps = {
  project: ProjectDetail;
  onRunningHourOpen: () => void;
  /** What the page adds below "complete to …". */
  children?: ReactNode;
};

/** Answers "can we keep working?": what remains, how long it lasts, and the sum behind it. */
export function BalancePanel({ project, onRunningHourOpen, children }: BalancePanelProps) {
  const { t } = useTranslation();
  const format = useFormatAmount();
  const announced = useThrottledValue(project.remaining, announceEveryMs);
  const isNegative = project.remaining.startsWith('-');
  return (
    <section className={classes.panel} aria-labelledby="balance-title">
      <ShareBanner project={project} />
      <div className={classes.columns}>
        <div className={classes.answer}>
          <h2 id="balance-title" className={classes.label}>
            {t('balance.remaining')}
          </h2>
          <p className={classes.figure} data-negative={isNegative}>
            <Amount value={project.remaining} />
            {isNegative ? <span className={classes.debt}>{t('balance.overdrawn')}</span> : null}
          </p>
          <BalanceBar project={project} />
          <dl className={classes.facts}>
            <div>
              <dt>{t('balance.runway')}</dt>
              <dd>
                <RunwayText project={project} />
              </dd>
            </div>
            <div>
              <dt>{t('balance.pace')}</dt>
              <dd>
                {project.burnRate ? (
                  <>
                    <strong>
                      <Amount value={project.burnRate.creditsPerDay} />
                    </strong>{' '}
                    {t('balance.perDay')}
                  </>
                ) : (
                  t('balance.paceUnknown')
                )}
              </dd>
            </div>
          </dl>
        </div>
        <BalanceEquation project={project} onRunningHourOpen={onRunningHourOpen} />
      </div>
      <AsOf asOf={project.asOf} />
      {children ? <div className={classes.more}>{children}</div> : null}
      <VisuallyHidden aria-live="polite">
        {t('balance.announce', { amount: format(announced) })}
      </VisuallyHidden>
    </section>
  );
}
