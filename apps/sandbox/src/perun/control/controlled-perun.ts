import type { FaultPlan } from '../faults/fault-plan.js';
import type { RpcCall } from '../rpc/call-log.js';
import type { RpcSettings } from '../rpc/rpc-server.js';
import type { Attributes } from '../state/attributes.js';
import type { Perun } from '../state/perun.js';

/** What the controls need of a running simulator. */
export interface ControlledPerun {
  readonly perun: Perun;
  readonly attributes: Attributes;
  readonly faults: FaultPlan;
  readonly settings: RpcSettings;
  readonly fixture: { readonly name: string };
  readonly calls: readonly RpcCall[];
  clearCalls(): void;
  reset(): void;
}
