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
export {
  SANDBOX_PERUN_ACCOUNTS,
  SANDBOX_VO,
  sandboxFixture,
  sandboxFixtureAt,
} from './fixtures/sandbox-seed.js';
export { PERUN_CONTROLS, type ControlAnswer } from './control/perun-control.js';
export { projectsOf, type ProjectView } from './control/project-list.js';
export { PEOPLE, teamOf, type Person, type ProjectTeam } from './fixtures/sandbox-people.js';
