import { day } from '@os-credits/contracts';
import { z } from 'zod';

export const presets = ['24h', '7d', '30d', '90d', '1y'] as const;
export type Preset = (typeof presets)[number];

export const usageHistoryDefaults = {
  range: '30d',
  bucket: 'auto',
  by: 'metric',
  view: 'chart',
  line: 'off',
} as const;

/** Search parameters of the history; an unreadable one falls back instead of failing the page. */
export const usageHistoryParams = z.object({
  range: z
    .enum([...presets, 'custom'])
    .default('30d')
    .catch('30d'),
  /** First and last UTC day of a custom range, both inclusive. */
  from: day.optional().catch(undefined),
  to: day.optional().catch(undefined),
  bucket: z.enum(['auto', 'hour', 'day', 'month']).default('auto').catch('auto'),
  by: z.enum(['metric', 'site']).default('metric').catch('metric'),
  view: z.enum(['chart', 'table']).default('chart').catch('chart'),
  /** Whether the chart also shows what remained. */
  line: z.enum(['on', 'off']).default('off').catch('off'),
});
export type UsageHistoryParams = z.output<typeof usageHistoryParams>;
