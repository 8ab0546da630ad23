import type { FastifyInstance } from 'fastify';
import type Provider from 'oidc-provider';
import { SITES, type Site } from './cloud/sites.js';
import { loadWorldState, saveWorldState } from './cloud/world-state.js';
import { World } from './cloud/world.js';
import type { SandboxConfig, SandboxPorts } from './config/sandbox-config.js';
import { DataFolder } from './data-folder.js';
import { createExporterServer } from './exporter/exporter-server.js';
import { createHomeServer } from './home/home-server.js';
import { listen, listenFault } from './listening.js';
import { Mailbox } from './mailbox/mailbox.js';
import { startSmtpServer } from './mailbox/smtp-server.js';
import { createOidcServer } from './oidc/oidc-server.js';
import { createProvider } from './oidc/create-provider.js';
import { loadProviderKeys } from './oidc/provider-keys.js';
import { PerunSimulator, sandboxFixture } from './perun/index.js';
import { RemoteWriteSender } from './sender/remote-write-sender.js';
import { PROMETHEUS_BACK_OFF } from './sender/retry-delay.js';
import { Scraper } from './sender/scraper.js';
import type { Target } from './sender/target.js';
import { UsageFeed } from './sender/usage-feed.js';
import { sendTrouble } from './trouble/send-trouble.js';

const REQUEST_TIMEOUT_MS = 30_000;

/** A sandbox that is running. */
export interface RunningSandbox {
  stop(): Promise<void>;
}

/**
 * Starts every part of the sandbox and resolves when all ports listen.
 *
 * @throws SandboxStartError when a port or the data folder cannot be had
 */
export async function startSandbox(config: SandboxConfig): Promise<RunningSandbox> {
  const nowMs = forwardClock();
  const folder = new DataFolder(config.dataDir);
  const world = openWorld(config, folder, nowMs());
  const mailbox = new Mailbox(folder);
  const { sender, feed } = createFeed(config, world, nowMs);
  const perun = openPerun(config, folder, world);
  const context = { config, world, mailbox, perun, sender, feed, nowMs };
  const servers: readonly [keyof SandboxPorts, FastifyInstance][] = [
    ['home', createHomeServer(context)],
    ['oidc', createOidcServer(openProvider(config, folder))],
    ['exporterA', createExporterServer(world, SITES[0], nowMs)],
    ['exporterB', createExporterServer(world, SITES[1], nowMs)],
  ];
  const closeServers = async (): Promise<void> => {
    await Promise.all([perun.close(), ...servers.map(([, server]) => server.close())]);
  };
  const address = (which: keyof SandboxPorts): { port: number; host: string } => ({
    port: config.ports[which],
    host: config.bind,
  });
  try {
    for (const [which, server] of servers) await listen(server, which, address(which));
    await perun.listen().catch((error: unknown) => {
      throw listenFault(error, 'perun', address('perun'));
    });
    const smtp = await startSmtpServer(mailbox, address('smtp'), nowMs);
    feed?.start();
    return {
      async stop() {
        await feed?.stop();
        await Promise.all([smtp.stop(), closeServers()]);
      },
    };
  } catch (error) {
    await closeServers();
    throw error;
  }
}

/** Real time that never goes back, even when the machine's clock is set back: counters must not. */
function forwardClock(): () => number {
  let lastMs = 0;
  return () => {
    lastMs = Math.max(lastMs, Date.now());
    return lastMs;
  };
}

function openProvider(config: SandboxConfig, folder: DataFolder): Provider {
  return createProvider({
    issuer: config.issuer,
    productUrl: config.productUrl,
    clientSecret: config.oidcClientSecret,
    keys: loadProviderKeys(folder),
  });
}

function openPerun(config: SandboxConfig, folder: DataFolder, world: World): PerunSimulator {
  const fixture = sandboxFixture(world);
  return new PerunSimulator({ fixture, folder, host: config.bind, port: config.ports.perun });
}

function openWorld(config: SandboxConfig, folder: DataFolder, nowMs: number): World {
  const { seed, speed, historyDays } = config;
  const state = loadWorldState(folder, { seed, speed, historyDays, nowMs });
  saveWorldState(folder, state);
  return new World(state, (changed) => saveWorldState(folder, changed));
}

function createFeed(
  config: SandboxConfig,
  world: World,
  nowMs: () => number,
): { sender?: RemoteWriteSender; feed?: UsageFeed } {
  const { ingestToken: token, intakeUrl } = config;
  if (token === undefined) return {};
  const sender = new RemoteWriteSender({
    url: `${intakeUrl}/api/v1/write`,
    token,
    backOff: PROMETHEUS_BACK_OFF,
    requestTimeoutMs: REQUEST_TIMEOUT_MS,
    nowMs,
  });
  const targets = [
    target(SITES[0], config.bind, config.ports.exporterA),
    target(SITES[1], config.bind, config.ports.exporterB),
  ];
  const scraper = new Scraper(targets, nowMs);
  const intervalMs = config.scrapeIntervalMs;
  const trouble = { sender, url: `${intakeUrl}/write`, token };
  const feed = new UsageFeed({
    world,
    sender,
    scraper,
    targets,
    intervalMs,
    nowMs,
    sendTrouble: config.hasTrouble ? () => sendTrouble(trouble, nowMs()) : undefined,
  });
  return { sender, feed };
}

function target(site: Site, bind: string, port: number): Target {
  const host = bind === '0.0.0.0' || bind === '::' ? 'localhost' : bind;
  return { site, url: `http://${host}:${port}/`, instance: `${host}:${port}` };
}
