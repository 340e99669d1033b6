import pg from 'pg';
import { LichengError } from '@licheng/portfolio-rules';
import { isRetryable, isUnavailable } from './failures.ts';

export interface DatabaseOptions {
  /** postgres:// URL of the service's non-owner role. */
  url: string;
  applicationName: string;
  maxConnections?: number;
  /** A statement running longer than this is ended by the server. */
  statementTimeoutMs?: number;
}

/** What a store may do inside a transaction. */
export interface Transaction {
  /** Runs one statement, prepared once per connection; values only ever travel as parameters. */
  query<Row extends object = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Runs after the commit is known to have succeeded; must not throw. */
  afterCommit(action: () => void): void;
}

const MAX_ATTEMPTS = 3;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const statementNames = new Map<string, string>();

function statementName(text: string): string {
  let name = statementNames.get(text);
  if (name === undefined) {
    name = `s${statementNames.size + 1}`;
    statementNames.set(text, name);
  }
  return name;
}

/** One service's PostgreSQL database, reached as a role that owns nothing and is bound by row-level security. */
export class Database {
  readonly pool: pg.Pool;

  constructor(options: DatabaseOptions) {
    this.pool = new pg.Pool({
      connectionString: options.url,
      application_name: options.applicationName,
      max: options.maxConnections ?? 10,
      connectionTimeoutMillis: 3_000,
      idleTimeoutMillis: 60_000,
      statement_timeout: options.statementTimeoutMs ?? 10_000,
      idle_in_transaction_session_timeout: 15_000,
      keepAlive: true,
      // What is sent without waiting for the answer before it travels together, see `#attempt`.
      pipeline: true,
    });
    // A connection that breaks is replaced by the pool, and the query under way is refused; without these listeners, one for
    // idle connections and one for those in use, it would end the process.
    this.pool.on('error', () => {});
    this.pool.on('connect', (client) => client.on('error', () => {}));
  }

  /**
   * Runs `work` in one transaction that sees only the rows of `institutionId`; null sees only tables that belong to no
   * institution (outbox, inbox). Lost races inside PostgreSQL are run again, at most three times in all.
   * @throws LichengError `service_unavailable` when the server cannot be reached; whether a commit under way took effect
   * is then unknown, so commands must be safe to repeat.
   */
  async transaction<T>(institutionId: string | null, work: (tx: Transaction) => Promise<T>): Promise<T> {
    // The id is written into the statement because SET takes no parameters: nothing but a UUID may pass.
    if (institutionId !== null && !UUID.test(institutionId)) throw new LichengError('not_found');
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#attempt(institutionId, work);
      } catch (error) {
        if (isRetryable(error) && attempt < MAX_ATTEMPTS) continue;
        if (isUnavailable(error)) throw new LichengError('service_unavailable', {}, { cause: error });
        throw error;
      }
    }
  }

  async #attempt<T>(institutionId: string | null, work: (tx: Transaction) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    const afterCommit: (() => void)[] = [];
    const tx: Transaction = {
      query: async <Row extends object>(text: string, values: readonly unknown[] = []) =>
        (await client.query({ name: statementName(text), text, values: [...values] })).rows as Row[],
      afterCommit: (action) => afterCommit.push(action),
    };
    let broken: Error | undefined;
    try {
      // Not waited for: the first statement of the work follows in the same packet. Where BEGIN fails the connection is gone, and
      // so is what follows it.
      const begun = client.query(
        institutionId === null ? 'BEGIN' : `BEGIN; SET LOCAL licheng.institution_id = '${institutionId}'`,
      );
      const [, result] = await Promise.all([begun, work(tx)]);
      await client.query('COMMIT');
      for (const action of afterCommit) action();
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch((cause: unknown) => {
        broken = cause instanceof Error ? cause : new Error('rollback failed');
      });
      throw error;
    } finally {
      client.release(broken);
    }
  }

  /** Resolves when the database answers; rejects otherwise. */
  async ping(): Promise<void> {
    await this.pool.query('SELECT 1');
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}
