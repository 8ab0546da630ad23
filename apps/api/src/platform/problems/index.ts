export {
  DomainError,
  invalidRequest,
  type DomainErrorInput,
  type DomainErrorKind,
  type FieldFault,
  type VersionConflict,
} from './domain-error.js';
export { ProblemFilter, sendProblem } from './problem.filter.js';
export { ContractPipe } from './validation.pipe.js';
export { toProblem, type ProblemAnswer } from './to-problem.js';
