import { expect } from '@jest/globals';
import { type ProblemDocument } from '@os-credits/contracts';
import { type Answer } from './test-app.js';

/**
 * A request whose input is wrong: 400 with the field in question, and words that say what would be taken.
 *
 * @param state what the request could have changed; it must be the same afterwards
 */
export async function expectRefusal(
  send: () => Promise<Answer>,
  pointer: string,
  state: () => Promise<unknown>,
): Promise<ProblemDocument> {
  const before = await state();
  const answer = await send();
  const body = answer.body as ProblemDocument;
  expect([answer.status, body.code]).toEqual([400, 'invalid-request']);
  expect(body.errors?.map((one) => one.pointer)).toContain(pointer);
  const vague = body.errors?.filter(({ detail }) => detail === 'Invalid input' || detail === '');
  expect(vague).toEqual([]);
  expect(body.detail.length).toBeLessThan(2_000);
  expect(await state()).toEqual(before);
  return body;
}
