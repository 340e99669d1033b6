import { currentCsrfToken } from '../../api/client.ts';

/** The part of tus 1.0.0 (https://tus.io/protocols/resumable-upload) a browser needs: create, ask, send, forget. */

export interface TusAnswer {
  /** 0: no answer at all. */
  status: number;
  offsetBytes: number | null;
  location: string | null;
  body: string;
}

interface TusCall {
  method: 'POST' | 'HEAD' | 'PATCH' | 'DELETE';
  url: string;
  headers?: Readonly<Record<string, string>>;
  body?: Blob;
  onProgress?: (sentBytes: number) => void;
  signal?: AbortSignal;
}

/** XMLHttpRequest, because fetch tells nothing about the bytes on their way. Resolves whatever happens. */
export function callTus({ method, url, headers = {}, body, onProgress, signal }: TusCall): Promise<TusAnswer> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    request.open(method, url);
    request.setRequestHeader('Tus-Resumable', '1.0.0');
    request.setRequestHeader('X-CSRF-Token', currentCsrfToken());
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    if (onProgress !== undefined) request.upload.addEventListener('progress', (event) => onProgress(event.loaded));
    request.addEventListener('loadend', () => {
      signal?.removeEventListener('abort', abort);
      const offset = request.getResponseHeader('Upload-Offset');
      resolve({
        status: request.status,
        offsetBytes: offset === null || !/^\d+$/.test(offset) ? null : Number(offset),
        location: request.getResponseHeader('Location'),
        body: request.responseText,
      });
    });
    signal?.addEventListener('abort', abort);
    request.send(body ?? null);
    if (signal?.aborted === true) abort();
  });
}

/** `Upload-Metadata`: keys with base64 of their values in UTF-8. */
export function metadataHeader(values: Readonly<Record<string, string | null>>): string {
  return Object.entries(values)
    .filter((entry): entry is [string, string] => entry[1] !== null)
    .map(([key, value]) => `${key} ${btoa(String.fromCharCode(...new TextEncoder().encode(value)))}`)
    .join(',');
}
