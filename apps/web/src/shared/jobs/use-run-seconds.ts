import { type JobRun } from '@os-credits/contracts';
import { useEffect, useState } from 'react';

const tickMs = 1000;

/** How long a run took, or has taken so far, in seconds, ticking while it goes on; null before its start. */
export function useRunSeconds({ startedAt, endedAt }: Pick<JobRun, 'startedAt' | 'endedAt'>) {
  const [nowMs, setNowMs] = useState(() => Date.now());
  const isTicking = startedAt !== null && endedAt === null;
  // Keeps a clock of the browser going while there is something to count.
  useEffect(() => {
    if (!isTicking) return undefined;
    const timer = setInterval(() => setNowMs(Date.now()), tickMs);
    return () => clearInterval(timer);
  }, [isTicking]);
  if (startedAt === null) return null;
  const endMs = endedAt === null ? nowMs : Date.parse(endedAt);
  return Math.max(0, (endMs - Date.parse(startedAt)) / 1000);
}
