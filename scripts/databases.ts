import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { applyMigrations } from '@licheng/database';
import { ensureServiceDatabase, ensureServiceRoles, type Secrets, urlOf } from '@licheng/local-platform';
import { root } from './run.ts';
import { type ServiceName, serviceDatabase, serviceNames, services } from './services.ts';

const migrationsOf = (name: ServiceName) => join(root, 'services', name, 'prisma', 'migrations');

/** Makes every service's database and two roles, and applies its migrations. Returns how many were new. */
export async function prepareDatabases(superuserUrl: string, secrets: Secrets): Promise<number> {
  const owners = serviceNames.filter((name) => services[name].database);
  const without = owners.filter((name) => !existsSync(migrationsOf(name)));
  if (without.length > 0) {
    throw new Error(`no migrations: ${without.map((name) => `services/${name}/prisma/migrations`).join(', ')}`);
  }
  for (const name of owners) {
    const wanted = serviceDatabase(name, secrets);
    await ensureServiceRoles(superuserUrl, wanted);
    await ensureServiceDatabase(superuserUrl, wanted);
  }
  const applied = await Promise.all(
    owners.map((name) => {
      const { database, ownerRole, ownerPassword, appRole } = serviceDatabase(name, secrets);
      const ownerUrl = urlOf(superuserUrl, database, ownerRole, ownerPassword);
      return applyMigrations({ ownerUrl, migrationsDir: migrationsOf(name), appRole });
    }),
  );
  return applied.flat().length;
}
