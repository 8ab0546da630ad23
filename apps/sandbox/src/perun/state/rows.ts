/** Who made and changed a row; timestamps as text without zone, logins, user ids. */
export interface AuditStamp {
  readonly createdAt: string | null;
  readonly createdBy: string | null;
  readonly modifiedAt: string | null;
  readonly modifiedBy: string | null;
  readonly createdByUid: number | null;
  readonly modifiedByUid: number | null;
}

interface Row {
  readonly id: number;
  readonly stamp: AuditStamp;
}

export interface FacilityRow extends Row {
  readonly name: string;
  readonly description: string | null;
  readonly uuid: string;
}

export interface VoRow extends Row {
  readonly name: string;
  readonly shortName: string;
  readonly uuid: string;
}

export interface GroupRow extends Row {
  readonly voId: number;
  readonly parentGroupId: number | null;
  /** The full path, pieces joined by `:`. */
  readonly name: string;
  readonly description: string | null;
  readonly uuid: string;
}

export interface ResourceRow extends Row {
  readonly voId: number;
  readonly facilityId: number;
  readonly name: string;
  readonly description: string | null;
  readonly uuid: string;
}

export interface UserRow extends Row {
  readonly firstName: string | null;
  readonly lastName: string;
  readonly serviceUser: boolean;
  readonly uuid: string;
}

export interface UserExtSourceRow extends Row {
  readonly userId: number;
  readonly login: string;
  readonly extSourceName: string;
  readonly extSourceType: string;
}

export type MemberStatus = 'VALID' | 'INVALID' | 'EXPIRED' | 'DISABLED';

export interface MemberRow extends Row {
  readonly userId: number;
  readonly voId: number;
  readonly status: MemberStatus;
}

/** A member in a group; the key is `<groupId>/<memberId>`. */
export interface GroupMemberRow {
  readonly groupId: number;
  readonly memberId: number;
  readonly membershipType: 'DIRECT' | 'INDIRECT';
  readonly groupStatus: 'VALID' | 'EXPIRED';
  readonly sourceGroupId: number;
}

export type AssignmentStatus = 'ACTIVE' | 'INACTIVE' | 'FAILED' | 'PROCESSING';

/** A group on a resource; the key is `<groupId>/<resourceId>`. */
export interface AssignmentRow {
  readonly groupId: number;
  readonly resourceId: number;
  readonly status: AssignmentStatus;
}

/** The roles of this simulator; the names are Perun's. */
export type Role =
  | 'PERUNADMIN'
  | 'PERUNOBSERVER'
  | 'AUDITCONSUMERADMIN'
  | 'VOADMIN'
  | 'VOOBSERVER'
  | 'GROUPADMIN'
  | 'GROUPOBSERVER'
  | 'RESOURCEADMIN'
  | 'SELF'
  | 'MEMBERSHIP';

export type RoleObject = 'Vo' | 'Group' | 'Resource' | 'Facility';

/** A role given to a user, or to all valid members of a group. */
export interface RoleGrantRow {
  readonly id: number;
  readonly role: Role;
  readonly on: { readonly kind: RoleObject; readonly id: number } | null;
  readonly userId: number | null;
  readonly groupId: number | null;
}

export type AttributeType =
  | 'java.lang.String'
  | 'java.lang.Integer'
  | 'java.lang.Boolean'
  | 'java.util.ArrayList'
  | 'java.util.LinkedHashMap';

/** Which roles may read and write an attribute, beside PERUNADMIN (and PERUNOBSERVER for reading). */
export interface AttributePolicies {
  readonly read: readonly Role[];
  readonly write: readonly Role[];
}

export interface DefinitionRow extends Row {
  readonly namespace: string;
  readonly friendlyName: string;
  readonly displayName: string;
  readonly description: string | null;
  readonly type: AttributeType;
  readonly unique: boolean;
  readonly policies: AttributePolicies;
}

export type AttributeValue =
  string | number | boolean | readonly (string | null)[] | ReadonlyMap<string, string | null>;

/** A value that is set. There is no row for an unset one. */
export interface ValueRow {
  readonly value: AttributeValue;
  readonly valueCreatedAt: string | null;
  readonly valueCreatedBy: string | null;
  readonly valueModifiedAt: string | null;
  readonly valueModifiedBy: string | null;
}

export interface ConsumerRow {
  readonly name: string;
  readonly lastProcessedId: number;
}
