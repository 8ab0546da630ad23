import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  creditsCodec,
  decodeAttribute,
  encodeAttribute,
  grantedCodec,
  mailListCodec,
  timestampsCodec,
} from '../attribute-codecs.js';
import { findAttribute, urnOf, type Attribute } from '../attribute.js';
import type { HttpPerunClient } from '../http-perun-client.js';
import { PerunCheckedError, PerunCredentialsError } from '../perun-error.js';
import {
  clientOf,
  fixtureCredentials,
  wantedAttributes,
  type ClientContractTarget,
} from './client-contract-target.js';
import type { FixtureUser } from './fixture.js';

const MICROS_2019 = 1_546_300_800_000_000;
const SECRET = 'urn:perun:group:attribute-def:opt:denbiSecret';

/** Exact values and other users: only where the server holds the conformance fixture. */
export function fixtureContract(
  target: ClientContractTarget & { readonly reset: () => Promise<void> },
): void {
  const { urns, groupId, resourceId } = target;
  const attrNames = Object.values(urns);
  const pair = { groupId, resourceId };
  const opened: HttpPerunClient[] = [];

  const as = (user: FixtureUser): HttpPerunClient => {
    const client = clientOf(target, { credentials: fixtureCredentials(user) });
    opened.push(client);
    return client;
  };

  describe('with the conformance fixture', () => {
    beforeEach(async () => {
      await target.reset();
    });
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((client) => client.close()));
    });

    it('a project has its credits, mails and times', async () => {
      const groups = await as('admin').groupsOfResource({ resourceId, attrNames });
      expect(groups.map(({ id, name }) => ({ id, name }))).toEqual([{ id: 10, name: 'ProjectA' }]);
      const of = (urn: string): Attribute => {
        const attribute = findAttribute(groups[0]?.attributes ?? [], urn);
        if (attribute === undefined) throw new Error(`no ${urn}`);
        return attribute;
      };
      expect(decodeAttribute(of(urns.used), creditsCodec)).toBe('12.5');
      expect(decodeAttribute(of(urns.granted), grantedCodec)).toBe('1000');
      expect(decodeAttribute(of(urns.mails), mailListCodec)).toEqual(['a@x.org', 'b@x.org']);
      expect(decodeAttribute(of(urns.timestamps), timestampsCodec)).toEqual(
        new Map([['project_vcpu_usage', MICROS_2019]]),
      );
    });

    it('an inactive assignment is none, but is listed with its state', async () => {
      const client = as('admin');
      await expect(client.getAssignedResources(11)).resolves.toEqual([]);
      const ask = { resourceId, attrNames: [urns.granted] };
      const states = (await client.getGroupAssignments(ask)).map(({ enrichedGroup, status }) => [
        enrichedGroup.group.id,
        status,
      ]);
      expect(states).toEqual(
        expect.arrayContaining([
          [10, 'ACTIVE'],
          [11, 'INACTIVE'],
        ]),
      );
    });

    it('a wrong password is told from a missing right', async () => {
      const credentials = { kind: 'basic', user: 'admin', password: 'not-it-at-all' } as const;
      const stranger = clientOf(target, { credentials });
      opened.push(stranger);
      const failed: unknown = await stranger.getGroupById(10).catch((error: unknown) => error);
      expect(failed).toBeInstanceOf(PerunCredentialsError);
      expect(String(failed)).not.toContain('not-it-at-all');
      const definition = await as('nobody').getAttributeDefinition(urns.used);
      const write = encodeAttribute(definition, creditsCodec, '1');
      const refused: unknown = await as('reader')
        .setAttribute({ groupId, write })
        .catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(PerunCheckedError);
      expect(refused).toMatchObject({ identity: 'PrivilegeException', attempts: 1 });
    });

    it('rights of an account show on a sample', async () => {
      const wanted = wantedAttributes(urns);
      const findings = await as('manager').inspectAttributes(wanted, { sample: pair });
      expect(findings.map(({ isWritable }) => isWritable)).toEqual([true, false, false, true]);
      expect(findings.map(({ problem }) => problem)).toEqual(wanted.map(() => undefined));
      await expect(as('reader').resolveAttributes(wanted, { sample: pair })).rejects.toThrow(
        `${urns.used} cannot be written by this account; ` +
          `${urns.timestamps} cannot be written by this account`,
      );
    });

    it('what may not be read is left out silently', async () => {
      const names = [SECRET, urns.used];
      const seen = await as('manager').getAttributes({ groupId, attrNames: names });
      expect(seen.map(urnOf)).toEqual([urns.used]);
      await expect(
        as('manager').getAttribute({ groupId, attributeName: SECRET }),
      ).rejects.toMatchObject({ identity: 'PrivilegeException' });
    });

    it('group and resource of different organisations do not match', async () => {
      const ask = { groupId, resourceId: 600, attributeName: urns.timestamps };
      await expect(as('admin').getAttribute(ask)).rejects.toMatchObject({
        identity: 'GroupResourceMismatchException',
      });
    });
  });
}
