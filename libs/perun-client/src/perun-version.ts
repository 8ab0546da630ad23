import type { HttpAnswer } from './http-exchange.js';
import { PerunResponseError, PerunRuntimeError } from './perun-error.js';

/** What the root of the RPC says about the server and about who we are there. */
export interface PerunVersion {
  readonly version: string;
  readonly user: string;
  readonly extSource: string;
}

const VERSION = /^OK! Version: (.*), User: (.*), extSource: (.*)$/s;
const SHOWN_CHARACTERS = 500;

/**
 * Reads the text at the root of the RPC (perun-rpc, Api): `OK! Version: …` or `ERROR! Exception …`, both
 * with status 200. `redact` removes secrets.
 * @throws PerunRuntimeError for the latter, PerunResponseError for anything else
 */
export function versionOf(answer: HttpAnswer, redact: (text: string) => string): PerunVersion {
  const failure = { call: { manager: 'rpc', method: 'version' }, status: answer.status };
  const line = answer.text?.trim() ?? '';
  const [, version, user, extSource] = VERSION.exec(line) ?? [];
  if (version !== undefined && user !== undefined && extSource !== undefined)
    return { version, user, extSource };
  if (line.startsWith('ERROR!'))
    throw new PerunRuntimeError({ ...failure, message: redact(line).slice(0, SHOWN_CHARACTERS) });
  const message = `this is not the root of Perun's RPC (${answer.contentType}); check the base URL`;
  throw new PerunResponseError({ ...failure, message }, 'not-json');
}
