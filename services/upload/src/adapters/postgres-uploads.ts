import type { Database, Transaction } from '@licheng/database';
import type { Outbox } from '@licheng/messaging';
import type { FileSlot } from '@licheng/portfolio-rules';
import type { CheckResult, DrawnPages, NewUpload, Owner, Upload, UploadStore } from '../application/ports.ts';
import type { UploadStatus } from '../domain/upload-status.ts';
import type { BlobRef } from '@licheng/blob-store';

interface Row {
  id: string;
  institution_id: string;
  owner_id: string;
  slot: FileSlot;
  file_name: string;
  size_bytes: string;
  status: UploadStatus;
  started_at: Date;
  sha256: string | null;
  media_type: string | null;
  thumbnail_sha256: string | null;
  thumbnail_size_bytes: number | null;
  announced_sha256: string | null;
  page_count: number | null;
  page_image_count: number | null;
}

const COLUMNS = `id, institution_id, owner_id, slot, file_name, size_bytes, status, started_at, sha256, media_type,
  thumbnail_sha256, thumbnail_size_bytes, announced_sha256, page_count, page_image_count`;

function toUpload(row: Row): Upload {
  const { thumbnail_sha256: sha256, thumbnail_size_bytes: sizeBytes } = row;
  const { page_count: pageCount, page_image_count: imageCount } = row;
  return {
    id: row.id,
    institutionId: row.institution_id,
    ownerId: row.owner_id,
    slot: row.slot,
    fileName: row.file_name,
    sizeBytes: Number(row.size_bytes),
    status: row.status,
    startedAt: row.started_at,
    sha256: row.sha256,
    mediaType: row.media_type,
    thumbnail: sha256 === null || sizeBytes === null ? null : { sha256, sizeBytes },
    announcedSha256: row.announced_sha256,
    drawn: pageCount === null || imageCount === null ? null : { pageCount, imageCount },
  };
}

/** The fact that all bytes are durable. */
function completed({ id, institutionId, ownerId, slot, fileName, sizeBytes }: NewUpload, sha256: string) {
  return {
    type: 'upload.completed.v1' as const,
    subject: id,
    data: { uploadId: id, institutionId, ownerId, slot, fileName, sizeBytes, sha256 },
  };
}

export class PostgresUploads implements UploadStore {
  readonly #database: Database;
  readonly #outbox: Outbox;

  constructor(database: Database, outbox: Outbox) {
    this.#database = database;
    this.#outbox = outbox;
  }

  async create(upload: NewUpload, maxUnfinished: number): Promise<Upload | null> {
    const rows = await this.#database.transaction(upload.institutionId, (tx) =>
      tx.query<Row>(
        `INSERT INTO uploads (id, institution_id, owner_id, slot, file_name, size_bytes, announced_sha256)
         SELECT $1, $2, $3, $4, $5, $6, $7
          WHERE (SELECT count(*) FROM uploads WHERE institution_id = $2 AND owner_id = $3 AND status = 'receiving') < $8
         ON CONFLICT (id) DO NOTHING
         RETURNING ${COLUMNS}`,
        [
          upload.id,
          upload.institutionId,
          upload.ownerId,
          upload.slot,
          upload.fileName,
          upload.sizeBytes,
          upload.announcedSha256,
          maxUnfinished,
        ],
      ),
    );
    return rows[0] === undefined ? null : toUpload(rows[0]);
  }

  async hasPassed({ institutionId, ownerId, slot, sizeBytes }: NewUpload, sha256: string): Promise<boolean> {
    const rows = await this.#database.transaction(institutionId, (tx) =>
      tx.query(
        `SELECT 1 AS one FROM uploads WHERE institution_id = $1 AND owner_id = $2 AND slot = $3 AND sha256 = $4
            AND size_bytes = $5 AND status = 'passed' LIMIT 1`,
        [institutionId, ownerId, slot, sha256, sizeBytes],
      ),
    );
    return rows.length > 0;
  }

  createWhole(upload: NewUpload, sha256: string): Promise<Upload | null> {
    const { id, institutionId, ownerId, slot, fileName, sizeBytes, announcedSha256 } = upload;
    return this.#database.transaction(institutionId, async (tx) => {
      const [row] = await tx.query<Row>(
        `INSERT INTO uploads (id, institution_id, owner_id, slot, file_name, size_bytes, announced_sha256, sha256, status,
           completed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'checking', now()) ON CONFLICT (id) DO NOTHING RETURNING ${COLUMNS}`,
        [id, institutionId, ownerId, slot, fileName, sizeBytes, announcedSha256, sha256],
      );
      if (row === undefined) return null;
      await tx.query(
        `WITH source AS (
           SELECT id, page_count, page_image_count FROM uploads
            WHERE institution_id = $2 AND owner_id = $3 AND slot = $4 AND sha256 = $5 AND status = 'passed'
              AND page_image_count > 0 LIMIT 1),
         images AS (
           INSERT INTO upload_page_images (upload_id, page, institution_id, sha256, size_bytes)
           SELECT $1, i.page, i.institution_id, i.sha256, i.size_bytes
             FROM source JOIN upload_page_images i ON i.upload_id = source.id)
         UPDATE uploads SET page_count = source.page_count, page_image_count = source.page_image_count
           FROM source WHERE uploads.id = $1`,
        [id, institutionId, ownerId, slot, sha256],
      );
      await this.#outbox.add(tx, [completed(upload, sha256)]);
      return toUpload(row);
    });
  }

  async find(institutionId: string, id: string): Promise<Upload | null> {
    const rows = await this.#database.transaction(institutionId, (tx) =>
      tx.query<Row>(`SELECT ${COLUMNS} FROM uploads WHERE id = $1 AND institution_id = $2`, [id, institutionId]),
    );
    return rows[0] === undefined ? null : toUpload(rows[0]);
  }

  async findAll({ institutionId, personId }: Owner, ids: readonly string[]): Promise<Upload[]> {
    const rows = await this.#database.transaction(institutionId, (tx) =>
      tx.query<Row>(
        `SELECT ${COLUMNS} FROM uploads WHERE id = ANY($1::uuid[]) AND institution_id = $2 AND owner_id = $3`,
        [ids, institutionId, personId],
      ),
    );
    return rows.map(toUpload);
  }

  async unfinishedOf({ institutionId, personId }: Owner): Promise<string[]> {
    const rows = await this.#database.transaction(institutionId, (tx) =>
      tx.query<{ id: string }>(
        `SELECT id FROM uploads WHERE institution_id = $1 AND owner_id = $2 AND status = 'receiving' ORDER BY started_at`,
        [institutionId, personId],
      ),
    );
    return rows.map(({ id }) => id);
  }

  complete(upload: Upload, sha256: string): Promise<boolean> {
    const { id, institutionId, sizeBytes } = upload;
    return this.#database.transaction(institutionId, async (tx) => {
      const rows = await tx.query(
        `WITH content AS (INSERT INTO blobs (sha256, size_bytes) VALUES ($3, $4) ON CONFLICT (sha256) DO NOTHING)
         UPDATE uploads SET status = 'checking', sha256 = $3, completed_at = now()
          WHERE id = $1 AND institution_id = $2 AND status = 'receiving' RETURNING id`,
        [id, institutionId, sha256, sizeBytes],
      );
      if (rows.length === 0) return false;
      await this.#outbox.add(tx, [completed(upload, sha256)]);
      return true;
    });
  }

  async discard(institutionId: string, id: string): Promise<boolean> {
    const rows = await this.#database.transaction(institutionId, (tx) =>
      tx.query(`DELETE FROM uploads WHERE id = $1 AND institution_id = $2 AND status = 'receiving' RETURNING id`, [
        id,
        institutionId,
      ]),
    );
    return rows.length > 0;
  }

  async lockStatus(tx: Transaction, institutionId: string, id: string): Promise<UploadStatus | null> {
    const rows = await tx.query<{ status: UploadStatus }>(
      'SELECT status FROM uploads WHERE id = $1 AND institution_id = $2 FOR UPDATE',
      [id, institutionId],
    );
    return rows[0]?.status ?? null;
  }

  async recordCheck(
    tx: Transaction,
    institutionId: string,
    id: string,
    status: UploadStatus,
    result: CheckResult,
  ): Promise<void> {
    await tx.query(
      `UPDATE uploads SET status = $3, media_type = $4, rejection = $5, checked_at = now()
        WHERE id = $1 AND institution_id = $2`,
      [
        id,
        institutionId,
        status,
        result.action === 'pass' ? result.mediaType : null,
        result.action === 'reject' ? result.rejection : null,
      ],
    );
  }

  async setThumbnail(institutionId: string, id: string, thumbnail: BlobRef): Promise<void> {
    await this.#database.transaction(institutionId, (tx) =>
      tx.query(
        `WITH content AS (INSERT INTO blobs (sha256, size_bytes) VALUES ($3, $4) ON CONFLICT (sha256) DO NOTHING)
         UPDATE uploads SET thumbnail_sha256 = $3, thumbnail_size_bytes = $4 WHERE id = $1 AND institution_id = $2`,
        [id, institutionId, thumbnail.sha256, thumbnail.sizeBytes],
      ),
    );
  }

  async setPageImage(institutionId: string, id: string, page: number, image: BlobRef): Promise<void> {
    await this.#database.transaction(institutionId, (tx) =>
      tx.query(
        `WITH content AS (INSERT INTO blobs (sha256, size_bytes) VALUES ($4, $5) ON CONFLICT (sha256) DO NOTHING)
         INSERT INTO upload_page_images (upload_id, page, institution_id, sha256, size_bytes)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (upload_id, page) DO UPDATE SET sha256 = excluded.sha256, size_bytes = excluded.size_bytes`,
        [id, page, institutionId, image.sha256, image.sizeBytes],
      ),
    );
  }

  async findPageImage(institutionId: string, id: string, page: number): Promise<BlobRef | null> {
    const [row] = await this.#database.transaction(institutionId, (tx) =>
      tx.query<{ sha256: string; size_bytes: number }>(
        `SELECT sha256, size_bytes FROM upload_page_images
          WHERE upload_id = $1 AND page = $2 AND institution_id = $3`,
        [id, page, institutionId],
      ),
    );
    return row === undefined ? null : { sha256: row.sha256, sizeBytes: row.size_bytes };
  }

  async setDrawn(institutionId: string, id: string, { pageCount, imageCount }: DrawnPages): Promise<boolean> {
    const rows = await this.#database.transaction(institutionId, (tx) =>
      tx.query(
        `UPDATE uploads SET page_count = $3, page_image_count = $4
          WHERE id = $1 AND institution_id = $2
            AND (SELECT count(*) FROM upload_page_images WHERE upload_id = $1 AND page <= $4) = $4
         RETURNING id`,
        [id, institutionId, pageCount, imageCount],
      ),
    );
    return rows.length > 0;
  }

  async institutionOf(id: string): Promise<string | null> {
    const rows = await this.#database.transaction(null, (tx) =>
      tx.query<{ institution_id: string | null }>('SELECT institution_of_upload($1) AS institution_id', [id]),
    );
    return rows[0]?.institution_id ?? null;
  }

  async abandoned(olderThanMs: number): Promise<{ id: string; institutionId: string }[]> {
    const rows = await this.#database.transaction(null, (tx) =>
      tx.query<{ id: string; institution_id: string }>(
        'SELECT id, institution_id FROM abandoned_uploads(make_interval(secs => $1))',
        [olderThanMs / 1000],
      ),
    );
    return rows.map((row) => ({ id: row.id, institutionId: row.institution_id }));
  }
}
