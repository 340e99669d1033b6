import { randomUUID } from 'node:crypto';
import { mkdtemp, cp, appendFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestDatabase, createDatabase } from '@licheng/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database, applyMigrations } from '../src/index.ts';

const migrationsDir = new URL('./migrations', import.meta.url).pathname;
const ours = randomUUID();
const theirs = randomUUID();
let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createDatabase({ service: 'database', migrationsDir });
  database = new Database({ url: testDatabase.appUrl, applicationName: 'database-test' });
  for (const institution of [ours, theirs]) {
    await database.transaction(institution, (tx) =>
      tx.query('INSERT INTO notes (institution_id, counter) VALUES ($1, 0)', [institution]),
    );
  }
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

const counters = (institution: string | null) =>
  database.transaction(institution, (tx) => tx.query<{ institution_id: string }>('SELECT institution_id FROM notes'));

describe('a transaction', () => {
  it("sees its own institution's rows though the query names none", async () => {
    expect(await counters(ours)).toEqual([{ institution_id: ours }]);
    expect(await counters(theirs)).toEqual([{ institution_id: theirs }]);
  });

  it('sees nothing of any institution when it belongs to none, on a connection used before', async () => {
    await counters(ours);
    expect(await counters(null)).toEqual([]);
  });

  it('cannot write a row of another institution', async () => {
    const crossing = database.transaction(ours, (tx) =>
      tx.query('INSERT INTO notes (institution_id, counter) VALUES ($1, 1)', [theirs]),
    );
    await expect(crossing).rejects.toThrow(/row-level security/);
  });

  it('takes nothing but a UUID as institution', async () => {
    await expect(counters(`${ours}'; DROP TABLE notes; --`)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is run again after a deadlock, so that both writers succeed', async () => {
    const ids = [randomUUID(), randomUUID()];
    await database.transaction(ours, async (tx) => {
      for (const id of ids)
        await tx.query('INSERT INTO notes (id, institution_id, counter) VALUES ($1, $2, 0)', [id, ours]);
    });
    const arrived: (() => void)[] = [];
    // Both hold their first row before either asks for the other's; a second attempt does not wait any more.
    const bothHoldOne = () =>
      new Promise<void>((resolve) => {
        arrived.push(resolve);
        if (arrived.length >= 2) for (const go of arrived) go();
      });
    const increment = (order: readonly string[]) =>
      database.transaction(ours, async (tx) => {
        for (const [step, id] of order.entries()) {
          await tx.query('UPDATE notes SET counter = counter + 1 WHERE id = $1', [id]);
          if (step === 0) await bothHoldOne();
        }
      });
    await Promise.all([increment(ids), increment(ids.toReversed())]);
    const rows = await database.transaction(ours, (tx) =>
      tx.query<{ counter: number }>('SELECT counter FROM notes WHERE id = ANY($1)', [ids]),
    );
    expect(rows).toEqual([{ counter: 2 }, { counter: 2 }]);
  });

  it('says service_unavailable when there is no server, and runs no after-commit action', async () => {
    const away = new Database({ url: 'postgres://x:y@127.0.0.1:1/z', applicationName: 'database-test' });
    let ran = false;
    const write = away.transaction(null, async (tx) => {
      tx.afterCommit(() => {
        ran = true;
      });
    });
    await expect(write).rejects.toMatchObject({ code: 'service_unavailable' });
    expect(ran).toBe(false);
    await away.close();
  });
});

describe('migrations', () => {
  const options = () => ({ ownerUrl: testDatabase.ownerUrl, migrationsDir, appRole: testDatabase.appRole });

  it('are applied once, also when several places apply them together', async () => {
    expect(await Promise.all([applyMigrations(options()), applyMigrations(options())])).toEqual([[], []]);
  });

  it('refuse to go on when an applied one was changed', async () => {
    const changed = await mkdtemp(join(tmpdir(), 'licheng-migrations-'));
    await cp(migrationsDir, changed, { recursive: true });
    await appendFile(join(changed, '20260901000000_notes/migration.sql'), '-- changed\n');
    await expect(applyMigrations({ ...options(), migrationsDir: changed })).rejects.toThrow(/was changed after/);
    await rm(changed, { recursive: true });
  });

  it('leave the app role without rights on structure', async () => {
    const client = new pg.Client({ connectionString: testDatabase.appUrl });
    await client.connect();
    await expect(client.query('ALTER TABLE notes DISABLE ROW LEVEL SECURITY')).rejects.toThrow(/must be owner/);
    await expect(client.query('DELETE FROM _prisma_migrations')).rejects.toThrow(/permission denied/);
    await client.end();
  });
});
