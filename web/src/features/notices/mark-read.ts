import { api } from '../../api/endpoints.ts';
import { keys, queryClient } from '../../api/queries.ts';

/** Marking read is a convenience: when it fails, the notices simply stay unread. */
export async function markRead(ids: string[]): Promise<void> {
  await api.markNoticesRead(ids).catch(() => undefined);
  await queryClient.invalidateQueries({ queryKey: keys.notices });
}
