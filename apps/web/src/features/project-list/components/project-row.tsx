import { type ProjectSummary } from '@os-credits/contracts';
import { Decimal } from '@os-credits/credits';
import { IconMapPin } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Amount, shareLevel, useFormatAmount } from '../../../shared/amounts/index.js';
import { RunwayText } from '../../../shared/forecast/index.js';
import { AsOfMark } from '../../../shared/time/index.js';
import { ShareBar, Sparkline, StatusBadge } from '../../../shared/ui/index.js';
import classes from './project-list.module.css';

export function ProjectRow({ project }: { project: ProjectSummary }) {
  const { t } = useTranslation();
  const isNegative = project.remaining.startsWith('-');
  return (
    <li className={classes.row} data-level={shareLevel(project.shareUsed)}>
      <div className={classes.name}>
        <span className={classes.nameLine}>
          <Link to="/projects/$name" params={{ name: project.name }} className={classes.link}>
            {project.name}
          </Link>
          <StatusBadge status={project.status} />
        </span>
        {project.sites.length > 0 ? (
          <span className={classes.sites}>
            <IconMapPin size={14} aria-hidden />
            {project.sites.join(', ')}
          </span>
        ) : null}
      </div>
      <div className={classes.cell}>
        <span className={classes.label}>{t('projects.column.used')}</span>
        <ShareBar shareUsed={project.shareUsed} />
      </div>
      <div className={`${classes.cell} ${classes.right}`}>
        <span className={classes.label}>{t('projects.column.remaining')}</span>
        <span className={classes.remaining} data-negative={isNegative}>
          <Amount value={project.remaining} />
        </span>
        {isNegative ? <span className={classes.overdrawn}>{t('balance.overdrawn')}</span> : null}
        <AsOfMark asOf={project.asOf} />
      </div>
      <div className={classes.cell}>
        <span className={classes.label}>{t('projects.column.runway')}</span>
        <RunwayText project={project} />
      </div>
      <div className={classes.cell}>
        <span className={classes.label}>{t('projects.column.trend')}</span>
        <Trend trend={project.trend} />
      </div>
    </li>
  );
}

function Trend({ trend }: { trend: ProjectSummary['trend'] }) {
  const { t } = useTranslation();
  const format = useFormatAmount();
  if (trend.length < 2) return <span className={classes.quiet}>{t('projects.noTrend')}</span>;
  const total = Decimal.sum(trend.map(({ credits }) => Decimal.of(credits)));
  return (
    <Sparkline
      values={trend.map(({ credits }) => credits)}
      label={t('projects.trendText', { count: trend.length, total: format(total.toString()) })}
    />
  );
}
