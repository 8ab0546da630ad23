import { type JobRun, type JobRunDetail } from '@os-credits/contracts';
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { isActive, jobKeys } from '../../shared/jobs/index.js';
import { openEvents } from '../../shared/live/open-events.js';
import { fetchJobLog, jobEventsUrl } from './jobs.queries.js';
import { JobFollower, type FollowedLog } from './model/follow-job.js';

/** What the stream said of the run, and when that came. */
type LatestRun = { run: JobRun; receivedAtMs: number };

type FollowedJob = { log: FollowedLog; latest: LatestRun | null };

/**
 * Follows a run while it is at work: its log, and each new state. A run that goes on after it was
 * over (a retry) is followed anew.
 */
export function useFollowedJob(job: JobRunDetail): FollowedJob {
  const { id } = job;
  const isOver = !isActive(job.state);
  const queryClient = useQueryClient();
  const [latest, setLatest] = useState<LatestRun | null>(null);

  const follower = useMemo(
    () => createFollower({ id, isOver, queryClient, onLatest: setLatest }),
    [queryClient, id, isOver],
  );

  // Connects to a stream, which is outside React, for as long as the page shows this run.
  useEffect(() => {
    follower.start();
    return () => follower.stop();
  }, [follower]);

  const log = useSyncExternalStore(follower.subscribe, follower.snapshot);
  return { log, latest };
}

type FollowerParts = {
  id: string;
  isOver: boolean;
  queryClient: QueryClient;
  onLatest: (latest: LatestRun) => void;
};

function createFollower({ id, isOver, queryClient, onLatest }: FollowerParts): JobFollower {
  const refresh = (): void => {
    void queryClient.invalidateQueries({ queryKey: jobKeys.detail(id) });
  };
  let seen = '';
  return new JobFollower({
    fetchLog: (after, signal) => fetchJobLog(id, after, signal),
    open: (reader, after) => openEvents(jobEventsUrl(id, after), ['run', 'log', 'end'], reader),
    onRun: (run) => {
      onLatest({ run, receivedAtMs: Date.now() });
      // Attempts, result, children and allowed actions change with these.
      const marks = JSON.stringify([run.state, run.attempt, run.childCount, run.cancelRequestedAt]);
      if (marks !== seen) refresh();
      seen = marks;
    },
    onEnd: refresh,
    isOver,
  });
}
