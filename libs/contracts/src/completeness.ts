import { z } from 'zod';
import { decimalString, instant, instantParameter, projectName } from './primitives.js';
import { count, filterText } from './selection.js';

const shareReceived = decimalString.nullable().meta({
  description: 'received / expected, at most 1, 4 places; null where nothing is expected',
});

/**
 * `GET /api/data-quality/completeness?from=&to=`: expected against received readings per site and metric.
 * Expected comes from each series' own rhythm: the median distance of its latest readings.
 */
export const completenessQuery = z.object({
  from: instantParameter.optional().meta({ description: 'default: 24 hours before `to`' }),
  to: instantParameter.optional().meta({ description: 'default: the last hour that was counted' }),
  site: filterText.optional(),
});
export const completenessHour = z.object({
  hour: instant,
  expectedCount: z.number().min(0),
  receivedCount: count,
  shareReceived,
});
export const completenessResponse = z.object({
  from: instant,
  to: instant,
  countedTo: instant.nullable().meta({ description: 'end of the last hour that was counted' }),
  rows: z.array(
    z.object({
      site: z.string(),
      siteName: z.string().meta({ description: 'what people call it' }),
      metric: z.string(),
      metricFriendlyName: z.string(),
      seriesCount: count.meta({ description: 'series that were expected to report' }),
      silentSeriesCount: count.meta({
        description: 'of these, without any reading in the last hour',
      }),
      expectedCount: z.number().min(0),
      receivedCount: count,
      shareReceived,
      lastReadingAt: instant.nullable(),
      isSilent: z.boolean().meta({ description: 'the site is silent now' }),
      hours: z
        .array(completenessHour)
        .meta({ description: 'oldest first; hours not counted are absent' }),
    }),
  ),
});
export type CompletenessResponse = z.infer<typeof completenessResponse>;

/** `GET /api/projects/{name}/completeness`: why usage is complete to where it is. */
export const projectCompletenessResponse = z.object({
  project: projectName,
  asOf: instant.nullable(),
  series: z.array(
    z.object({
      site: z.string(),
      metric: z.string(),
      metricFriendlyName: z.string(),
      lastReadingAt: instant.nullable(),
      rhythmSeconds: z.number().nullable(),
      state: z.enum(['reporting', 'late', 'silent']).meta({
        description:
          'late: behind its rhythm, holds asOf back; silent: nothing for a day, no longer waited for',
      }),
    }),
  ),
  heldCharges: z
    .object({ count, credits: decimalString })
    .meta({ description: 'implausible growth that is not billed' }),
});
export type ProjectCompletenessResponse = z.infer<typeof projectCompletenessResponse>;
