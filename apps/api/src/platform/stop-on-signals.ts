import { Logger } from '@nestjs/common';

const STOP_MS_MAX = 9_000;

/**
 * Ends the process in order at SIGTERM or SIGINT: `stop` finishes what is under way, then exit code 0.
 * What does not finish in time is cut off with exit code 1; a second signal cuts it off at once.
 */
export function stopOnSignals(stop: () => Promise<void>): void {
  const logger = new Logger('Stop');
  let isStopping = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (isStopping) process.exit(1);
    isStopping = true;
    logger.log(`${signal}: finishing what is under way`);
    setTimeout(() => {
      logger.error('did not finish in time');
      process.exit(1);
    }, STOP_MS_MAX).unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'could not stop in order');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}
