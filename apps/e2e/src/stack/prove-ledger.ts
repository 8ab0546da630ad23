import { mustBeSameReadings, mustEqualOracle, readingKey } from './compare-ledger.js';
import { type LedgerReader, type NamedReading } from './ledger-reader.js';
import { type Product } from './product.js';
import { type TestRun } from './test-run.js';
import { waitUntil } from './wait-until.js';

const RATED_TIMEOUT_MS = 300_000;

/**
 * The proof at the end of a scenario: every reading that was sent is stored and nothing else, every
 * account equals the oracle to the last digit, nothing went to quarantine, `verify` is clean, and the
 * product stops in order.
 *
 * @param sent every reading that must have arrived, in canonical form
 */
export async function proveLedger(options: {
  readonly run: TestRun;
  readonly client: string;
  readonly product: Product;
  readonly ledger: LedgerReader;
  readonly sent: readonly NamedReading[];
}): Promise<void> {
  const { run, client, product, ledger, sent } = options;
  await run.check(`${client}: every reading arrived, and nothing else`, async () => {
    const wanted = new Set(sent.map(readingKey)).size;
    const hasArrived = waitUntil(
      `${wanted} readings are stored and none waits for rating`,
      async () => (await ledger.waitingCount()) === 0 && (await ledger.readingCount()) >= wanted,
      RATED_TIMEOUT_MS,
    );
    // What is missing after that time is named by the comparison.
    await hasArrived.catch(() => undefined);
    const stored = await ledger.readings();
    mustBeSameReadings(sent, stored);
    const quarantined = await ledger.quarantinedCount();
    if (quarantined > 0) throw new Error(`${quarantined} readings are in quarantine`);
    return `${stored.length} readings`;
  });
  await run.check(`${client}: every account equals the oracle to the last digit`, async () => {
    await waitUntil(
      'the hours that are over are posted',
      async () => (await ledger.unpostedCount()) === 0,
      RATED_TIMEOUT_MS,
    );
    const { projects, projectsWithUse } = mustEqualOracle(sent, await ledger.usedCredits());
    // Accounts that are all zero would prove nothing.
    if (projectsWithUse === 0) throw new Error('no project has used anything');
    const entries = await ledger.ledgerEntryCount();
    return `${projects} accounts, ${projectsWithUse} with use, ${entries} ledger entries`;
  });
  await run.check(`${client}: verify finds no difference`, () => Promise.resolve(product.verify()));
  await run.check(`${client}: the product stops in order`, async () => {
    await product.stop();
    return 'exit code 0';
  });
}
