import { createHash, createHmac, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { applyMigrations } from '@licheng/database';
import {
  asSuperuser,
  ensureServiceDatabase,
  ensureServiceRoles,
  type ServiceDatabase,
  urlOf,
} from '@licheng/local-platform';
import { testPlatform } from './test-platform.ts';

export interface TestDatabase {
  /** Owns the schema, for arranging data past row-level security. */
  ownerUrl: string;
  /** What the service under test gets: no owner, no superuser, no way past row-level security. */
  appUrl: string;
  appRole: string;
  drop(): Promise<void>;
}

export interface TestDatabaseOptions {
  /** Folder of Prisma migrations, or its URL. */
  migrationsDir: string | URL;
  service: string;
}

/** A database of one test file's own, cloned from a template that holds the migrations. */
export async function createDatabase({ migrationsDir, service }: TestDatabaseOptions): Promise<TestDatabase> {
  const platform = await testPlatform();
  const { superuserUrl, password } = platform.postgres;
  const folder = migrationsDir instanceof URL ? fileURLToPath(migrationsDir) : migrationsDir;
  const prefix = service.replaceAll('-', '_');
  const secret = (role: string) => createHmac('sha256', password).update(role).digest('base64url');
  const wanted: ServiceDatabase = {
    database: `${prefix}_${randomBytes(6).toString('hex')}`,
    ownerRole: `${prefix}_owner`,
    ownerPassword: secret(`${prefix}_owner`),
    appRole: `${prefix}_app`,
    appPassword: secret(`${prefix}_app`),
  };
  const template = await ensureTemplate(superuserUrl, folder, prefix, wanted);
  await ensureServiceDatabase(superuserUrl, wanted, template);
  return {
    ownerUrl: urlOf(superuserUrl, wanted.database, wanted.ownerRole, wanted.ownerPassword),
    appUrl: urlOf(superuserUrl, wanted.database, wanted.appRole, wanted.appPassword),
    appRole: wanted.appRole,
    drop: () =>
      asSuperuser(superuserUrl, async (client) => {
        await client.query(`drop database if exists ${client.escapeIdentifier(wanted.database)} with (force)`);
      }),
  };
}

async function ensureTemplate(
  superuserUrl: string,
  folder: string,
  prefix: string,
  roles: ServiceDatabase,
): Promise<string> {
  const template = `${prefix}_template_${hashOf(folder)}`;
  return asSuperuser(superuserUrl, async (client) => {
    // One worker builds, the others wait; the lock goes with the session.
    await client.query('select pg_advisory_lock(hashtext($1))', [template]);
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [template]);
    if (rowCount) return template;
    const unfinished = `${template}_unfinished`;
    await client.query(`drop database if exists ${client.escapeIdentifier(unfinished)} with (force)`);
    await client.query('select pg_advisory_lock(hashtext($1))', ['licheng test roles']);
    await ensureServiceRoles(superuserUrl, roles);
    await ensureServiceDatabase(superuserUrl, { ...roles, database: unfinished });
    await applyMigrations({
      ownerUrl: urlOf(superuserUrl, unfinished, roles.ownerRole, roles.ownerPassword),
      migrationsDir: folder,
      appRole: roles.appRole,
    });
    await client.query(
      `alter database ${client.escapeIdentifier(unfinished)} rename to ${client.escapeIdentifier(template)}`,
    );
    return template;
  });
}

function hashOf(folder: string): string {
  const hash = createHash('sha256');
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (entry.endsWith('.sql')) hash.update(entry).update(readFileSync(join(folder, entry)));
  }
  return hash.digest('hex').slice(0, 16);
}
