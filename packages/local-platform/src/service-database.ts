import pg from 'pg';

export interface ServiceDatabase {
  database: string;
  /** Owns the schema; only migrations use it. */
  ownerRole: string;
  ownerPassword: string;
  /** What the service runs as: no ownership, so row-level security binds it. */
  appRole: string;
  appPassword: string;
}

/** Makes the two roles; repeating it sets the passwords again. Not for concurrent callers. */
export async function ensureServiceRoles(superuserUrl: string, wanted: ServiceDatabase): Promise<void> {
  await asSuperuser(superuserUrl, async (client) => {
    for (const [role, password] of [
      [wanted.ownerRole, wanted.ownerPassword],
      [wanted.appRole, wanted.appPassword],
    ] as const) {
      const name = client.escapeIdentifier(role);
      const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [role]);
      const verb = rowCount ? 'alter' : 'create';
      await client.query(
        `${verb} role ${name} login nosuperuser nobypassrls nocreatedb nocreaterole noreplication
         password ${client.escapeLiteral(password)}`,
      );
    }
  });
}

/** Makes the database when it is not there, and closes it to everybody but its two roles. */
export async function ensureServiceDatabase(
  superuserUrl: string,
  wanted: ServiceDatabase,
  template?: string,
): Promise<void> {
  await asSuperuser(superuserUrl, async (client) => {
    const database = client.escapeIdentifier(wanted.database);
    const owner = client.escapeIdentifier(wanted.ownerRole);
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [wanted.database]);
    if (!rowCount) {
      const from = template ? ` template ${client.escapeIdentifier(template)}` : '';
      await client.query(`create database ${database} owner ${owner}${from}`);
    }
    await client.query(`revoke all on database ${database} from public`);
    await client.query(`grant connect on database ${database} to ${client.escapeIdentifier(wanted.appRole)}`);
  });
}

export async function asSuperuser<Result>(
  superuserUrl: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

export function urlOf(superuserUrl: string, database: string, role: string, password: string): string {
  const url = new URL(superuserUrl);
  url.username = encodeURIComponent(role);
  url.password = encodeURIComponent(password);
  url.pathname = `/${database}`;
  return url.href;
}
