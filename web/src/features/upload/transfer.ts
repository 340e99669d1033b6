import type { FileSlot } from '@licheng/portfolio-rules';
import { type ApiProblem, problemFrom } from '../../api/api-problem.ts';
import { API_ROOT } from '../../api/client.ts';
import { callTus, metadataHeader, type TusAnswer } from './tus.ts';

/** Between attempts that bring nothing; the last one for as long as the page is open. */
const RETRY_DELAYS_MS = [0, 500, 1_500, 3_000, 5_000];
/** Dead mobile connections often report nothing at all. */
const STALLED_AFTER_MS = 30_000;
/** A device that slept finds its connection dead, whatever the browser believes. */
const SLEPT_AFTER_MS = 10_000;

interface TransferEvents {
  /** The server has an upload for this file, at this address. */
  onPlace: (uploadUrl: string) => void;
  /** It goes on from here, by the server's count. */
  onResumed: (offsetBytes: number) => void;
  onProgress: (sentBytes: number) => void;
  onConnectionLost: () => void;
  /** `recognised`: the server knew these bytes of this person already; nothing was sent. */
  onReceived: (uploadId: string, recognised: boolean) => void;
  onFailed: (error: ApiProblem) => void;
}

export interface Transfer {
  /** Ends the transfer; what the server has stays there, to go on from. */
  pause: () => void;
  /** Ends the transfer and asks the server to forget what it has; it sweeps such uploads anyway, so nothing waits for it. */
  cancel: () => void;
}

interface TransferFile {
  file: File;
  slot: FileSlot;
  sha256: string | null;
  /** Repeating a creation under the same key finds the upload it made. */
  creationKey: string;
  /** Where an earlier transfer of this file stopped. */
  uploadUrl: string | null;
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

/** The server swept the unfinished upload away (a day is over), or never knew it: begin again from the bytes kept here. */
export function isGone(status: number): boolean {
  return status === 404 || status === 410;
}

/** Sends one file by the tus protocol; goes on after lost connections for as long as the page is open. */
export function startTransfer(given: TransferFile, events: TransferEvents): Transfer {
  const { file, slot, sha256 } = given;
  let { uploadUrl: url, creationKey } = given;
  /** By the server's word; null when it has to be asked. */
  let offset: number | null = null;
  let recognised = false;
  const life = new AbortController();
  const isOver = () => life.signal.aborted;
  let lastSignOfLife = Date.now();
  let attempt = new AbortController();
  let goOn: () => void = () => undefined;

  const end = () => {
    life.abort();
    clearInterval(watch);
    window.removeEventListener('online', awake);
    window.removeEventListener('offline', breakOff);
    document.removeEventListener('visibilitychange', awake);
    attempt.abort();
    goOn();
  };
  const breakIfSilentFor = (silenceMs: number) => {
    if (Date.now() - lastSignOfLife > silenceMs) attempt.abort();
  };
  const awake = () => {
    if (document.visibilityState !== 'visible') return;
    breakIfSilentFor(SLEPT_AFTER_MS);
    goOn();
  };
  // A request under way may hang for minutes before the browser gives it up.
  const breakOff = () => attempt.abort();
  const watch = setInterval(() => breakIfSilentFor(STALLED_AFTER_MS), 5_000);
  window.addEventListener('online', awake);
  window.addEventListener('offline', breakOff);
  document.addEventListener('visibilitychange', awake);

  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      goOn = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const create = async (): Promise<TusAnswer> => {
    const answer = await callTus({
      method: 'POST',
      url: `${API_ROOT}/uploads`,
      headers: {
        'Upload-Length': String(file.size),
        'Upload-Metadata': metadataHeader({ filename: file.name, slot, sha256 }),
        'Idempotency-Key': creationKey,
      },
      signal: attempt.signal,
    });
    if (isOver() || answer.status !== 201 || answer.location === null) return answer;
    url = new URL(answer.location, location.href).href;
    offset = answer.offsetBytes ?? 0;
    recognised = offset === file.size;
    events.onPlace(url);
    return answer;
  };

  const ask = async (from: string): Promise<TusAnswer> => {
    const answer = await callTus({ method: 'HEAD', url: from, signal: attempt.signal });
    if (isOver() || answer.status >= 300 || answer.offsetBytes === null) return answer;
    offset = answer.offsetBytes;
    events.onResumed(offset);
    return answer;
  };

  const send = async (to: string, from: number): Promise<TusAnswer> => {
    // Known again only when the server says so: of what was on its way any part may have arrived.
    offset = null;
    const answer = await callTus({
      method: 'PATCH',
      url: to,
      headers: { 'Upload-Offset': String(from), 'Content-Type': 'application/offset+octet-stream' },
      body: file.slice(from),
      signal: attempt.signal,
      onProgress: (sentBytes) => {
        lastSignOfLife = Date.now();
        if (!isOver()) events.onProgress(from + sentBytes);
      },
    });
    if (answer.status === 204) offset = answer.offsetBytes;
    return answer;
  };

  const step = (): Promise<TusAnswer> => {
    if (url === null) return create();
    return offset === null ? ask(url) : send(url, offset);
  };

  const run = async () => {
    let failures = 0;
    let furthest = 0;
    while (!isOver()) {
      attempt = new AbortController();
      lastSignOfLife = Date.now();
      const { status, body } = await step();
      if (isOver()) return;
      if (offset !== null && offset > furthest) {
        furthest = offset;
        failures = 0;
      }
      if (status >= 200 && status < 300) {
        if (url === null || offset !== file.size) continue;
        end();
        events.onReceived(uploadIdOf(url), recognised);
        return;
      }
      if (isGone(status) && url !== null) {
        url = null;
        offset = null;
        creationKey = crypto.randomUUID();
      } else if (!isWorthRetrying(status)) {
        end();
        events.onFailed(problemFrom(status, body));
        return;
      }
      if (failures > 0) events.onConnectionLost();
      await pause(RETRY_DELAYS_MS[Math.min(failures, RETRY_DELAYS_MS.length - 1)] ?? 0);
      failures += 1;
    }
  };
  void run();

  return {
    pause: () => {
      if (!isOver()) end();
    },
    cancel: () => {
      if (!isOver()) end();
      if (url !== null) void callTus({ method: 'DELETE', url });
    },
  };
}
