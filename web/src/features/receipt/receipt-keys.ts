import { readStored } from '../../lib/storage.ts';
import { fetchAndKeepKeys, KEPT_KEYS } from './keep-keys.ts';
import { keysOf, parseJson, type ReceiptKey } from './receipt-verdict.ts';

export interface KnownKeys {
  keys: ReceiptKey[];
  source: 'server' | 'cached' | 'file';
  fetchedAt: string;
}

/** The keys the server publishes, and what this device kept of them when it cannot be reached; null when there is neither. */
export async function loadReceiptKeys(): Promise<KnownKeys | null> {
  const before = keptKeys();
  try {
    const fetched = await fetchAndKeepKeys();
    const keys = keysOf(fetched);
    if (keys !== null) return { keys, source: 'server', fetchedAt: fetched.fetchedAt };
  } catch {
    // Offline or away: the kept ones are as good, a published key never changes.
  }
  return before;
}

export function keptKeys(): KnownKeys | null {
  const kept = parseJson(readStored(KEPT_KEYS) ?? '');
  const keys = keysOf(kept);
  if (keys === null || typeof kept !== 'object' || kept === null || !('fetchedAt' in kept)) return null;
  return { keys, source: 'cached', fetchedAt: String(kept.fetchedAt) };
}
