export {
  FAULT_KINDS,
  FaultPlan,
  type Fault,
  type FaultKind,
  type PlannedFault,
} from './faults/fault-plan.js';
export { BULK_ACCOUNTS, bulkFixture } from './fixtures/bulk.js';
export { CONFORMANCE_FIXTURE } from './fixtures/conformance.js';
export type { PerunFixture } from './fixtures/fixture.js';
export type { RpcCall } from './rpc/call-log.js';
export type { FrontEndAccount } from './rpc/front-end.js';
export { PerunSimulator, startPerunSimulator, type PerunSimulatorOptions } from './simulator.js';
export { perunTimestamp } from './state/timestamps.js';
