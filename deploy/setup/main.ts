// The one-off job before services start or are upgraded: databases and roles (where it may), migrations, broker users (where it
// may) and topology. Safe to repeat. Every input is a variable; all that are missing are named together.
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { applyMigrations } from '@licheng/database';
import { applyTopology } from '@licheng/messaging';

const migrationsRoot = process.env['MIGRATIONS_DIR'] ?? join(dirname(fileURLToPath(import.meta.url)), 'migrations');
const missing: string[] = [];

function required(name: string): string {
  const value = process.env[name] ?? '';
  if (value === '') missing.push(name);
  return value;
}

interface ServiceDatabase {
  service: string;
  database: string;
  ownerRole: string;
  ownerPassword: string;
  appRole: string;
  appPassword: string;
}

function serviceDatabases(): ServiceDatabase[] {
  return readdirSync(migrationsRoot)
    .filter((service) => existsSync(join(migrationsRoot, service)))
    .map((service) => {
      const key = service.toUpperCase().replaceAll('-', '_');
      const name = service.replaceAll('-', '_');
      return {
        service,
        database: `licheng_${name}`,
        ownerRole: `${name}_owner`,
        ownerPassword: required(`${key}_OWNER_PASSWORD`),
        appRole: `${name}_app`,
        appPassword: required(`${key}_APP_PASSWORD`),
      };
    });
}

async function createRolesAndDatabase(admin: pg.Client, target: ServiceDatabase): Promise<void> {
  for (const [role, password] of [
    [target.ownerRole, target.ownerPassword],
    [target.appRole, target.appPassword],
  ] as const) {
    const known = await admin.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
    const verb = known.rowCount === 0 ? 'CREATE' : 'ALTER';
    await admin.query(
      `${verb} ROLE ${admin.escapeIdentifier(role)} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD ${admin.escapeLiteral(password)}`,
    );
  }
  const known = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [target.database]);
  if (known.rowCount === 0) {
    await admin.query(
      `CREATE DATABASE ${admin.escapeIdentifier(target.database)} OWNER ${admin.escapeIdentifier(target.ownerRole)}`,
    );
    await admin.query(`REVOKE ALL ON DATABASE ${admin.escapeIdentifier(target.database)} FROM PUBLIC`);
    await admin.query(
      `GRANT CONNECT ON DATABASE ${admin.escapeIdentifier(target.database)} TO ${admin.escapeIdentifier(target.appRole)}`,
    );
  }
}

/** Each service gets a user that may read its own queues and write events, and may create nothing. */
async function createBrokerUsers(managementUrl: string, services: readonly string[]): Promise<void> {
  const base = new URL(managementUrl);
  const authorization = `Basic ${Buffer.from(`${decodeURIComponent(base.username)}:${decodeURIComponent(base.password)}`).toString('base64')}`;
  const put = async (path: string, body: object) => {
    const response = await fetch(new URL(path, base.origin), {
      method: 'PUT',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    });
    if (!response.ok) throw new Error(`the broker answered ${response.status} for ${path}`);
  };
  for (const service of services) {
    const password = required(`${service.toUpperCase().replaceAll('-', '_')}_BROKER_PASSWORD`);
    await put(`/api/users/${service}`, { password, tags: '' });
    await put(`/api/permissions/%2F/${service}`, {
      configure: service === 'gateway' ? '^gateway\\.live\\..*$' : '^$',
      write: `^(licheng\\.events|licheng\\.dead|${service}\\..*|amq\\.default)$`,
      read: service === 'gateway' ? '^(licheng\\.events|gateway\\..*)$' : `^${service}\\..*$`,
    });
  }
}

const databases = serviceDatabases();
const postgresUrl = new URL(required('POSTGRES_URL') || 'postgres://missing');
const brokerUrl = required('BROKER_ADMIN_URL');
if (missing.length > 0) throw new Error(`These variables are missing: ${missing.join(', ')}`);

// With an administrator's URL the job creates what a managed server's operator would create otherwise.
if (postgresUrl.username !== '') {
  const admin = new pg.Client({ connectionString: postgresUrl.href });
  await admin.connect();
  for (const target of databases) await createRolesAndDatabase(admin, target);
  await admin.end();
}
for (const target of databases) {
  const ownerUrl = new URL(postgresUrl);
  ownerUrl.username = target.ownerRole;
  ownerUrl.password = encodeURIComponent(target.ownerPassword);
  ownerUrl.pathname = `/${target.database}`;
  const applied = await applyMigrations({
    ownerUrl: ownerUrl.href,
    migrationsDir: join(migrationsRoot, target.service),
    appRole: target.appRole,
  });
  console.log(`${target.service}: ${applied.length === 0 ? 'up to date' : applied.join(', ')}`);
}
const managementUrl = process.env['BROKER_MANAGEMENT_URL'] ?? '';
if (managementUrl !== '') await createBrokerUsers(managementUrl, [...databases.map((d) => d.service), 'gateway']);
await applyTopology(brokerUrl);
console.log('broker topology declared');
