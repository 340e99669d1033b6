import { randomUUID } from 'node:crypto';

export interface Answer {
  status: number;
  /** Of a refusal. */
  code: string | null;
  body: unknown;
}

/** One signed-in person, speaking to the gateway as the web app does. */
export class RestClient {
  readonly #origin: string;
  #cookie = '';
  #csrfToken = '';

  constructor(origin: string) {
    this.#origin = origin;
  }

  async signIn(login: string, password: string): Promise<void> {
    const response = await fetch(`${this.#origin}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: this.#origin, 'sec-fetch-site': 'same-origin' },
      body: JSON.stringify({ login, password }),
    });
    if (!response.ok) throw new Error(`sign-in of ${login} answered ${response.status}: ${await response.text()}`);
    this.#cookie = response.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; ');
    this.#csrfToken = ((await response.json()) as { csrfToken: string }).csrfToken;
  }

  async call(method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(`${this.#origin}/api/v1${path}`, {
      method,
      headers: {
        cookie: this.#cookie,
        'x-csrf-token': this.#csrfToken,
        ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const parsed: unknown = text === '' ? null : JSON.parse(text);
    return {
      status: response.status,
      code: response.ok ? null : String((parsed as { code?: unknown }).code),
      body: parsed,
    };
  }

  /** @returns the body. @throws Error when refused. */
  async read<T>(path: string): Promise<T> {
    const { status, body } = await this.call('GET', path);
    if (status !== 200) throw new Error(`GET ${path} answered ${status}: ${JSON.stringify(body)}`);
    return body as T;
  }

  /** @returns the upload's id, once every byte is acknowledged. */
  async upload(fileName: string, slot: string, content: Uint8Array<ArrayBuffer>): Promise<string> {
    const encode = (text: string) => Buffer.from(text).toString('base64');
    const headers = { cookie: this.#cookie, 'x-csrf-token': this.#csrfToken, 'tus-resumable': '1.0.0' };
    const response = await fetch(`${this.#origin}/api/v1/uploads`, {
      method: 'POST',
      headers: {
        ...headers,
        'content-type': 'application/offset+octet-stream',
        'upload-length': String(content.length),
        'upload-metadata': `filename ${encode(fileName)},slot ${encode(slot)}`,
      },
      body: content,
    });
    if (response.status !== 201) throw new Error(`an upload answered ${response.status}: ${await response.text()}`);
    return (response.headers.get('location') ?? '').split('/').at(-1) ?? '';
  }
}
