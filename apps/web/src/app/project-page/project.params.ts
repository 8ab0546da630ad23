import { chargeId } from '@os-credits/contracts';
import { statementDefaults, statementParams } from '../../features/statement/statement.params.js';
import {
  usageHistoryDefaults,
  usageHistoryParams,
} from '../../features/usage-history/usage-history.params.js';

export const projectPageDefaults = { ...usageHistoryDefaults, ...statementDefaults };

/** Search parameters of the project page: those of its panels, and the charge in the drawer. */
export const projectPageParams = usageHistoryParams.extend({
  ...statementParams.shape,
  charge: chargeId.optional().catch(undefined),
});
