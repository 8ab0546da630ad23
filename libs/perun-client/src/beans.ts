/**
 * The JSON of Perun's beans (perun-base, package core.api), as far as we use it. Unknown members are
 * dropped; members that a release may lack read as null. Ids are 32-bit integers of one instance.
 */
import { z } from 'zod';
import { attributeSchema } from './attribute.js';

const id = z.int();
const text = z.string().nullable().default(null);

export const voSchema = z.object({ id, name: z.string(), shortName: z.string() });
export type Vo = z.infer<typeof voSchema>;

export const groupSchema = z.object({
  id,
  voId: z.int(),
  parentGroupId: z.int().nullable().default(null),
  /** The whole path, e.g. `ProjectA:sub`. */
  name: z.string(),
  /** The last piece of the path. */
  shortName: z.string(),
  description: text,
  uuid: text,
});
export type Group = z.infer<typeof groupSchema>;

export const richGroupSchema = groupSchema.extend({
  attributes: z
    .array(attributeSchema)
    .nullish()
    .transform((attributes) => attributes ?? []),
});
export type RichGroup = z.infer<typeof richGroupSchema>;

export const resourceSchema = z.object({
  id,
  voId: z.int(),
  facilityId: z.int(),
  name: z.string(),
  description: text,
  uuid: text,
});
export type Resource = z.infer<typeof resourceSchema>;

export const userSchema = z.object({
  id,
  firstName: text,
  middleName: text,
  lastName: text,
  titleBefore: text,
  titleAfter: text,
  serviceUser: z.boolean().default(false),
  sponsoredUser: z.boolean().default(false),
  uuid: text,
});
export type User = z.infer<typeof userSchema>;

export const userExtSourceSchema = z.object({
  id,
  login: z.string(),
  userId: z.int(),
  extSource: z.object({ id, name: z.string(), type: z.string() }),
});
export type UserExtSource = z.infer<typeof userExtSourceSchema>;

const userExtSources = z
  .array(userExtSourceSchema)
  .nullish()
  .transform((sources) => sources ?? []);
const userAttributes = z
  .array(attributeSchema)
  .nullish()
  .transform((attributes) => attributes ?? []);

export const richUserSchema = userSchema.extend({ userExtSources, userAttributes });
export type RichUser = z.infer<typeof richUserSchema>;

export const memberSchema = z.object({
  id,
  userId: z.int(),
  voId: z.int(),
  /** State in the virtual organisation: VALID, INVALID, EXPIRED, DISABLED. */
  status: z.string(),
  /** NOT_DEFINED, DIRECT, or INDIRECT (through a subgroup). */
  membershipType: text,
  /** State in the group that was asked for: VALID, EXPIRED. */
  groupStatus: text,
});
export type Member = z.infer<typeof memberSchema>;

export const richMemberSchema = memberSchema.extend({
  user: userSchema,
  userExtSources,
  userAttributes,
});
export type RichMember = z.infer<typeof richMemberSchema>;

export const assignedGroupSchema = z.object({
  enrichedGroup: z.object({
    group: groupSchema,
    attributes: z
      .array(attributeSchema)
      .nullish()
      .transform((attributes) => attributes ?? []),
  }),
  /** ACTIVE, INACTIVE, FAILED or PROCESSING. */
  status: z.string(),
  sourceGroupId: z.int().nullable().default(null),
  failureCause: text,
  autoAssignSubgroups: z.boolean().default(false),
});
export type AssignedGroup = z.infer<typeof assignedGroupSchema>;

/** The members of an event are whole beans; read them with the schema of the bean. */
export const auditMessageSchema = z.object({
  id,
  /** `name` is a fully qualified class below `cz.metacentrum.perun.audit.events.`. */
  event: z.looseObject({ name: z.string(), message: text }),
  actor: text,
  /** Time of the server's database, without a zone: compare for equality only. */
  createdAt: text,
});
export type AuditMessage = z.infer<typeof auditMessageSchema>;

/** `additionalInformations` is left out on purpose: with OIDC it holds the access token. */
export const perunPrincipalSchema = z.object({
  actor: text,
  extSourceName: text,
  extSourceType: text,
  user: userSchema.nullable().default(null),
  /** −1 when Perun does not know the caller. */
  userId: z.int().default(-1),
  /** Role → kind of object → ids, e.g. `{ VOADMIN: { Vo: [3] }, PERUNADMIN: {} }`. */
  roles: z
    .record(z.string(), z.record(z.string(), z.array(z.int())))
    .nullish()
    .transform((roles) => roles ?? {}),
});
export type PerunPrincipal = z.infer<typeof perunPrincipalSchema>;
