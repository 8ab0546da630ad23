import { describe, expect, it } from '@jest/globals';
import { databaseLacks } from './outside-database.mjs';

const owner = {
  major: 15,
  encoding: 'UTF8',
  isStandby: false,
  database: 'credits',
  login: 'portal',
  isSuperuser: false,
  mayCreateRoles: true,
  mayCreateTables: true,
  appRoleExists: false,
  mayBecomeAppRole: false,
};

describe('databaseLacks', () => {
  it('finds nothing where the login owns the database and may create roles', () => {
    expect(databaseLacks(owner)).toEqual([]);
    expect(databaseLacks({ ...owner, isSuperuser: true, mayCreateRoles: false })).toEqual([]);
  });

  it('names only the version where the server is too old', () => {
    expect(databaseLacks({ ...owner, major: 14, encoding: 'LATIN1' })).toEqual([
      'It is PostgreSQL 14, but 15 or newer is needed.',
    ]);
  });

  it('says at once everything that is missing, each with the statement that gives it', () => {
    const lacks = databaseLacks({
      ...owner,
      login: 'some-one',
      isStandby: true,
      encoding: 'SQL_ASCII',
      mayCreateRoles: false,
      mayCreateTables: false,
    });
    expect(lacks).toHaveLength(4);
    expect(lacks.join('\n')).toContain('ALTER DATABASE credits OWNER TO "some-one".');
    expect(lacks.join('\n')).toContain(
      'CREATE ROLE os_credits_app NOLOGIN; GRANT os_credits_app TO "some-one".',
    );
  });

  it('needs the role granted where another login made it, from PostgreSQL 16 on', () => {
    const other = { ...owner, appRoleExists: true };
    expect(databaseLacks({ ...other, major: 15 })).toEqual([]);
    expect(databaseLacks({ ...other, major: 16 })).toEqual([
      'portal may not become the role os_credits_app, which the product works as: GRANT os_credits_app TO portal.',
    ]);
    expect(databaseLacks({ ...other, major: 16, mayBecomeAppRole: true })).toEqual([]);
  });
});
