import { z } from 'zod';

/** Apart from the rest about Perun, because every visitor's browser loads what the configuration needs. */
export const perunMode = z.enum(['off', 'simulated', 'live']);
export type PerunMode = z.infer<typeof perunMode>;
