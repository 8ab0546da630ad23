import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  creditsCodec,
  decodeAttribute,
  encodeAttribute,
  timestampsCodec,
} from '../attribute-codecs.js';
import { findAttribute, type Attribute, type AttributeDefinition } from '../attribute.js';
import { attributeSchema } from '../attribute.js';
import type { AuditMessage } from '../beans.js';
import type { HttpPerunClient } from '../http-perun-client.js';
import { isPerunAnswer } from '../perun-error.js';
import { clientOf, wantedAttributes, type ClientContractTarget } from './client-contract-target.js';
import { TrimmingProxy } from './trimming-proxy.js';

const MICROS = 1_577_836_800_000_001;
const POLLS_MAX = 100;

/** Writing used credits and timestamps; the values are put back after each test. */
export function writeContract(target: ClientContractTarget): void {
  const { groupId, resourceId, urns } = target;
  const pair = { groupId, resourceId };
  const attrNames = [urns.used, urns.timestamps];
  let client: HttpPerunClient;
  let definitions: ReadonlyMap<string, AttributeDefinition>;
  let before: Attribute[];

  const read = (): Promise<Attribute[]> =>
    client.getAttributes({ ...pair, attrNames, workWithGroupAttributes: true });
  const definitionOf = (urn: string): AttributeDefinition => {
    const definition = definitions.get(urn);
    if (definition === undefined) throw new Error(`${urn} was not resolved`);
    return definition;
  };
  const usedIn = (attributes: readonly Attribute[]): string | null => {
    const attribute = findAttribute(attributes, urns.used);
    if (attribute === undefined) throw new Error('used credits are missing');
    return decodeAttribute(attribute, creditsCodec);
  };
  const used = (value: string | null) =>
    encodeAttribute(definitionOf(urns.used), creditsCodec, value);
  const timestamps = (value: ReadonlyMap<string, number>) =>
    encodeAttribute(definitionOf(urns.timestamps), timestampsCodec, value);

  describe('writing', () => {
    beforeAll(async () => {
      await target.reset?.();
      client = clientOf(target);
      definitions = await client.resolveAttributes(wantedAttributes(urns), { sample: pair });
    });
    afterAll(async () => {
      await client.close();
    });
    beforeEach(async () => {
      before = await read();
    });
    afterEach(async () => {
      const writes = before.map((attribute) => ({ definition: attribute, value: attribute.value }));
      await client.setAttributes({ ...pair, writes });
    });

    it('one attribute says who wrote it', async () => {
      await client.setAttribute({ groupId, write: used('4242.25') });
      const attribute = await client.getAttribute({ groupId, attributeName: urns.used });
      expect(decodeAttribute(attribute, creditsCodec)).toBe('4242.25');
      const { actor } = await client.getPerunPrincipal();
      expect(attribute.valueModifiedBy).toBe(actor);
    });

    it('group and group-at-resource go in one call', async () => {
      const calls: string[] = [];
      const counted = clientOf(target, { onCall: ({ method }) => calls.push(method) });
      const times = new Map([['project_vcpu_usage', MICROS]]);
      await counted.setAttributes({ ...pair, writes: [used('7.5'), timestamps(times)] });
      await counted.close();
      expect(calls).toEqual(['setAttributes']);
      const written = await read();
      expect(usedIn(written)).toBe('7.5');
      const stored = findAttribute(written, urns.timestamps);
      expect(decodeAttribute(attributeSchema.parse(stored), timestampsCodec)).toEqual(times);
    });

    it('is all or nothing', async () => {
      const other = timestamps(new Map([['m', MICROS]]));
      const wrongId = { ...other, definition: { ...other.definition, id: 2 ** 31 - 1 } };
      const writes = [used('1.125'), wrongId];
      await expect(client.setAttributes({ ...pair, writes })).rejects.toMatchObject({
        identity: 'AttributeNotExistsException',
      });
      expect(await read()).toEqual(before);
    });

    it('null takes a value away', async () => {
      await client.setAttributes({ ...pair, writes: [used(null), timestamps(new Map())] });
      expect((await read()).map(({ value }) => value)).toEqual([null, null]);
    });

    it('a lost answer is asked for again, and nothing is written twice', async () => {
      const losing = ['attributesManager/setAttributes'];
      const proxy = await TrimmingProxy.start({ baseUrl: target.baseUrl(), losing });
      const retry = { delayMs: 1 };
      const unlucky = clientOf(target, { baseUrl: proxy.url, retry });
      await unlucky.setAttributes({ ...pair, writes: [used('3.5')] });
      await unlucky.close();
      await proxy.close();
      expect(proxy.calls).toEqual([...losing, ...losing]);
      expect(usedIn(await read())).toBe('3.5');
    });

    if (target.canReadAudit)
      it('is seen in the audit log from a remembered id on', async () => {
        const remembered = await client.getLastMessageId();
        await client.setAttributes({ ...pair, writes: [used('8.75')] });
        const message = await findMessage(client, remembered + 1, groupId);
        const event = message.event as { attribute?: unknown };
        const attribute = attributeSchema.parse(event.attribute);
        expect(decodeAttribute(attribute, creditsCodec)).toBe('8.75');
      });

    it('a value of another type is not even sent', async () => {
      const write = { definition: definitionOf(urns.used), value: 7 };
      const error: unknown = await client.setAttribute({ groupId, write }).catch((e: unknown) => e);
      expect(error).toBeInstanceOf(TypeError);
      expect(isPerunAnswer(error, 'InternalErrorException')).toBe(false);
    });
  });
}

/** Messages are written after the commit, so the first look may be too early. */
async function findMessage(
  client: HttpPerunClient,
  from: number,
  groupId: number,
): Promise<AuditMessage> {
  for (let poll = 0; poll < POLLS_MAX; poll += 1) {
    const messages = await client.getMessagesByIdAndCount({ id: from, count: 1000 });
    const found = messages.find(({ event }) => {
      const group = event['group'] as { id?: number } | undefined;
      return event.name.endsWith('.AttributeSetForGroup') && group?.id === groupId;
    });
    if (found !== undefined) return found;
  }
  throw new Error(`no AttributeSetForGroup of group ${groupId} from message ${from} on`);
}
