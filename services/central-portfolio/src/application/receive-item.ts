import {
  type Acknowledgement,
  type HandInItem,
  type ManifestFile,
  type Receipt,
  acknowledge,
  judge,
} from '../domain/holding.ts';
import type { FileSource, FileStore, PortfolioReader } from './ports.ts';

async function receiveFile(file: ManifestFile, source: FileSource, store: FileStore): Promise<Receipt> {
  const bytes = await source.open(file.uploadId);
  if (bytes === null) return { kept: false, rejection: 'file_missing' };
  return store.keep(bytes, file.sizeBytes, (received) => judge(file, received));
}

/**
 * Fetches the files of one item and says what became of it. An item received before is acknowledged again without asking
 * for its bytes, so that a replay of everything is cheap and ends in the same set.
 * @throws LichengError `service_unavailable` while files cannot be fetched: the item waits.
 */
export async function receiveItem(
  item: HandInItem,
  portfolio: PortfolioReader,
  source: FileSource,
  store: FileStore,
): Promise<Acknowledgement> {
  if (await portfolio.isReceived(item.itemId)) return { result: 'received' };
  const receipts: Receipt[] = [];
  for (const file of item.files) receipts.push(await receiveFile(file, source, store));
  return acknowledge(receipts);
}
