import { describe, expect, it } from '@jest/globals';
import { Spool } from './spool.js';

async function read(spool: Spool): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of spool.content()) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe('a spool', () => {
  it.each([
    ['in memory', 10],
    ['in a file', 60_000],
  ])('gives out %s what it was given, in order', async (_, count) => {
    const spool = new Spool();
    const lines = Array.from({ length: count }, (__, index) => `line ${index} ü\n`);
    for (const line of lines) await spool.write(line);
    const text = lines.join('');
    expect(spool.sizeBytes).toBe(Buffer.byteLength(text));
    expect((await read(spool)) === text).toBe(true);
  });

  it('is empty where nothing was written', async () => {
    expect(await read(new Spool())).toBe('');
  });
});
