import { z } from 'zod';
import { reasonText } from './reason.js';

/** Why something is done; goes into the audit trail. */
export const changeReason = reasonText({
  max: 2000,
  description: 'why; kept in the audit trail',
});

/** The version of what is changed, as its editor read it. */
export const versionRead = z.int().min(1).meta({
  description: 'the version that was read; another one answers 409 version-conflict with both',
});
