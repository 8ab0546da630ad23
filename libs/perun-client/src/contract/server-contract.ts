import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { urnOf } from '../attribute.js';
import type { RichGroup } from '../beans.js';
import type { HttpPerunClient } from '../http-perun-client.js';
import { PerunCheckedError, PerunProtocolError, type PerunError } from '../perun-error.js';
import { clientOf, type ClientContractTarget } from './client-contract-target.js';
import { TrimmingProxy, type TrimmingProxyOptions } from './trimming-proxy.js';

/** The largest id there can be; no instance is near it. */
const NO_ID = 2 ** 31 - 1;
const BULK = 'groupsManager/getRichGroupsAssignedToResourceWithAttributesByNames';

/** Errors, the fallback for older servers, concurrency and the audit log. */
export function serverContract(target: ClientContractTarget): void {
  const { groupId, resourceId, urns } = target;
  const attrNames = Object.values(urns);
  let client: HttpPerunClient;

  beforeAll(async () => {
    await target.reset?.();
    client = clientOf(target);
  });
  afterAll(async () => {
    await client.close();
  });

  describe('errors', () => {
    const failures: readonly [string, () => Promise<unknown>, string][] = [
      ['group', () => client.getGroupById(NO_ID), 'GroupNotExistsException'],
      ['organisation', () => client.getVoById(NO_ID), 'VoNotExistsException'],
      ['resource', () => client.getResourceById(NO_ID), 'ResourceNotExistsException'],
      [
        'definition',
        () => client.getAttributeDefinition(urns.used.replace(/\w+$/, 'noSuchAttribute')),
        'AttributeNotExistsException',
      ],
      [
        'attribute of another kind',
        () => client.getAttribute({ groupId, attributeName: urns.timestamps }),
        'WrongAttributeAssignmentException',
      ],
    ];
    it.each(failures)('an unknown %s is a checked error', async (_what, ask, identity) => {
      const error = await ask().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(PerunCheckedError);
      expect(error as PerunError).toMatchObject({ identity, status: 400, mayRepeat: false });
    });

    it('a method that there is not is a protocol error', async () => {
      const ask = { manager: 'groupsManager', method: 'nope', answer: z.unknown() };
      const error = await client.call(ask).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(PerunProtocolError);
      expect(error).toMatchObject({ type: 'UNKNOWN_METHOD', errorInfo: 'groupsManager.nope()' });
    });
  });

  describe('over a line with peculiarities', () => {
    const through = async (
      options: Partial<TrimmingProxyOptions>,
      use: (proxy: TrimmingProxy, client: HttpPerunClient) => Promise<void>,
    ): Promise<void> => {
      const proxy = await TrimmingProxy.start({ baseUrl: target.baseUrl(), ...options });
      const proxied = clientOf(target, { baseUrl: proxy.url, concurrencyMax: 2 });
      try {
        await use(proxy, proxied);
      } finally {
        await proxied.close();
        await proxy.close();
      }
    };

    it('reads the groups of a resource by parts where the one call is missing', async () => {
      await through({ missing: [BULK] }, async (proxy, trimmed) => {
        const ask = { resourceId, attrNames };
        const whole = await client.groupsOfResource(ask);
        expect(comparable(await trimmed.groupsOfResource(ask))).toEqual(comparable(whole));
        await trimmed.groupsOfResource(ask);
        expect(proxy.calls.filter((call) => call === BULK)).toHaveLength(1);
      });
    });

    it('has no more calls under way than allowed', async () => {
      await through({}, async (proxy, bounded) => {
        const asks = Array.from({ length: 20 }, () => bounded.getGroupById(groupId));
        const groups = await Promise.all(asks);
        expect(groups.map(({ id }) => id)).toEqual(asks.map(() => groupId));
        expect(proxy.underWayMax).toBe(2);
      });
    });
  });

  describe('the audit log', () => {
    it('has a last message', async () => {
      await expect(client.getLastMessageId()).resolves.toBeGreaterThanOrEqual(0);
    });

    if (target.canReadAudit)
      it('is read from an id on, ascending, at most as many as asked', async () => {
        const last = await client.getLastMessageId();
        const from = Math.max(0, last - 5);
        const messages = await client.getMessagesByIdAndCount({ id: from, count: 3 });
        const ids = messages.map(({ id }) => id);
        expect(ids).toEqual(ids.toSorted((a, b) => a - b));
        expect(ids.length).toBeLessThanOrEqual(3);
        expect(ids.filter((id) => id < from)).toEqual([]);
      });
  });
}

/** Order of groups and attributes has no meaning. */
function comparable(groups: readonly RichGroup[]): unknown {
  return groups
    .map((group) => ({
      ...group,
      attributes: group.attributes.toSorted((a, b) => urnOf(a).localeCompare(urnOf(b))),
    }))
    .toSorted((a, b) => a.id - b.id);
}
