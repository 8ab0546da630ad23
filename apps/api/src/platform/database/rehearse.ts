import { type Tx } from './database.js';

/**
 * Does work within an open transaction and undoes it, so that what it would bring can be told. Rows, locks
 * and settings are as before; what is left are numbers that sequences have given away.
 */
export async function rehearse<Result>(tx: Tx, work: () => Promise<Result>): Promise<Result> {
  await tx.query('savepoint rehearsal');
  try {
    return await work();
  } finally {
    await tx.query('rollback to savepoint rehearsal');
  }
}
