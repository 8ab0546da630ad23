const NO_PARTITION = '23514';

/** Whether storing readings failed because their week has no partition yet. */
export function isMissingPartition(error: unknown): boolean {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && cause.code === NO_PARTITION && cause.message.includes('partition'))
      return true;
  }
  return false;
}
