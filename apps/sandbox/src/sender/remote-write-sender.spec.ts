import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePort } from '@os-credits/testing';
import { RecordingProduct } from '../testing/recording-product.js';
import { RemoteWriteSender } from './remote-write-sender.js';
import { encodeWriteRequest, type Sample } from './write-request.js';

let port: number;
let product: RecordingProduct;
let sender: RemoteWriteSender;

beforeEach(async () => {
  port = await freePort();
  product = new RecordingProduct();
  sender = new RemoteWriteSender({
    url: `http://127.0.0.1:${port}/api/v1/write`,
    token: 'the-token',
    backOff: { firstDelayMs: 1, lastDelayMs: 20 },
    requestTimeoutMs: 5_000,
    nowMs: () => Date.now(),
  });
});

afterEach(async () => {
  await sender.stop();
  await product.close();
});

function samples(count: number, timestampMs = 1): Sample[] {
  return Array.from({ length: count }, (_, value) => ({
    labels: [['__name__', 'project_vcpu_usage']],
    value,
    timestampMs,
  }));
}

describe('RemoteWriteSender', () => {
  it('sends what Prometheus sends', async () => {
    await product.listen(port);
    const outcome = await sender.push(samples(3));
    expect(outcome).toEqual({ kind: 'acknowledged', status: 204 });
    const [write] = product.received;
    expect(write?.path).toBe('/api/v1/write');
    expect(write?.headers).toMatchObject({
      authorization: 'Bearer the-token',
      'content-encoding': 'snappy',
      'content-type': 'application/x-protobuf',
      'x-prometheus-remote-write-version': '0.1.0',
    });
    expect(write?.body).toEqual(encodeWriteRequest(samples(3)));
  });

  it('sends the same bytes again after 500, 503 and 429, and then what came later', async () => {
    await product.listen(port);
    product.plan.push({ status: 500 }, { status: 503 }, { status: 429 });
    const first = sender.push(samples(2_000, 1));
    const second = sender.push(samples(2_000, 2));
    expect(await first).toEqual({ kind: 'acknowledged', status: 204 });
    expect(await second).toEqual({ kind: 'acknowledged', status: 204 });
    const bodies = product.received.map(({ body }) => body);
    const [one, two] = [1, 2].map((time) => encodeWriteRequest(samples(2_000, time)));
    expect(bodies).toEqual([one, one, one, one, two]);
    expect(sender.report()).toMatchObject({ retries: 3, acknowledgedSamples: 4_000 });
  });

  it('waits as long as Retry-After asks', async () => {
    await product.listen(port);
    product.plan.push({ status: 503, headers: { 'retry-after': '1' } });
    const beganMs = performance.now();
    await sender.push(samples(1));
    expect(performance.now() - beganMs).toBeGreaterThanOrEqual(990);
  });

  it('keeps on while nobody listens, and loses nothing', async () => {
    const outcome = sender.push(samples(5));
    const laterOutcome = sender.push(samples(7, 2));
    while (sender.report().retries < 3) await new Promise((resolve) => setImmediate(resolve));
    expect(sender.report().last?.status).toBeUndefined();
    await product.listen(port);
    expect((await outcome).kind).toBe('acknowledged');
    expect((await laterOutcome).kind).toBe('acknowledged');
    expect(sender.report()).toMatchObject({ acknowledgedSamples: 12, droppedSamples: 0 });
  });

  it('gives up what the product refuses with 4xx and goes on with the next', async () => {
    await product.listen(port);
    product.plan.push({ status: 400, body: 'out of order' });
    const refused = sender.push(samples(2_000));
    const next = sender.push(samples(2_000, 2));
    expect(await refused).toEqual({ kind: 'dropped', status: 400, detail: 'out of order' });
    expect((await next).kind).toBe('acknowledged');
    expect(product.received).toHaveLength(2);
    expect(sender.report()).toMatchObject({ droppedSamples: 2_000, acknowledgedSamples: 2_000 });
  });

  it('puts small pushes that waited into one request, in order', async () => {
    const pushes = [1, 2, 3].map((time) => sender.push(samples(10, time)));
    while (sender.report().retries < 1) await new Promise((resolve) => setImmediate(resolve));
    await product.listen(port);
    await Promise.all(pushes);
    const bodies = product.received.map(({ body }) => body);
    expect(Buffer.concat(bodies)).toEqual(
      encodeWriteRequest([1, 2, 3].flatMap((time) => samples(10, time))),
    );
    expect(product.received).toHaveLength(2);
  });

  it('stops in the middle of a wait', async () => {
    const outcome = sender.push(samples(1));
    await sender.stop();
    expect(await outcome).toEqual({ kind: 'stopped' });
  });
});
