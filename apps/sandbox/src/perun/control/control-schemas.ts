import { z } from 'zod';
import { FAULT_KINDS } from '../faults/fault-plan.js';

/** A whole number, from a form as text. */
const whole = z.coerce.number({ error: 'must be a whole number' }).int();
const text = z.string({ error: 'is missing' }).trim().min(1, 'must not be empty');
/** A form sends an empty text for a field that was left out. */
const optional = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

/** A group by its full name or its number. */
const group = text;

export const faultSchema = z.object({
  kind: z.enum(FAULT_KINDS),
  method: optional(text),
  nth: optional(whole.min(1)),
  count: optional(whole.min(1)),
  latencyMs: optional(whole.min(0).max(600_000)),
});

export const latencySchema = z.object({ ms: whole.min(0).max(600_000) });
export const groupSchema = z.object({ group });
export const creditsSchema = z.object({
  group,
  credits: z.string().trim().max(60),
  /** Who makes the change, as `valueModifiedBy` shows it. */
  by: optional(text),
});
export const renameSchema = z.object({ group, name: text });
export const addGroupSchema = z.object({
  name: text,
  credits: optional(z.string().trim().max(60)),
  /** Name or number of the resource it is put on. */
  resource: optional(text),
  /** Login of its lead. */
  lead: optional(text),
});
export const removeGroupsSchema = z.object({ count: whole.min(1).max(100_000).default(20) });
export const assignSchema = z.object({
  group,
  resource: text,
  status: optional(z.enum(['ACTIVE', 'INACTIVE'])),
});
export const unassignSchema = z.object({ group, resource: text });
export const personSchema = z.object({ group, login: text });
export const emailsSchema = z.object({
  group,
  /** A list, or one text with commas. */
  emails: z.union([
    z.array(text),
    z.string().transform((list) => list.split(',').flatMap((mail) => mail.trim() || [])),
  ]),
});
