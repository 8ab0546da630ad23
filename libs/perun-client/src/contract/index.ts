export {
  CONFORMANCE_CASES,
  type ConformanceCase,
  type ConformanceStep,
} from './conformance-cases.js';
export { CREDIT_URNS, FIXTURE_USERS, type FixtureUser } from './fixture.js';
export { perunConformance, type ConformanceTarget } from './perun-conformance.js';
export {
  clientOf,
  fixtureCredentials,
  fixtureTarget,
  liveTarget,
  wantedAttributes,
  type ClientContractTarget,
} from './client-contract-target.js';
export { perunClientContract } from './perun-client-contract.js';
export { TrimmingProxy, type TrimmingProxyOptions } from './trimming-proxy.js';
