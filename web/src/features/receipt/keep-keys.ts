import type { ReceiptKeysResource } from '@licheng/rest-contract';
import { api } from '../../api/endpoints.ts';
import { writeStored } from '../../lib/storage.ts';

export const KEPT_KEYS = 'licheng.receipt-keys';

/** Fetches the published keys and keeps them on this device, so that receipts can be verified without a network later. */
export async function fetchAndKeepKeys(): Promise<ReceiptKeysResource & { fetchedAt: string }> {
  const { keys } = await api.getReceiptKeys();
  const kept = { keys, fetchedAt: new Date().toISOString() };
  writeStored(KEPT_KEYS, JSON.stringify(kept));
  return kept;
}
