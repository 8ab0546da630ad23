import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DataFolder } from '../data-folder.js';
import type { ControlledPerun } from './control/controlled-perun.js';
import { answerControl } from './control/control-endpoint.js';
import { controlView, performControl, type ControlAnswer } from './control/perun-control.js';
import { FaultPlan } from './faults/fault-plan.js';
import { CONFORMANCE_FIXTURE } from './fixtures/conformance.js';
import type { PerunFixture } from './fixtures/fixture.js';
import { CallLog, type RpcCall } from './rpc/call-log.js';
import type { FrontEndAccount } from './rpc/front-end.js';
import { createRpcServer, type RpcSettings } from './rpc/rpc-server.js';
import { Attributes } from './state/attributes.js';
import { Perun } from './state/perun.js';
import { bulkFixture } from './fixtures/bulk.js';
import type { PerunState } from './state/perun-state.js';
import { StateFile } from './state/state-file.js';

/** What a simulated Perun starts with. */
export interface PerunSimulatorOptions {
  /** 0, the default: any free port. */
  readonly port?: number;
  readonly host?: string;
  /** What it holds; the contract's conformance fixture by default. */
  readonly fixture?: PerunFixture;
  /** Instead of a fixture: so many made-up groups, for measurements. */
  readonly groups?: number;
  /** How late every answer is. */
  readonly latencyMs?: number;
  /** Where the state survives a restart; without one it does not. */
  readonly folder?: DataFolder;
  readonly nowMs?: () => number;
  readonly enforceMfa?: boolean;
  readonly csrf?: boolean;
  readonly allowedOrigins?: readonly string[];
}

const VERSION = '55.2.1';

/** A simulated Perun that listens. */
export class PerunSimulator implements ControlledPerun {
  readonly faults = new FaultPlan();
  readonly settings: RpcSettings;
  readonly fixture: PerunFixture;
  readonly perun: Perun;
  readonly attributes: Attributes;
  private readonly callLog = new CallLog();
  private readonly server: Server;
  private readonly file: StateFile | undefined;

  constructor(private readonly options: PerunSimulatorOptions) {
    this.fixture =
      options.fixture ??
      (options.groups === undefined ? CONFORMANCE_FIXTURE : bulkFixture(options.groups));
    this.settings = settingsOf(options);
    this.file = options.folder === undefined ? undefined : new StateFile(options.folder);
    const file = this.file;
    this.perun = new Perun({
      nowMs: options.nowMs ?? Date.now,
      groupNames: this.fixture.groupNames,
      version: VERSION,
      ...(file === undefined ? {} : { keep: (committed) => file.append(committed) }),
    });
    this.attributes = new Attributes(this.perun);
    this.server = createRpcServer({
      attributes: this.attributes,
      perun: this.perun,
      faults: this.faults,
      calls: this.callLog,
      settings: this.settings,
      accounts: () => this.accounts,
      outside: (request, body, response) => answerControl(this, request, body, response),
    });
    if (this.file?.load(this.perun, this.fixture.name) !== true) this.refill();
  }

  /** Who the front end lets in. */
  get accounts(): readonly FrontEndAccount[] {
    return this.fixture.accounts;
  }

  /** The tables; write them by the RPC or by the control actions. */
  get state(): PerunState {
    return this.perun.state;
  }

  /** The calls since the start, the last reset or {@link clearCalls}. */
  get calls(): readonly RpcCall[] {
    return this.callLog.all();
  }

  clearCalls(): void {
    this.callLog.clear();
  }

  /** The state of the fixture, no faults, no calls, the settings of the start. */
  reset(): void {
    this.refill();
    this.faults.clear();
    this.callLog.clear();
    Object.assign(this.settings, settingsOf(this.options));
  }

  /** Does what a control of the sandbox's page does, such as `grant` or `remove-groups`. */
  control(name: string, body: unknown = {}): ControlAnswer {
    return performControl(this, name, body);
  }

  /** What a control endpoint shows: `groups`, `faults`, `calls`; `undefined` for anything else. */
  view(name: string): unknown {
    return controlView(this, name);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** The origin; calls go to `{url}/{auth}/rpc`. */
  get url(): string {
    const host = this.options.host ?? '127.0.0.1';
    return `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host}:${this.port}`;
  }

  listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(this.options.port ?? 0, this.options.host ?? '127.0.0.1', () => resolve());
    });
  }

  async close(): Promise<void> {
    this.file?.close();
    if (!this.server.listening) return;
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private refill(): void {
    const { perun } = this;
    perun.state.clear();
    perun.audit.load([], 0);
    perun.state.transaction(
      () => this.fixture.fill(perun.state),
      () => undefined,
    );
    this.file?.rewrite(perun, this.fixture.name);
  }
}

function settingsOf(options: PerunSimulatorOptions): RpcSettings {
  return {
    latencyMs: options.latencyMs ?? 0,
    enforceMfa: options.enforceMfa ?? false,
    csrf: options.csrf ?? false,
    allowedOrigins: options.allowedOrigins ?? [],
  };
}

/**
 * Starts a simulated Perun.
 *
 * @throws the error of the port when it cannot be had
 */
export async function startPerunSimulator(
  options: PerunSimulatorOptions = {},
): Promise<PerunSimulator> {
  const simulator = new PerunSimulator(options);
  await simulator.listen();
  return simulator;
}
