import { KNOWN_USER, OBSERVE, READ_VO } from '../access/policies.js';
import { hasRole } from '../access/principal.js';
import { voBean } from '../beans/entity-beans.js';
import type { Wire } from '../rpc/wire.js';
import { voNotExists } from '../state/perun.js';
import { reads, type MethodCall, type MethodTable } from './method.js';

function voByShortName(call: MethodCall): Wire {
  const shortName = call.args.string('shortName');
  const vo = call.perun.state.vos.all().find((candidate) => candidate.shortName === shortName);
  if (vo === undefined) throw voNotExists();
  call.perun.demand(call.caller, READ_VO, { voId: vo.id }, call.operation);
  return voBean(vo);
}

/** vosManager. */
export const VOS: MethodTable = {
  getVoById: reads('VoM, Roles: any known user', 'id', (call) => {
    const vo = call.perun.vo(call.args.int('id'));
    call.perun.demand(call.caller, [...READ_VO, ...KNOWN_USER], { voId: vo.id }, call.operation);
    return voBean(vo);
  }),
  getVoByShortName: reads('VoM, Roles: needs a role in the VO', 'shortName', voByShortName),
  getVos: reads('VoM: those the caller has to do with', '', (call) =>
    call.perun.state.vos
      .all()
      .filter(({ id }) => hasRole(call.caller, READ_VO, { voId: id }))
      .map(voBean),
  ),
  getAllVos: reads('VoM, Roles', '', (call) => {
    call.perun.demand(call.caller, [...OBSERVE, ...KNOWN_USER], {}, call.operation);
    return call.perun.state.vos.all().map(voBean);
  }),
};
