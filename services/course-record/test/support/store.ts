import { Database, type Transaction } from '@licheng/database';
import { Outbox } from '@licheng/messaging';
import { createDatabase } from '@licheng/testing';
import pg from 'pg';
import { signedReceipts } from '../../src/adapters/receipts.ts';
import { recordsOf } from '../../src/adapters/records.ts';
import type { Deps, StoredUpload } from '../../src/application/ports.ts';
import { newReceiptKey } from './service.ts';

/** The commands of this service on real PostgreSQL, without gRPC and broker in between. */
export async function openStore() {
  const testDatabase = await createDatabase({
    service: 'course-record',
    migrationsDir: new URL('../../prisma/migrations', import.meta.url),
  });
  const database = new Database({ url: testDatabase.appUrl, applicationName: 'model' });
  const owner = new pg.Pool({ connectionString: testDatabase.ownerUrl, max: 1 });
  const outbox = new Outbox('course-record', () => {});
  const uploads = new Map<string, StoredUpload>();
  const recordsIn = (tx: Transaction, institutionId: string) => recordsOf(tx, institutionId, outbox);
  const deps: Deps = {
    withRecords: (institutionId, work) =>
      database.transaction(institutionId, (tx) => work(recordsIn(tx, institutionId))),
    uploads: {
      get: async (ids) => ids.flatMap((id) => uploads.get(id) ?? []),
      createLink: async (id) => `/files/${id}`,
      createPreviewLinks: async () => ({ state: 'ready', pageCount: 1, pagePaths: [] }),
    },
    certification: { seal: async (_, versions) => ({ sealed: [...versions], refused: [] }) },
    receipts: await signedReceipts(newReceiptKey(), database),
  };
  return {
    deps,
    owner,
    uploads,
    async close() {
      await Promise.all([database.close(), owner.end()]);
      await testDatabase.drop();
    },
  };
}
export type Store = Awaited<ReturnType<typeof openStore>>;
