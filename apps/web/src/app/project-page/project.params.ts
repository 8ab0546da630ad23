import { chargeId } from '@os-credits/contracts';
import {
  usageHistoryDefaults,
  usageHistoryParams,
} from '../../features/usage-history/usage-history.params.js';

export const projectPageDefaults = usageHistoryDefaults;

/** Search parameters of the project page: those of its panels, and the charge in the drawer. */
export const projectPageParams = usageHistoryParams.extend({
  charge: chargeId.optional().catch(undefined),
});
