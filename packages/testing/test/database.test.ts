import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../src/index.ts';

const migrationsDir = mkdtempSync(join(tmpdir(), 'licheng-migrations-'));
let database: TestDatabase;

beforeAll(async () => {
  mkdirSync(join(migrationsDir, '20260101000000_start'));
  writeFileSync(
    join(migrationsDir, '20260101000000_start', 'migration.sql'),
    `create table notes (id serial primary key, institution text not null, text text not null);
     alter table notes enable row level security;
     create policy own_institution on notes using (institution = current_setting('licheng.institution', true));
     insert into notes (institution, text) values ('a', 'for a'), ('b', 'for b');`,
  );
  database = await createDatabase({ migrationsDir, service: 'rls-proof' });
});

afterAll(async () => {
  await database.drop();
  rmSync(migrationsDir, { recursive: true, force: true });
});

async function as<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

describe('the app role', () => {
  test('sees nothing without an institution, and only its own with one', async () => {
    await as(database.appUrl, async (client) => {
      expect((await client.query('select * from notes')).rows).toEqual([]);
      await client.query(`select set_config('licheng.institution', 'a', false)`);
      expect((await client.query('select text from notes')).rows).toEqual([{ text: 'for a' }]);
    });
  });

  test.each([
    'alter table notes disable row level security',
    'alter role current_user bypassrls',
    'set role rls_proof_owner',
    'drop policy own_institution on notes',
    'create table mine (n int)',
    'create role another',
  ])('may not %s', async (statement) => {
    await as(database.appUrl, async (client) => {
      await expect(client.query(statement)).rejects.toThrow();
    });
  });

  test('cannot ask for row-level security to be off', async () => {
    await as(database.appUrl, async (client) => {
      await client.query('set row_security = off');
      await expect(client.query('select * from notes')).rejects.toThrow('row-level security');
    });
  });
});

describe('databases', () => {
  test('of the same migrations are separate, also when made at once', async () => {
    const made = await Promise.all([1, 2, 3, 4].map(() => createDatabase({ migrationsDir, service: 'rls-proof' })));
    const [first, second] = made;
    await as((first as TestDatabase).ownerUrl, (client) => client.query('delete from notes'));
    const left = await as((second as TestDatabase).ownerUrl, (client) => client.query('select * from notes'));
    expect(left.rows).toHaveLength(2);
    await Promise.all(made.map((each) => each.drop()));
  });

  test('are closed to the roles of another service', async () => {
    const other = await createDatabase({ migrationsDir, service: 'other-proof' });
    const url = new URL(other.appUrl);
    url.pathname = new URL(database.appUrl).pathname;
    await expect(as(url.href, (client) => client.query('select 1'))).rejects.toThrow('permission denied');
    await other.drop();
  });
});
