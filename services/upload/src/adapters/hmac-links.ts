import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Link, LinkSigner } from '../application/ports.ts';

const payloadShape = z.strictObject({
  uploadId: z.uuid(),
  institutionId: z.uuid(),
  shows: z.union([z.enum(['file', 'thumbnail']), z.int().positive()]),
  expiresAt: z.int(),
});

/** `base64url(payload).base64url(HMAC-SHA256)`; the signature covers the payload's text as sent. */
export class HmacLinks implements LinkSigner {
  readonly #secret: string;

  constructor(secret: string) {
    this.#secret = secret;
  }

  sign({ uploadId, institutionId, shows, expiresAt }: Link): string {
    const payload = Buffer.from(
      JSON.stringify({ uploadId, institutionId, shows, expiresAt: expiresAt.getTime() }),
    ).toString('base64url');
    return `${payload}.${this.#mac(payload).toString('base64url')}`;
  }

  read(token: string): Link | null {
    const [payload = '', signature = '', ...rest] = token.split('.');
    const given = Buffer.from(signature, 'base64url');
    const wanted = this.#mac(payload);
    if (rest.length > 0 || given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null;
    const { expiresAt, ...link } = payloadShape.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
    return { ...link, expiresAt: new Date(expiresAt) };
  }

  #mac(payload: string): Buffer {
    return createHmac('sha256', this.#secret).update(payload).digest();
  }
}
