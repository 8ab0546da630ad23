export { knownReason, knownReasons, type KnownReason } from './known-reason.js';
