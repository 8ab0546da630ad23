import { z } from 'zod';
import { PerunError } from '../rpc/perun-error.js';
import type { ControlledPerun } from './controlled-perun.js';
import { faultSchema, latencySchema } from './control-schemas.js';
import { ControlNotFoundError } from './find-rows.js';
import { GROUP_ACTIONS } from './group-actions.js';
import { projectsOf } from './project-list.js';

/** What a control did, or why it did not. */
export interface ControlAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

type Act = (simulator: ControlledPerun, body: unknown) => Readonly<Record<string, unknown>>;

const SERVER_ACTIONS: Readonly<Record<string, Act>> = {
  reset: (simulator) => {
    simulator.reset();
    return { message: `Perun is as it was at its first start (${simulator.fixture.name}).` };
  },
  faults: ({ faults }, body) => {
    const { kind, method, nth, count, latencyMs } = faultSchema.parse(body);
    const id = faults.add({
      kind,
      ...(method === undefined ? {} : { method }),
      ...(nth === undefined ? {} : { nth }),
      ...(count === undefined ? {} : { count }),
      ...(latencyMs === undefined ? {} : { latencyMs }),
    });
    return { id, message: `From now on: ${kind} for ${method ?? 'every call'}.` };
  },
  'clear-faults': ({ faults }) => {
    faults.clear();
    return { message: 'Perun answers without faults.' };
  },
  latency: ({ settings }, body) => {
    settings.latencyMs = latencySchema.parse(body).ms;
    return {
      latencyMs: settings.latencyMs,
      message: `Every answer takes ${settings.latencyMs} ms.`,
    };
  },
  'clear-calls': (simulator) => {
    simulator.clearCalls();
    return { message: 'The log of calls is empty.' };
  },
};

const ACTIONS: Readonly<Record<string, Act>> = {
  ...SERVER_ACTIONS,
  ...Object.fromEntries(
    Object.entries(GROUP_ACTIONS).map(([name, act]): [string, Act] => [
      name,
      ({ attributes, perun }, body) => act({ attributes, perun, body }),
    ]),
  ),
};

/** The names of all controls. */
export const PERUN_CONTROLS: readonly string[] = Object.keys(ACTIONS);

/** Does what a control says. */
export function performControl(
  simulator: ControlledPerun,
  name: string,
  body: unknown,
): ControlAnswer {
  const act = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (act === undefined) return refusal(404, `There is no control "${name}".`);
  try {
    return { status: 200, body: act(simulator, body ?? {}) };
  } catch (error) {
    if (error instanceof z.ZodError) return refusal(400, faultsOf(error));
    if (error instanceof ControlNotFoundError) return refusal(404, error.message);
    if (error instanceof PerunError) return refusal(409, `${error.identity}: ${error.message}`);
    throw error;
  }
}

/** What can be looked at beside the RPC, by name. */
export function controlView(simulator: ControlledPerun, name: string): unknown {
  switch (name) {
    case 'groups':
      return { groups: projectsOf(simulator) };
    case 'faults':
      return { faults: simulator.faults.list() };
    case 'calls':
      return { calls: simulator.calls };
    default:
      return undefined;
  }
}

function refusal(status: number, message: string): ControlAnswer {
  return { status, body: { message } };
}

function faultsOf(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
}
