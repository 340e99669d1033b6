import { createHash, randomUUID } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

export interface MigrationOptions {
  /** postgres:// URL of the role that owns the schema. */
  ownerUrl: string;
  /** A Prisma `migrations` folder: one sub-folder per migration with a `migration.sql`. */
  migrationsDir: string;
  /** The role the service runs as; it is given rows, never structure. */
  appRole: string;
}

/** The key Prisma's own migrate command locks on, so that both never run at once. */
const PRISMA_MIGRATE_LOCK = 72_707_369;

const MIGRATIONS_TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz, migration_name varchar(255) NOT NULL,
  logs text, rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(),
  applied_steps_count integer NOT NULL DEFAULT 0)`;

async function migrationsIn(dir: string): Promise<{ name: string; sql: string; checksum: string }[]> {
  const entries = await readdir(dir, { withFileTypes: true });
  const names = entries
    .filter((e) => e.isDirectory())
    .map((e) => e.name)
    .toSorted();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(dir, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/**
 * Applies what is missing of a Prisma migrations folder, each migration in one transaction, recorded the way
 * `prisma migrate status` reads it. Safe to run from several places at once. Grants rows to the app role.
 * @returns the names applied now.
 * @throws Error when an applied migration's file has changed since.
 */
export async function applyMigrations(options: MigrationOptions): Promise<string[]> {
  const migrations = await migrationsIn(options.migrationsDir);
  const client = new pg.Client({ connectionString: options.ownerUrl });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [PRISMA_MIGRATE_LOCK]);
    await client.query(MIGRATIONS_TABLE);
    const applied = new Map<string, string>();
    for (const row of (
      await client.query('SELECT migration_name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL')
    ).rows) {
      applied.set(row.migration_name, row.checksum);
    }
    const now: string[] = [];
    for (const { name, sql, checksum } of migrations) {
      const known = applied.get(name);
      if (known !== undefined && known !== checksum) {
        throw new Error(`Migration ${name} was changed after it had been applied; write a new one instead.`);
      }
      if (known !== undefined) continue;
      await client.query('BEGIN');
      try {
        await client.query(sql);
        await client.query(
          `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
           VALUES ($1, $2, $3, now(), 1)`,
          [randomUUID(), checksum, name],
        );
        await client.query('COMMIT');
      } catch (error) {
        await client.query('ROLLBACK');
        throw new Error(`Migration ${name} failed`, { cause: error });
      }
      now.push(name);
    }
    const role = client.escapeIdentifier(options.appRole);
    await client.query(`GRANT USAGE ON SCHEMA public TO ${role};
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${role};
      REVOKE ALL ON _prisma_migrations FROM ${role};
      GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ${role};
      GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO ${role}`);
    return now;
  } finally {
    await client.end();
  }
}
