/** Reasons of quarantine that have words; any other shows its name and the sender's detail. */
export const knownReasons = [
  'syntax',
  'not-utf8',
  'duplicate-label',
  'empty-label',
  'bad-label-ref',
  'malformed-body',
  'project-missing',
  'project-invalid',
  'site-missing',
  'site-invalid',
  'metric-missing',
  'field-missing',
  'bad-value',
  'value-not-numeric',
  'not-a-number',
  'negative-value',
  'value-out-of-range',
  'bad-timestamp',
  'in-the-future',
  'too-old',
  'label-limit',
  'site-not-allowed',
  'conflict',
  'incomplete',
] as const;
export type KnownReason = (typeof knownReasons)[number];

export function knownReason(reason: string): KnownReason | null {
  return knownReasons.find((each) => each === reason) ?? null;
}
