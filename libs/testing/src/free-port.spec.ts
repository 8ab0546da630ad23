import { createServer } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { freePort, freePorts } from './free-port.js';

describe('free ports', () => {
  it('never hands out the same port twice, neither in turn nor side by side', async () => {
    const ports = [
      ...(await freePorts(20)),
      ...(await Promise.all(Array.from({ length: 20 }, () => freePort()))),
      await freePort(),
    ];
    expect(new Set(ports).size).toBe(41);
  });

  it('passes over a port that is taken', async () => {
    const port = await freePort();
    const squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(port + 1, '127.0.0.1', resolve));
    try {
      expect(await freePorts(3)).not.toContain(port + 1);
    } finally {
      squatter.close();
    }
  });

  it('keeps away from the ports that the system gives to outgoing connections', async () => {
    expect(await freePort()).toBeLessThan(18_000);
  });

  it('never hands out a port that fetch and browsers refuse', async () => {
    const worker = process.env['JEST_WORKER_ID'];
    delete process.env['JEST_WORKER_ID']; // the lowest ports, which processes outside of Jest take
    try {
      for (const port of await freePorts(950)) {
        const refused: unknown = await fetch(`http://127.0.0.1:${port}/`).catch(
          (error: unknown) => (error as { cause?: unknown }).cause,
        );
        expect(String(refused)).not.toContain('bad port');
      }
    } finally {
      process.env['JEST_WORKER_ID'] = worker;
    }
  });
});
