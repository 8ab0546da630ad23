import { KNOWN_USER, OBSERVE } from '../access/policies.js';
import { reads, type MethodTable } from './method.js';

/** `utils` is no manager of its own: an unknown method there is an unknown manager. */
export const UTILS: MethodTable = {
  getPerunSystemTimeInMillis: reads('Api: the cheapest call', '', ({ perun }) =>
    perun.instance.nowMs(),
  ),
  getPerunStatus: reads('Api, Roles: any known user', '', (call) => {
    call.perun.demand(call.caller, [...OBSERVE, ...KNOWN_USER], {}, call.operation);
    const { audit, instance, state } = call.perun;
    return [
      `Version of Perun: ${instance.version}`,
      'Version of PerunDB: 3.2.24',
      `AuditerConsumers: {${state.consumers
        .all()
        .map(({ name, lastProcessedId }) => `${name}=${lastProcessedId}`)
        .join(', ')}}`,
      `LastMessageId: ${audit.lastId}`,
      `Timestamp: ${new Date(instance.nowMs()).toISOString().slice(0, 19).replace('T', ' ')}`,
    ];
  }),
  getPerunStatistics: reads('Api, Roles', '', (call) => {
    call.perun.demand(call.caller, [...OBSERVE, ...KNOWN_USER], {}, call.operation);
    const { groups, resources, users, vos } = call.perun.state;
    return [
      `Vos: ${vos.size}`,
      `Users: ${users.size}`,
      `Groups: ${groups.size}`,
      `Resources: ${resources.size}`,
    ];
  }),
};
