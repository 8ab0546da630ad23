import { isMainThread } from 'node:worker_threads';

/*
 * Loaded into every service before its own code. If the supervisor dies without a word (kill -9),
 * the channel to it closes; the service then ends as if it had been asked to, and is gone ten
 * seconds later whatever happens.
 */
const END_AFTER_MS = 10_000;
if (isMainThread && process.channel) {
  process.once('disconnect', () => {
    setTimeout(() => process.exit(1), END_AFTER_MS).unref();
    process.kill(process.pid, 'SIGTERM');
  });
  process.channel.unref();
}
