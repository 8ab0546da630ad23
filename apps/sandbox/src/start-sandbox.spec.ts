import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePort } from '@os-credits/testing';
import { createTransport } from 'nodemailer';
import { z } from 'zod';
import { parseSandboxConfig, type SandboxConfig } from './config/sandbox-config.js';
import { parseExposition } from './sender/parse-exposition.js';
import { startSandbox, type RunningSandbox } from './start-sandbox.js';
import { RecordingProduct } from './testing/recording-product.js';

let dataDir: string;
let product: RecordingProduct;
let config: SandboxConfig;
let sandbox: RunningSandbox | undefined;

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'sandbox-'));
  product = new RecordingProduct();
  const productPort = await freePort();
  await product.listen(productPort);
  config = parseSandboxConfig({
    SANDBOX_DATA_DIR: dataDir,
    SANDBOX_OIDC_CLIENT_SECRET: 'a-secret-for-this-test',
    INGEST_TOKEN: 'token',
    PRODUCT_URL: `http://127.0.0.1:${productPort}`,
    SANDBOX_HISTORY_DAYS: '3',
    // Longer than the tests: they scrape by hand.
    SANDBOX_SCRAPE_SECONDS: '3600',
    SANDBOX_HOME_PORT: String(await freePort()),
    SANDBOX_OIDC_PORT: String(await freePort()),
    SANDBOX_EXPORTER_A_PORT: String(await freePort()),
    SANDBOX_EXPORTER_B_PORT: String(await freePort()),
    SANDBOX_SMTP_PORT: String(await freePort()),
    SANDBOX_PERUN_PORT: String(await freePort()),
  });
});

afterEach(async () => {
  await sandbox?.stop();
  sandbox = undefined;
  await product.close();
  rmSync(dataDir, { recursive: true });
});

/** On a connection of its own: one that is kept ends with the sandbox, perhaps under the next request. */
function home(path: string, init?: RequestInit): Promise<Response> {
  const headers = new Headers(init?.headers);
  headers.set('connection', 'close');
  return fetch(`http://127.0.0.1:${config.ports.home}${path}`, { ...init, headers });
}

function control(name: string, body: object = {}): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return home(`/control/${name}`, { method: 'POST', headers, body: JSON.stringify(body) });
}

async function vcpuHours(project: string): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${config.ports.exporterA}/metrics`);
  const sample = parseExposition(await answer.text()).find(
    ({ name, labels }) =>
      name === 'project_vcpu_usage' && new Map(labels).get('project_name') === project,
  );
  if (sample === undefined) throw new Error(`no counter of ${project}`);
  return sample.value;
}

const statusSchema = z.object({
  history: z.string(),
  sender: z.object({ acknowledgedSamples: z.number() }),
});

describe('the sandbox', () => {
  it('sends its history once, and usage added by hand at once', async () => {
    sandbox = await startSandbox(config);
    await control('clock', { speed: 0 });
    const before = await vcpuHours('my-project');
    const bumped = await control('bump', { project: 'my-project', vcpuHours: '10', gibHours: 2.5 });
    expect(await bumped.json()).toMatchObject({ acknowledged: true, productStatus: 204 });
    expect(await vcpuHours('my-project')).toBeCloseTo(before + 10, 6);

    // What was still to be sent is sent before this.
    await control('scrape');
    const status = statusSchema.parse(await (await home('/status.json')).json());
    expect(status.history).toBe('sent');
    const last = product.received.at(-1)?.body.toString('latin1') ?? '';
    expect(last).toContain('my-project');

    const sentBefore = product.received.length;
    expect(sentBefore).toBeGreaterThan(3);
    await sandbox.stop();
    sandbox = await startSandbox(config);
    await control('scrape');
    // One scrape at the start and the one by hand, perhaps in one request; no history again.
    expect(product.received.length - sentBefore).toBeLessThanOrEqual(2);
    expect(await vcpuHours('my-project')).toBeGreaterThanOrEqual(before + 10);
  });

  it('says why it cannot add usage', async () => {
    sandbox = await startSandbox(config);
    const refusals = [
      [{ project: 'nobody' }, 404],
      [{ project: 'my-project', vcpuHours: 'much' }, 400],
      [{ project: 'my-project', locationId: '8675' }, 404],
    ] as const;
    for (const [body, status] of refusals) {
      const answer = await control('bump', body);
      expect(answer.status).toBe(status);
      expect(await answer.json()).toMatchObject({ acknowledged: false });
    }
    const headers = { origin: 'http://elsewhere.example' };
    const foreign = await home('/control/pause', { method: 'POST', headers, redirect: 'manual' });
    expect(foreign.headers.get('location')).toContain('fault=');
  });

  it('keeps the mails it gets, over a restart too, and shows them harmlessly', async () => {
    sandbox = await startSandbox(config);
    const transport = createTransport({ host: '127.0.0.1', port: config.ports.smtp });
    await transport.sendMail({
      from: 'credits@sandbox.example',
      to: ['lea.lead@sandbox.example', 'governance@sandbox.example'],
      subject: '80 % von grün & <script>alert(1)</script>',
      text: 'Nur Text.',
      html: '<p>Mit <b>Auszeichnung</b></p>',
    });
    await sandbox.stop();
    sandbox = await startSandbox(config);
    const { mails } = z
      .object({ mails: z.array(z.looseObject({ id: z.string() })) })
      .parse(await (await home('/mails.json')).json());
    expect(mails).toMatchObject([
      {
        from: 'credits@sandbox.example',
        to: ['lea.lead@sandbox.example', 'governance@sandbox.example'],
        subject: '80 % von grün & <script>alert(1)</script>',
        text: 'Nur Text.\n',
      },
    ]);
    const list = await (await home('/mails')).text();
    expect(list).toContain('80 % von grün &amp; &lt;script&gt;');
    expect(list).not.toContain('<script>');
    const part = await home(`/mails/${mails[0]?.id ?? ''}/html`);
    expect(part.headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/);
  });

  it.each([
    '/',
    '/mails',
    '/perun',
    '/perun/groups.json',
    '/perun/faults.json',
    '/status.json',
    '/projects.json',
    '/grants.json',
    '/accounts.json',
  ])('answers %s', async (path) => {
    sandbox = await startSandbox(config);
    expect((await home(path)).status).toBe(200);
  });

  it.each([
    ['exporterB', 'SANDBOX_EXPORTER_B_PORT'],
    ['smtp', 'SANDBOX_SMTP_PORT'],
    ['perun', 'SANDBOX_PERUN_PORT'],
  ] as const)('says in one sentence that the port of %s is taken', async (which, variable) => {
    const squatter = createServer();
    await new Promise<void>((resolve) => {
      squatter.listen(config.ports[which], '127.0.0.1', () => resolve());
    });
    try {
      await expect(startSandbox(config)).rejects.toThrow(
        `Port ${config.ports[which]} on 127.0.0.1 is taken by another program: ` +
          `stop that program or set ${variable} to a free port.`,
      );
    } finally {
      squatter.close();
    }
  });

  it('does not go on with a world of another seed', async () => {
    const first = await startSandbox(config);
    await first.stop();
    await expect(startSandbox({ ...config, seed: 2 })).rejects.toThrow(/has seed 1/);
  });
});
