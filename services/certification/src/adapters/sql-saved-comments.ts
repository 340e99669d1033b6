import type { Database } from '@licheng/database';
import type { SavedComment, SavedComments } from '../application/ports.ts';

const LIST = `SELECT id, text FROM saved_comments WHERE person_id = $1::uuid AND institution_id = $2::uuid
  ORDER BY saved_at, id`;

/** One person's comments are written one after the other, or two at once would pass the limit together. */
const LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('saved_comments ' || $1::text, 0))";

const PUT = `INSERT INTO saved_comments (person_id, institution_id, id, text)
  SELECT $1::uuid, $2::uuid, $3::uuid, $4
   WHERE (SELECT count(*) FROM saved_comments WHERE person_id = $1::uuid AND id <> $3::uuid) < $5
  ON CONFLICT (person_id, id) DO UPDATE SET text = excluded.text RETURNING id`;

const DELETE = 'DELETE FROM saved_comments WHERE person_id = $1::uuid AND institution_id = $2::uuid AND id = $3::uuid';

export function createSavedComments(database: Database): SavedComments {
  return {
    list: ({ institutionId, personId }) =>
      database.transaction(institutionId, (tx) => tx.query<SavedComment>(LIST, [personId, institutionId])),
    put: ({ institutionId, personId }, { id, text }, limit) =>
      database.transaction(institutionId, async (tx) => {
        const [, put] = await Promise.all([
          tx.query(LOCK, [personId]),
          tx.query(PUT, [personId, institutionId, id, text, limit]),
        ]);
        return put.length > 0;
      }),
    delete: ({ institutionId, personId }, id) =>
      database.transaction(institutionId, async (tx) => {
        await tx.query(DELETE, [personId, institutionId, id]);
      }),
  };
}
