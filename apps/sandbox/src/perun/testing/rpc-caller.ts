import type { PerunSimulator } from '../simulator.js';

/** What came back, with the body as JSON where it is some. */
export interface RpcAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** `undefined` when the body is no JSON. */
  readonly body: unknown;
}

/** Names of the attributes of the conformance fixture. */
export const USED = 'urn:perun:group:attribute-def:opt:denbiCreditsCurrent';
export const GRANTED = 'urn:perun:group:attribute-def:opt:denbiCreditsGranted';
export const TO_EMAIL = 'urn:perun:group:attribute-def:def:toEmail';
export const TIMESTAMPS = 'urn:perun:group_resource:attribute-def:opt:denbiCreditTimestamps';

const DEFINITIONS = {
  [USED]: [3382, 'java.lang.String'],
  [GRANTED]: [3383, 'java.lang.String'],
  [TO_EMAIL]: [2020, 'java.util.ArrayList'],
  [TIMESTAMPS]: [3386, 'java.util.LinkedHashMap'],
} as const;

/** An attribute as a client sends it. */
export function attribute(urn: keyof typeof DEFINITIONS, value: unknown): object {
  const [id, type] = DEFINITIONS[urn];
  const colon = urn.lastIndexOf(':');
  return { id, namespace: urn.slice(0, colon), friendlyName: urn.slice(colon + 1), type, value };
}

/** Calls a simulated Perun with plain HTTP, without any client of ours. */
export class RpcCaller {
  constructor(
    private readonly simulator: PerunSimulator,
    private readonly login = 'admin',
    private readonly password = `${login}-pw`,
  ) {}

  /** The same Perun, another account. */
  as(login: string, password = `${login}-pw`): RpcCaller {
    return new RpcCaller(this.simulator, login, password);
  }

  /** POST of a method in the format json. */
  call(method: string, params: object = {}): Promise<RpcAnswer> {
    const path = `json/${method.replace('.', '/')}`;
    return this.send(path, { method: 'POST', body: JSON.stringify(params) });
  }

  /** The body of a call that must succeed. */
  async ok(method: string, params: object = {}): Promise<unknown> {
    const { body, status, text } = await this.call(method, params);
    if (status !== 200) throw new Error(`${method}: ${status} ${text}`);
    return body;
  }

  /** What an error of a call is called: `name ?? type`. */
  async error(method: string, params: object = {}): Promise<unknown> {
    const { body, text } = await this.call(method, params);
    if (typeof body !== 'object' || body === null || !('errorId' in body)) {
      throw new Error(`${method} gave no error: ${text}`);
    }
    const { name, type } = body as { name?: unknown; type?: unknown };
    return name ?? type;
  }

  /** The value of an attribute of a group, `null` when it is not set. */
  async valueOf(urn: string, groupId = 10): Promise<unknown> {
    const params = { group: groupId, attributeName: urn };
    const body = await this.ok('attributesManager.getAttribute', params);
    return (body as { value: unknown }).value;
  }

  /** Any request below `/ba/rpc/`. */
  async send(path: string, init: RequestInit = {}): Promise<RpcAnswer> {
    const basic = Buffer.from(`${this.login}:${this.password}`).toString('base64');
    const headers = { authorization: `Basic ${basic}`, ...(init.headers as object) };
    const response = await fetch(`${this.simulator.url}/ba/rpc/${path}`, { ...init, headers });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parsed(text) };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
