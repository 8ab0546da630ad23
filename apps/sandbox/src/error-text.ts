/**
 * The `code` of a Node error such as `ENOENT`, or `undefined`. Looks at the shape and not at the
 * class, because an error from another realm (a worker, a test sandbox) is no `instanceof Error`.
 */
export function errorCode(error: unknown): string | undefined {
  return textProperty(error, 'code');
}

/** What an unknown thrown value says about itself; for `fetch` failures, the cause behind them. */
export function errorText(error: unknown): string {
  const cause =
    typeof error === 'object' && error !== null && 'cause' in error ? error.cause : null;
  const causeText = textProperty(cause, 'message') ?? textProperty(cause, 'code');
  const message = textProperty(error, 'message') ?? String(error);
  return causeText === undefined || causeText === '' ? message : `${message}: ${causeText}`;
}

function textProperty(value: unknown, name: 'code' | 'message'): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const text = (value as Partial<Record<typeof name, unknown>>)[name];
  return typeof text === 'string' ? text : undefined;
}
