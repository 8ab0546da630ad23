import { describe } from '@jest/globals';
import type { ClientContractTarget } from './client-contract-target.js';
import { fixtureContract } from './fixture-contract.js';
import { readContract } from './read-contract.js';
import { serverContract } from './server-contract.js';
import { writeContract } from './write-contract.js';

/**
 * Declares the tests of our client over a server. What any Perun must do runs always; writes where the
 * target allows them; exact values and other users where the server holds the conformance fixture.
 */
export function perunClientContract(target: ClientContractTarget): void {
  describe('the Perun client', () => {
    readContract(target);
    serverContract(target);
    if (target.canWrite) writeContract(target);
    if (target.reset !== undefined) fixtureContract({ ...target, reset: target.reset });
  });
}
