import { type JobLogLine, type JobRunDetail } from '@os-credits/contracts';
import { IconDownload } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@mantine/core';
import { apiUrl } from '../../../shared/api/api-client.js';
import { isActive, useLocalized } from '../../../shared/jobs/index.js';
import {
  CheckField,
  ScrollBox,
  SkeletonRows,
  type ViewChange,
} from '../../../shared/staff-ui/index.js';
import { Time } from '../../../shared/time/index.js';
import { ChoiceGroup } from '../../../shared/ui/index.js';
import classes from '../job.module.css';
import { type FollowedLog } from '../model/follow-job.js';

/** From the least to the most important; a level shows itself and all after it. */
export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

type JobLogProps = {
  job: JobRunDetail;
  log: FollowedLog;
  level: LogLevel;
  onChange: (next: ViewChange) => void;
};

/** The lines of the log as they come. */
export function JobLog({ job, log, level, onChange }: JobLogProps) {
  const { t, i18n } = useTranslation('staff');
  const [isFollowing, setIsFollowing] = useState(true);
  const shown = log.lines.filter(
    (line) => logLevels.indexOf(line.level) >= logLevels.indexOf(level),
  );
  return (
    <>
      <div className={classes.logControls}>
        <ChoiceGroup
          label={t('log.level')}
          value={level}
          options={logLevels.map((each) => ({ value: each, label: t(`log.levels.${each}`) }))}
          onChange={(next) => onChange({ level: next === 'debug' ? undefined : next })}
        />
        <div className={classes.logTools}>
          {isActive(job.state) ? (
            <CheckField label={t('log.follow')} isChecked={isFollowing} onChange={setIsFollowing} />
          ) : null}
          <Button
            component="a"
            href={apiUrl(['jobs', job.id, 'log.txt'], { language: i18n.language })}
            download={`${job.type}-${job.id}.log.txt`}
            variant="subtle"
            leftSection={<IconDownload size={17} aria-hidden />}
          >
            {t('log.download')}
          </Button>
        </div>
      </div>
      {log.leftOutCount > 0 ? (
        <p className={classes.logNote}>{t('log.leftOut', { count: log.leftOutCount })}</p>
      ) : null}
      {log.status === 'loading' && log.lines.length === 0 ? (
        <SkeletonRows count={6} height={20} />
      ) : shown.length === 0 ? (
        <p className={classes.logNote}>
          {t(log.lines.length > 0 ? 'log.noneOfLevel' : 'log.empty')}
        </p>
      ) : (
        <LogLines lines={shown} isFollowing={isFollowing && isActive(job.state)} />
      )}
      {log.status === 'broken' ? (
        <p className={classes.logNote} role="status">
          {t('log.broken')}
        </p>
      ) : null}
    </>
  );
}

type LogLinesProps = { lines: readonly JobLogLine[]; isFollowing: boolean };

function LogLines({ lines, isFollowing }: LogLinesProps) {
  const { t } = useTranslation('staff');
  const localized = useLocalized();
  const box = useRef<HTMLDivElement>(null);
  const lastId = lines.at(-1)?.id;

  // Scrolls an element, which React does not do by itself, when a line came.
  useEffect(() => {
    if (isFollowing && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [isFollowing, lastId]);

  return (
    <ScrollBox ref={box} className={classes.log} label={t('log.lines')}>
      <ol>
        {lines.map((line) => (
          <li key={line.id} data-level={line.level}>
            <span className={classes.logTime}>
              <Time instant={line.at} style="time" />
            </span>
            <span className={classes.logLevel}>{t(`log.levels.${line.level}`)}</span>
            <span className={classes.logText}>
              {line.texts ? localized(line.texts) : line.text}
            </span>
          </li>
        ))}
      </ol>
    </ScrollBox>
  );
}
