import type { Transaction } from '@licheng/database';
import type { NewNotice } from './notices.ts';

/** The same fact for the same person is one notice, however often it is told. */
const ADD = `
  INSERT INTO notices (id, institution_id, person_id, fact_id, kind, outcome_id, course_id, subject, created_at)
  VALUES (gen_random_uuid(), $1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`;

const REMEMBER = `
  INSERT INTO people (institution_id, person_id, role) VALUES ($1, $2, $3)
  ON CONFLICT (person_id) DO UPDATE SET institution_id = excluded.institution_id, role = excluded.role`;

const LIST = `
  WITH page AS (
    SELECT id, kind, coalesce(outcome_id::text, '') AS "outcomeId", coalesce(course_id::text, '') AS "courseId", subject,
           created_at AS "createdAt", read_at IS NOT NULL AS read
      FROM notices WHERE institution_id = $1 AND person_id = $2
       AND ($4::timestamptz IS NULL OR (created_at, id) < ($4, $5::uuid))
     ORDER BY created_at DESC, id DESC LIMIT $3)
  SELECT coalesce((SELECT json_agg(page) FROM page), '[]') AS notices,
         (SELECT count(*)::integer FROM notices
           WHERE institution_id = $1 AND person_id = $2 AND read_at IS NULL) AS "unreadCount"`;

const MARK_READ = `
  UPDATE notices SET read_at = now()
   WHERE institution_id = $1 AND person_id = $2 AND id = ANY($3::uuid[]) AND read_at IS NULL`;

interface Notice {
  id: string;
  kind: string;
  /** Empty when it is about none, like courseId. */
  outcomeId: string;
  courseId: string;
  subject: string;
  createdAt: Date;
  read: boolean;
}

interface NoticeList {
  /** Newest first. */
  notices: Notice[];
  unreadCount: number;
}

/** Where a page begins: after this notice. */
export type Position = Pick<Notice, 'createdAt' | 'id'>;

/** The notices of the transaction's institution. */
export function noticesIn(tx: Transaction, institutionId: string) {
  return {
    async add({ personId, factId, kind, outcomeId, courseId, subject, createdAt }: NewNotice): Promise<void> {
      await tx.query(ADD, [institutionId, personId, factId, kind, outcomeId, courseId, subject, createdAt]);
    },

    async remember(personId: string, role: string): Promise<void> {
      await tx.query(REMEMBER, [institutionId, personId, role]);
    },

    async list(personId: string, limit: number, after: Position | null): Promise<NoticeList> {
      const [row] = await tx.query<{
        notices: (Omit<Notice, 'createdAt'> & { createdAt: string })[];
        unreadCount: number;
      }>(LIST, [institutionId, personId, limit, after?.createdAt ?? null, after?.id ?? null]);
      if (row === undefined) throw new Error('a query without FROM gave no row');
      const notices = row.notices.map((notice) => ({ ...notice, createdAt: new Date(notice.createdAt) }));
      return { notices, unreadCount: row.unreadCount };
    },

    async markRead(personId: string, ids: readonly string[]): Promise<void> {
      await tx.query(MARK_READ, [institutionId, personId, ids]);
    },
  };
}
