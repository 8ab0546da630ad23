import { jobId } from '@os-credits/contracts';
import { z } from 'zod';

export const jobPath = z.object({ id: jobId });
export type JobPath = z.output<typeof jobPath>;

export const jobFilePath = z.object({ id: jobId, fileId: z.uuid() });
export const schedulePath = z.object({ id: z.uuid() });
