import type { Principal } from '../access/principal.js';
import type { Arguments } from '../rpc/arguments.js';
import type { Wire } from '../rpc/wire.js';
import type { Attributes } from '../state/attributes.js';
import type { Perun } from '../state/perun.js';

/** One call of a method. */
export interface MethodCall {
  readonly args: Arguments;
  readonly caller: Principal;
  readonly perun: Perun;
  readonly attributes: Attributes;
  /** `manager.method`, for messages. */
  readonly operation: string;
}

/** A method of the RPC interface. */
export interface Method {
  /** Where its behaviour comes from: Perun's classes, see README. */
  readonly source: string;
  /** Its parameters, in the order in which they are read; `?` marks optional ones. */
  readonly params: string;
  /** Whether GET is refused. */
  readonly stateChanging: boolean;
  run(call: MethodCall): Wire;
}

/** The methods of a manager by name. */
export type MethodTable = Readonly<Record<string, Method>>;

/** A method that only reads. */
export function reads(source: string, params: string, run: (call: MethodCall) => Wire): Method {
  return { source, params, stateChanging: false, run };
}

/** A method that refuses GET; what `run` returns is ignored where Perun returns nothing. */
export function writes(
  source: string,
  params: string,
  run: (call: MethodCall) => Wire | undefined,
): Method {
  return { source, params, stateChanging: true, run: (call) => run(call) ?? null };
}
