/** Whom the conformance fixture knows, by HTTP Basic. */
export const FIXTURE_USERS = {
  /** PERUNADMIN */
  admin: 'admin-pw',
  /** PERUNOBSERVER */
  reader: 'reader-pw',
  /** VOADMIN of VO 100; reads the four attributes, writes used credits and timestamps */
  manager: 'manager-pw',
  /** known, without any role */
  nobody: 'nobody-pw',
} as const;
export type FixtureUser = keyof typeof FIXTURE_USERS;

const OPT = 'urn:perun:group:attribute-def:opt';

/** The attributes of os_credits, under the names that a Perun for it has. */
export const CREDIT_URNS = {
  used: `${OPT}:denbiCreditsCurrent`,
  granted: `${OPT}:denbiCreditsGranted`,
  mails: 'urn:perun:group:attribute-def:def:toEmail',
  timestamps: 'urn:perun:group_resource:attribute-def:opt:denbiCreditTimestamps',
} as const;

/** The attribute bean of used credits as a server of the fixture sends it, with the given value. */
export function usedCredits(value: string | number): Record<string, unknown> {
  return bean({ id: 3382, namespace: OPT, friendlyName: 'denbiCreditsCurrent' }, value);
}

export function grantedCredits(value: string | number): Record<string, unknown> {
  return bean({ id: 3383, namespace: OPT, friendlyName: 'denbiCreditsGranted' }, value);
}

export function creditTimestamps(value: Record<string, string>): Record<string, unknown> {
  const namespace = 'urn:perun:group_resource:attribute-def:opt';
  const definition = { id: 3386, namespace, friendlyName: 'denbiCreditTimestamps' };
  return { ...bean(definition, value), entity: 'group_resource', type: 'java.util.LinkedHashMap' };
}

/** With every member that an answer has: what was read may be posted back as it is. */
function bean(
  definition: { id: number; namespace: string; friendlyName: string },
  value: unknown,
): Record<string, unknown> {
  return {
    ...definition,
    type: 'java.lang.String',
    displayName: definition.friendlyName,
    description: null,
    writable: true,
    unique: false,
    createdAt: null,
    createdBy: null,
    createdByUid: null,
    modifiedAt: null,
    modifiedBy: null,
    modifiedByUid: null,
    value,
    valueCreatedAt: null,
    valueCreatedBy: null,
    valueModifiedAt: null,
    valueModifiedBy: null,
    baseFriendlyName: definition.friendlyName,
    friendlyNameParameter: '',
    entity: 'group',
    beanName: 'Attribute',
  };
}
