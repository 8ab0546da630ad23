import { afterAll, beforeAll, describe } from '@jest/globals';
import {
  fixtureTarget,
  liveTarget,
  perunClientContract,
  perunConformance,
} from '@os-credits/perun-client/contract';
import { startPerunSimulator, type PerunSimulator } from './index.js';

/** With `PERUN_URL` the client's contract judges that server instead (libs/perun-client/README.md). */
const live = liveTarget(process.env);

if (live === undefined)
  describe('the simulated Perun', () => {
    let simulator: PerunSimulator;
    const target = {
      baseUrl: () => simulator.url,
      reset: () => {
        simulator.reset();
        return Promise.resolve();
      },
    };

    beforeAll(async () => {
      simulator = await startPerunSimulator({ port: 0 });
    });
    afterAll(async () => {
      await simulator.close();
    });

    perunConformance(target);
    perunClientContract(fixtureTarget(target));
  });
else perunClientContract(live);
