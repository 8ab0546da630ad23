import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from './template-database.js';

describe('createTestDatabase', () => {
  let first: TestDatabase;
  let second: TestDatabase;

  beforeAll(async () => {
    [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  });
  afterAll(async () => {
    await Promise.all([first.drop(), second.drop()]);
  });

  it('gives every caller a copy of the migrated schema that nobody else writes to', async () => {
    const clients = [first, second].map(({ url }) => new pg.Client({ connectionString: url }));
    const [one, two] = clients as [pg.Client, pg.Client];
    await Promise.all(clients.map((client) => client.connect()));
    try {
      const tables = await one.query<{ name: string }>(
        `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
      );
      expect(tables.rows.map((row) => row.name)).toContain('migrations');
      await one.query('CREATE TABLE only_here (id int)');
      const other = await two.query(`SELECT to_regclass('only_here') AS found`);
      expect(other.rows).toEqual([{ found: null }]);
    } finally {
      await Promise.all(clients.map((client) => client.end()));
    }
  });
});
