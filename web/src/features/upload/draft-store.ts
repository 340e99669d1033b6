import { FILE_SLOTS, type FileSlot } from '@licheng/portfolio-rules';
import type { OutcomeResource } from '@licheng/rest-contract';

const DATABASE = 'licheng-uploads';
const DRAFTS = 'drafts';
const FILES = 'files';
/** What nobody came back for; a school computer must not collect files for ever. */
const FORGET_AFTER_MS = 14 * 24 * 3600 * 1000;

export interface DraftFile {
  name: string;
  sizeBytes: number;
  sha256: string | null;
  /** Of the call that creates the upload: a lost answer or a second tab makes no second one. */
  creationKey: string;
  /** The tus upload that holds what was sent so far. */
  uploadUrl: string | null;
  /** Set once the server has every byte. */
  uploadId: string | null;
  sentBytes: number;
  paused: boolean;
  /** Still as it was chosen: to be looked at again, for instance because a smaller picture was offered. */
  asChosen: boolean;
}

/** A form as it was left, without the bytes of its files. */
export interface Draft {
  key: string;
  personId: string;
  courseId: string;
  subject: string;
  /** Of the outcome to make, chosen here so that making it twice is impossible, or of the one edited. */
  outcomeId: string;
  outcome: OutcomeResource | null;
  summary: string;
  /** Per field: a file, `removed` where the outcome's own was taken out, null where it is as it was. */
  files: Record<FileSlot, DraftFile | 'removed' | null>;
  /** 新增 was pressed: carried out as soon as every file is there. */
  pressed: boolean;
  /** Saved; what is left is to hear whether the files pass. */
  checking: boolean;
  /** What the server holds of it. */
  saved: { outcomeId: string; version: number } | null;
  savedAtMs: number;
}

/** undefined: as stored; null: none. */
export type DraftBlobs = Partial<Record<FileSlot, Blob | null>>;

/**
 * Drafts and the bytes of their files in IndexedDB, so that they outlive the page. Everything rejects where the browser
 * forbids it (private windows) or has no room: the caller says so and goes on without.
 */
export interface DraftStore {
  listOf: (personId: string) => Promise<Draft[]>;
  get: (key: string) => Promise<Draft | null>;
  blob: (key: string, slot: FileSlot) => Promise<Blob | null>;
  /** Draft and bytes in one transaction: a draft never names bytes that are not there. */
  put: (draft: Draft, blobs: DraftBlobs) => Promise<void>;
  remove: (key: string) => Promise<void>;
  removeAllOf: (personId: string) => Promise<void>;
  removeForgotten: (nowMs: number) => Promise<void>;
}

export function createDraftStore(factory: () => IDBFactory = () => indexedDB): DraftStore {
  let opened: Promise<IDBDatabase> | null = null;
  const open = () => {
    opened ??= openDatabase(factory).then(
      (database) => {
        // The next version of this app may need the database for itself.
        database.addEventListener('versionchange', () => database.close());
        database.addEventListener('close', () => (opened = null));
        return database;
      },
      (error: unknown) => {
        opened = null;
        throw error;
      },
    );
    return opened;
  };
  const inTransaction = async <T>(mode: IDBTransactionMode, work: (stores: Stores) => Promise<T>): Promise<T> => {
    const transaction = (await open()).transaction([DRAFTS, FILES], mode);
    const done = completion(transaction);
    const [result] = await Promise.all([
      work({ drafts: transaction.objectStore(DRAFTS), files: transaction.objectStore(FILES) }),
      done,
    ]);
    return result;
  };
  const all = ({ drafts }: Stores) => answer<Draft[]>(drafts.getAll());
  const removeWhere = (unwanted: (draft: Draft) => boolean) =>
    inTransaction('readwrite', async (stores) => {
      for (const draft of await all(stores)) if (unwanted(draft)) removeFrom(stores, draft.key);
    });

  return {
    listOf: (personId) =>
      inTransaction('readonly', async (stores) => (await all(stores)).filter((draft) => draft.personId === personId)),
    get: (key) =>
      inTransaction('readonly', async ({ drafts }) => (await answer<Draft | undefined>(drafts.get(key))) ?? null),
    blob: (key, slot) =>
      inTransaction(
        'readonly',
        async ({ files }) => (await answer<Blob | undefined>(files.get(fileKey(key, slot)))) ?? null,
      ),
    put: (draft, blobs) =>
      inTransaction('readwrite', async ({ drafts, files }) => {
        drafts.put(draft, draft.key);
        for (const slot of FILE_SLOTS) {
          const blob = blobs[slot];
          if (blob === null) files.delete(fileKey(draft.key, slot));
          else if (blob !== undefined) files.put(blob, fileKey(draft.key, slot));
        }
      }),
    remove: (key) => inTransaction('readwrite', async (stores) => removeFrom(stores, key)),
    removeAllOf: (personId) => removeWhere((draft) => draft.personId === personId),
    removeForgotten: (nowMs) => removeWhere((draft) => nowMs - draft.savedAtMs > FORGET_AFTER_MS),
  };
}

export const draftStore = createDraftStore();

interface Stores {
  drafts: IDBObjectStore;
  files: IDBObjectStore;
}

function fileKey(key: string, slot: FileSlot): string {
  return `${key}/${slot}`;
}

function removeFrom({ drafts, files }: Stores, key: string): void {
  drafts.delete(key);
  for (const slot of FILE_SLOTS) files.delete(fileKey(key, slot));
}

function openDatabase(factory: () => IDBFactory): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = factory().open(DATABASE, 1);
    request.addEventListener('upgradeneeded', () => {
      request.result.createObjectStore(DRAFTS);
      request.result.createObjectStore(FILES);
    });
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(new Error('IndexedDB cannot be opened', { cause: request.error })));
  });
}

function answer<T>(request: IDBRequest): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result as T));
    request.addEventListener('error', () => reject(new Error('IndexedDB refused', { cause: request.error })));
  });
}

function completion(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = () => reject(new Error('IndexedDB did not commit', { cause: transaction.error }));
    transaction.addEventListener('complete', () => resolve());
    transaction.addEventListener('abort', failed);
    transaction.addEventListener('error', failed);
  });
}
