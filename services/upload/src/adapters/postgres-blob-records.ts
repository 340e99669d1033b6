import type { BlobRef, RegisteredVolume, Verification, VolumeRegistry } from '@licheng/blob-store';
import type { Database } from '@licheng/database';

/** What the database knows of volumes and blobs; neither belongs to an institution. */
export class PostgresBlobRecords implements VolumeRegistry {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  list(): Promise<RegisteredVolume[]> {
    return this.#database.transaction(null, (tx) =>
      tx.query<RegisteredVolume>(
        'SELECT position, volume_id AS "volumeId", store_id AS "storeId", initialised FROM blob_volumes ORDER BY position',
      ),
    );
  }

  async holdsBlobs(): Promise<boolean> {
    const rows = await this.#database.transaction(null, (tx) => tx.query('SELECT 1 AS one FROM blobs LIMIT 1'));
    return rows.length > 0;
  }

  async plan(volumes: readonly RegisteredVolume[]): Promise<void> {
    await this.#database.transaction(null, async (tx) => {
      // Two first starts at once: the later one finds the table filled.
      await tx.query('LOCK TABLE blob_volumes IN EXCLUSIVE MODE');
      await tx.query(
        `INSERT INTO blob_volumes (position, volume_id, store_id, initialised)
         SELECT v.position, v.volume_id, v.store_id, false
           FROM unnest($1::smallint[], $2::uuid[], $3::uuid[]) AS v(position, volume_id, store_id)
          WHERE NOT EXISTS (SELECT 1 FROM blob_volumes)`,
        [volumes.map((v) => v.position), volumes.map((v) => v.volumeId), volumes.map((v) => v.storeId)],
      );
    });
  }

  async confirm(): Promise<void> {
    await this.#database.transaction(null, (tx) => tx.query('UPDATE blob_volumes SET initialised = true'));
  }

  /** The blob verified longest ago, when that is longer ago than `intervalMs`. */
  async nextToVerify(intervalMs: number): Promise<BlobRef | null> {
    const rows = await this.#database.transaction(null, (tx) =>
      tx.query<{ sha256: string; size_bytes: string }>(
        `SELECT sha256, size_bytes FROM blobs WHERE verified_at < now() - make_interval(secs => $1)
          ORDER BY verified_at LIMIT 1`,
        [intervalMs / 1000],
      ),
    );
    return rows[0] === undefined ? null : { sha256: rows[0].sha256, sizeBytes: Number(rows[0].size_bytes) };
  }

  async recordVerification(blob: BlobRef, result: Verification): Promise<void> {
    await this.#database.transaction(null, (tx) =>
      tx.query('UPDATE blobs SET verified_at = now(), verification = $2 WHERE sha256 = $1', [blob.sha256, result]),
    );
  }
}
