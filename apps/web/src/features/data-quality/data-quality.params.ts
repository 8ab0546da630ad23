import {
  dataQualityKind,
  dataQualityStatus,
  type DataQualityKind,
  type DataQualityStatus,
} from '@os-credits/contracts';
import { z } from 'zod';

const text = z.string().min(1).max(256).optional().catch(undefined);

/** How far back completeness is shown. */
export const spans = { '24h': 24, '7d': 168, '31d': 744 } as const;
export type Span = keyof typeof spans;

export const dataQualityParams = z.object({
  span: z.enum(['24h', '7d', '31d']).catch('24h'),
  status: dataQualityStatus.catch('open'),
  kind: dataQualityKind.optional().catch(undefined),
  site: text,
  project: text,
});
export type DataQualityParams = z.output<typeof dataQualityParams>;

export type EventNarrowing = { kind?: DataQualityKind; site?: string; project?: string };
export type EventFilter = EventNarrowing & { status: DataQualityStatus };

/** What the address narrows events by, whatever their status. */
export function eventNarrowingOf({ kind, site, project }: DataQualityParams): EventNarrowing {
  return {
    ...(kind === undefined ? {} : { kind }),
    ...(site === undefined ? {} : { site }),
    ...(project === undefined ? {} : { project }),
  };
}
