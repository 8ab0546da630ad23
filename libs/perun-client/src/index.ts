export {
  PerunValueError,
  creditsCodec,
  decodeAttribute,
  encodeAttribute,
  grantedCodec,
  mailListCodec,
  plainDecimal,
  timestampsCodec,
  type AttributeCodec,
} from './attribute-codecs.js';
export {
  ATTRIBUTE_TYPES,
  entityOf,
  findAttribute,
  urnOf,
  type Attribute,
  type AttributeDefinition,
  type AttributeType,
  type AttributeValue,
  type AttributeValues,
  type AttributeWrite,
} from './attribute.js';
export type {
  AssignedGroup,
  AuditMessage,
  Group,
  Member,
  PerunPrincipal,
  Resource,
  RichGroup,
  RichMember,
  RichUser,
  User,
  UserExtSource,
  Vo,
} from './beans.js';
export * as beanSchemas from './beans.js';
export type { PerunCredentials } from './credentials.js';
export { SYSTEM_GROUP } from './groups-of-resource.js';
export { HttpPerunClient, type HttpPerunClientOptions } from './http-perun-client.js';
export type {
  AttributeFinding,
  AttributeNames,
  AttributeSample,
  AttributeTarget,
  GroupResourceTarget,
  GroupTarget,
  UserTarget,
  WantedAttribute,
} from './attribute-target.js';
export { PerunClient } from './perun-client.js';
export type { PerunVersion } from './perun-version.js';
export {
  PerunCheckedError,
  PerunConnectionError,
  PerunCredentialsError,
  PerunError,
  PerunMfaError,
  PerunProtocolError,
  PerunResponseError,
  PerunRuntimeError,
  PerunServerError,
  PerunTimeoutError,
  isPerunAnswer,
  isRepeatable,
  type PerunErrorKind,
  type ResponseFault,
  type RpcName,
} from './perun-error.js';
export { PerunAttributesError } from './resolve-attributes.js';
export type { RetryRule } from './retry.js';
export type { CallOptions, PerunAuth, PerunCallObservation } from './rpc-transport.js';
export { formatTimestamp, parseTimestamp } from './timestamp.js';
