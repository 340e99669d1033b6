import { randomUUID } from 'node:crypto';
import type { OutcomeResource, SessionResource } from '@licheng/rest-contract';

/** One signed-in person, speaking to the gateway as the web app does. */
export class Client {
  readonly #origin: string;
  #cookie = '';
  #csrfToken = '';

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** For a browser that shall be signed in as this person. */
  get cookie(): string {
    return this.#cookie;
  }

  async signIn(login: string, password: string): Promise<SessionResource> {
    const response = await fetch(`${this.#origin}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: this.#origin, 'sec-fetch-site': 'same-origin' },
      body: JSON.stringify({ login, password }),
    });
    if (!response.ok) throw new Error(`sign-in answered ${response.status}: ${await response.text()}`);
    this.#cookie = response.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; ');
    const session = (await response.json()) as SessionResource;
    this.#csrfToken = session.csrfToken;
    return session;
  }

  async request(
    method: string,
    path: string,
    options: { body?: string | Uint8Array<ArrayBuffer>; headers?: Record<string, string> } = {},
  ) {
    const response = await fetch(`${this.#origin}/api/v1${path}`, {
      method,
      headers: {
        cookie: this.#cookie,
        'x-csrf-token': this.#csrfToken,
        ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}),
        ...options.headers,
      },
      ...(options.body === undefined ? {} : { body: options.body }),
    });
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
    return response;
  }

  async json<T>(method: string, path: string, body?: object): Promise<T> {
    const options =
      body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    const response = await this.request(method, path, options);
    const text = await response.text();
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  /** @returns the upload's id, once every byte is acknowledged. */
  async upload(fileName: string, slot: string, content: Uint8Array): Promise<string> {
    const encode = (text: string) => Buffer.from(text).toString('base64');
    const created = await this.request('POST', '/uploads', {
      headers: {
        'tus-resumable': '1.0.0',
        'upload-length': String(content.length),
        'upload-metadata': `filename ${encode(fileName)},slot ${encode(slot)}`,
      },
    });
    const id = (created.headers.get('location') ?? '').split('/').at(-1) ?? '';
    await this.request('PATCH', `/uploads/${id}`, {
      headers: { 'tus-resumable': '1.0.0', 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
      body: new Uint8Array(content),
    });
    return id;
  }

  addOutcome(
    courseId: string,
    documentUploadId: string | null,
    { summary = '量測', mediaUploadId = null }: { summary?: string; mediaUploadId?: string | null } = {},
  ): Promise<OutcomeResource> {
    return this.json('POST', `/courses/${courseId}/outcomes`, {
      outcomeId: randomUUID(),
      summary,
      documentUploadId,
      mediaUploadId,
    });
  }
}
