import type { FileSlot } from '@licheng/portfolio-rules';
import type { Upload } from 'tus-js-client';
import { ApiProblem, problemFrom } from '../../api/api-problem.ts';
import { API_ROOT, currentCsrfToken } from '../../api/client.ts';

const RETRY_DELAYS_MS = [0, 500, 1_500, 3_000];
/** After the quick retries: keep trying for as long as the page is open. */
const SLOW_RETRY_MS = 5_000;
/** Dead mobile connections often report nothing at all. */
const STALLED_AFTER_MS = 30_000;

interface TransferEvents {
  onProgress: (sentBytes: number) => void;
  onConnectionLost: () => void;
  onReceived: (uploadId: string) => void;
  onFailed: (error: ApiProblem) => void;
}

export interface Transfer {
  /** Ends the transfer and asks the server to forget what it has. */
  stop: () => Promise<void>;
}

/** The last segment of the upload's address is its id. */
export function uploadIdOf(url: string): string {
  return (
    url
      .replace(/[?#].*$/, '')
      .replace(/\/+$/, '')
      .split('/')
      .at(-1) ?? ''
  );
}

/** Statuses that waiting may cure: no answer, a locked or moved offset, too many at once, a server in trouble. */
export function isWorthRetrying(status: number): boolean {
  return status === 0 || status === 408 || status === 409 || status === 423 || status === 429 || status >= 500;
}

/** Sends one file by the tus protocol; goes on after lost connections, and after a reload when the same file is chosen. */
export function startTransfer(file: File, slot: FileSlot, personId: string, events: TransferEvents): Transfer {
  let upload: Upload | null = null;
  let ended = false;
  let lastSignOfLife = Date.now();
  let slowRetry: ReturnType<typeof setTimeout> | undefined;

  const end = () => {
    ended = true;
    clearTimeout(slowRetry);
    clearInterval(watch);
    window.removeEventListener('online', goOn);
  };
  const goOn = () => {
    if (ended || slowRetry === undefined) return;
    clearTimeout(slowRetry);
    slowRetry = undefined;
    lastSignOfLife = Date.now();
    upload?.start();
  };
  const goOnLater = () => {
    events.onConnectionLost();
    slowRetry = setTimeout(goOn, SLOW_RETRY_MS);
  };
  const watch = setInterval(() => {
    if (ended || slowRetry !== undefined || upload === null || Date.now() - lastSignOfLife < STALLED_AFTER_MS) return;
    lastSignOfLife = Date.now();
    upload.abort().then(goOnLater, goOnLater);
  }, 5_000);
  window.addEventListener('online', goOn);

  const fail = (error: ApiProblem) => {
    if (ended) return;
    end();
    events.onFailed(error);
  };

  const begin = async () => {
    const tus = await import('tus-js-client');
    if (ended) return;
    const statusOf = (error: Error) =>
      error instanceof tus.DetailedError ? (error.originalResponse?.getStatus() ?? 0) : null;

    const created = new tus.Upload(file, {
      endpoint: `${API_ROOT}/uploads`,
      metadata: { filename: file.name, slot },
      retryDelays: RETRY_DELAYS_MS,
      removeFingerprintOnSuccess: true,
      fingerprint: () =>
        Promise.resolve(['licheng', personId, slot, file.name, file.size, file.lastModified].join('|')),
      onBeforeRequest: (request) => request.setHeader('X-CSRF-Token', currentCsrfToken()),
      onProgress: (sentBytes) => {
        lastSignOfLife = Date.now();
        if (!ended) events.onProgress(sentBytes);
      },
      onShouldRetry: (error) => {
        const worthIt = isWorthRetrying(error.originalResponse?.getStatus() ?? 0);
        if (worthIt && !ended) events.onConnectionLost();
        return worthIt && !ended;
      },
      onSuccess: () => {
        if (ended) return;
        end();
        events.onReceived(uploadIdOf(created.url ?? ''));
      },
      onError: (error) => {
        if (ended) return;
        const status = statusOf(error);
        if (status !== null && isWorthRetrying(status)) {
          goOnLater();
          return;
        }
        const body = error instanceof tus.DetailedError ? (error.originalResponse?.getBody() ?? '') : '';
        fail(status === null ? new ApiProblem('internal', 0, {}, { cause: error }) : problemFrom(status, body));
      },
    });
    upload = created;
    const [previous] = await created.findPreviousUploads();
    if (ended) return;
    if (previous !== undefined) created.resumeFromPreviousUpload(previous);
    created.start();
  };
  begin().catch((cause: unknown) => fail(new ApiProblem('offline', 0, {}, { cause })));

  return {
    stop: async () => {
      if (ended) return;
      end();
      await upload?.abort(true).catch(() => undefined);
    },
  };
}
