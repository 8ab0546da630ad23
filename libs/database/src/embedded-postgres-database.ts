import pg from 'pg';

/**
 * Makes the product's role and database in a fresh cluster; does nothing where they exist.
 *
 * The role owns the database and may make others (test databases, roles with fewer rights), but it
 * is no superuser, so that the embedded server behaves as one that somebody else runs.
 */
export async function ensureDatabase(superuserUrl: string, ownerPassword: string): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    const roles = await client.query(`SELECT FROM pg_roles WHERE rolname = 'os_credits'`);
    if (roles.rowCount === 0) {
      const password = client.escapeLiteral(ownerPassword);
      await client.query(`CREATE ROLE os_credits LOGIN CREATEDB CREATEROLE PASSWORD ${password}`);
    }
    const databases = await client.query(`SELECT FROM pg_database WHERE datname = 'os_credits'`);
    if (databases.rowCount === 0) await client.query(`CREATE DATABASE os_credits OWNER os_credits`);
  } finally {
    await client.end();
  }
}
