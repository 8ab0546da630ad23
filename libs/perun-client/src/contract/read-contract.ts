import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { entityOf, urnOf, type Attribute } from '../attribute.js';
import type { HttpPerunClient } from '../http-perun-client.js';
import { clientOf, wantedAttributes, type ClientContractTarget } from './client-contract-target.js';

const ids = (beans: readonly { readonly id: number }[]): number[] =>
  beans.map(({ id }) => id).sort((a, b) => a - b);
const urnsOf = (attributes: readonly Attribute[]): string[] => attributes.map(urnOf).sort();

/** Every reading method, against whatever the server holds. */
export function readContract(target: ClientContractTarget): void {
  const { voId, groupId, resourceId, urns } = target;
  const attrNames = Object.values(urns);
  const ofGroup = attrNames.filter((urn) => entityOf(urn) === 'group').sort();
  const ofPair = attrNames.filter((urn) => entityOf(urn) === 'group_resource').sort();
  let client: HttpPerunClient;

  beforeAll(async () => {
    await target.reset?.();
    client = clientOf(target);
  });
  afterAll(async () => {
    await client.close();
  });

  describe('server and account', () => {
    it('says which version it is and who we are', async () => {
      const version = await client.version();
      expect(version).toEqual({
        version: expect.stringMatching(/./),
        user: expect.stringMatching(/./),
        extSource: expect.stringMatching(/./),
      });
      const principal = await client.getPerunPrincipal();
      expect(principal.userId).toBeGreaterThan(0);
      expect(principal).not.toHaveProperty('additionalInformations');
      expect(principal.user?.id).toBe(principal.userId);
    });

    it('says its time and state', async () => {
      await expect(client.getPerunSystemTimeInMillis()).resolves.toBeGreaterThan(0);
      await expect(client.getPerunStatus()).resolves.toContainEqual(
        expect.stringMatching(/^Version of Perun/),
      );
    });
  });

  describe('organisation, resources, groups', () => {
    it('finds the organisation by id and short name', async () => {
      const vo = await client.getVoById(voId);
      expect(vo.id).toBe(voId);
      await expect(client.getVoByShortName(vo.shortName)).resolves.toEqual(vo);
    });

    it('finds the resource, and the assignment from both sides', async () => {
      const resource = await client.getResourceById(resourceId);
      expect(resource).toMatchObject({ id: resourceId, voId });
      expect(ids(await client.getResources(voId))).toContain(resourceId);
      expect(ids(await client.getAssignedResources(groupId))).toContain(resourceId);
      expect(ids(await client.getAssignedGroups(resourceId))).toContain(groupId);
      const names = { resourceId, attrNames: ofGroup };
      const assigned = (await client.getGroupAssignments(names)).find(
        (one) => one.enrichedGroup.group.id === groupId,
      );
      expect(assigned?.status).toBe('ACTIVE');
      expect(urnsOf(assigned?.enrichedGroup.attributes ?? [])).toEqual(ofGroup);
    });

    it('finds the group by id and name, among all with the system group', async () => {
      const group = await client.getGroupById(groupId);
      expect(group).toMatchObject({ id: groupId, voId });
      await expect(client.getGroupByName({ voId, name: group.name })).resolves.toEqual(group);
      const groups = await client.getAllGroups(voId);
      expect(ids(await client.getGroups(voId))).toEqual(ids(groups));
      expect(ids(groups)).toContain(groupId);
      expect(groups.map(({ name }) => name)).toContain('members');
    });

    it('reads who leads and who belongs to the group', async () => {
      const all = await client.getAdmins({ groupId, onlyDirectAdmins: false });
      const direct = await client.getAdmins({ groupId, onlyDirectAdmins: true });
      const ask = { groupId, onlyDirectAdmins: false, attrNames: [] };
      expect(ids(await client.getRichAdmins(ask))).toEqual(ids(all));
      expect(ids(all)).toEqual(expect.arrayContaining(ids(direct)));
      const members = await client.getGroupRichMembers(groupId);
      expect(members.map(({ userId }) => userId)).toEqual(members.map(({ user }) => user.id));
    });
  });

  describe('attributes', () => {
    it('reads the groups of a resource in one call, with attributes of both kinds', async () => {
      const ask = { resourceId, attrNames };
      const groups = await client.getRichGroupsAssignedToResourceWithAttributesByNames(ask);
      expect(ids(groups)).toEqual(ids(await client.getAssignedGroups(resourceId)));
      for (const group of groups) expect(urnsOf(group.attributes)).toEqual(attrNames.toSorted());
      const projects = await client.groupsOfResource(ask);
      expect(ids(projects)).toContain(groupId);
      expect(projects.map(({ name }) => name)).not.toContain('members');
    });

    it('reads all groups with attributes of the group only', async () => {
      const groups = await client.getAllRichGroupsWithAttributesByNames({ voId, attrNames });
      expect(ids(groups)).toEqual(ids(await client.getAllGroups(voId)));
      for (const group of groups) expect(urnsOf(group.attributes)).toEqual(ofGroup);
    });

    it('reads attributes of a group, and of a group at a resource with and without', async () => {
      const pair = { groupId, resourceId, attrNames };
      const both = { ...pair, workWithGroupAttributes: true };
      expect(urnsOf(await client.getAttributes({ groupId, attrNames }))).toEqual(ofGroup);
      expect(urnsOf(await client.getAttributes(pair))).toEqual(ofPair);
      expect(urnsOf(await client.getAttributes(both))).toEqual(attrNames.toSorted());
      const set = await client.getAttributes({ groupId });
      expect(urnsOf(set)).toContain('urn:perun:group:attribute-def:core:name');
    });

    it('reads one attribute like many', async () => {
      const [first] = await client.getAttributes({ groupId, attrNames: [urns.used] });
      const one = await client.getAttribute({ groupId, attributeName: urns.used });
      expect(one).toEqual(first);
      const definition = await client.getAttributeDefinition(urns.used);
      expect(definition).toMatchObject({ id: one.id, type: 'java.lang.String' });
      expect(urnOf(definition)).toBe(urns.used);
    });

    it('resolves attributes by name, and names at once all that is wrong', async () => {
      const wanted = wantedAttributes(urns);
      const resolved = await client.resolveAttributes(wanted);
      expect([...resolved.keys()].sort()).toEqual(attrNames.toSorted());
      const bogus = 'urn:perun:group:attribute-def:opt:osCreditsHasNoSuchAttribute';
      const wrong = [
        { urn: bogus, type: 'java.lang.String', access: 'read' },
        { urn: urns.used, type: 'java.lang.Integer', access: 'read' },
      ] as const;
      await expect(client.resolveAttributes(wrong)).rejects.toThrow(
        `${bogus} does not exist; ${urns.used} is a java.lang.String, expected is java.lang.Integer`,
      );
    });

    it('says on a sample what can be read and written', async () => {
      const sample = { groupId, resourceId };
      const findings = await client.inspectAttributes(wantedAttributes(urns), { sample });
      expect(findings.map(({ isReadable }) => isReadable)).toEqual([true, true, true, true]);
      const withoutPair = await client.inspectAttributes(wantedAttributes(urns), {
        sample: { groupId },
      });
      expect(withoutPair.map(({ isReadable }) => isReadable)).toEqual([
        true,
        true,
        true,
        undefined,
      ]);
    });
  });
}
