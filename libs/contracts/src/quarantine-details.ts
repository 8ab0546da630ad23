import { z } from 'zod';

/** What is wrong with a reading in particular; its reason says what kind of fault it is. */
export const quarantineDetailCode = z.enum([
  'conflict-counted',
  'conflict-dismissed',
  'site-not-allowed',
  'incomplete',
  'metric-unbilled',
  'metric-inactive',
  'value-nan',
  'value-unreadable',
  'value-negative',
  'value-beyond',
  'value-text',
  'value-boolean',
  'value-comma',
  'value-empty',
  'label-missing',
  'site-labels-missing',
  'name-control',
  'name-unicode',
  'name-blank',
  'name-long',
  'label-not-utf8',
  'label-twice',
  'label-without-name',
  'label-without-value',
  'label-name-long',
  'label-value-long',
  'labels-many',
  'series-long',
  'label-ref-unpaired',
  'label-ref-outside',
  'time-ahead',
  'time-still-ahead',
  'time-before',
  'time-past-retention',
  'time-missing',
  'time-unit',
  'time-unreadable',
  'field-missing',
  'line-without-fields',
  'field-end',
  'field-form',
  'quote-open',
  'after-time',
  'measurement-missing',
  'tag-form',
  'cell-count',
  'line-not-utf8',
]);
export type QuarantineDetailCode = z.infer<typeof quarantineDetailCode>;

/** A detail as the interface words it in its languages; `null` where it has no words for it. */
export const quarantineExplanation = z
  .object({ code: quarantineDetailCode, params: z.record(z.string(), z.string()) })
  .nullable()
  .meta({
    description: 'what `detail` says, as a code with what stands in it; null = only `detail`',
  });
export type QuarantineExplanation = z.infer<typeof quarantineExplanation>;
