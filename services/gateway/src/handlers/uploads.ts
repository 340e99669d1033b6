import type { Request, Response } from 'express';
import type { CallOptions } from '@licheng/service-kit';
import type { Handlers } from '../http/handler.ts';
import type { Upstream } from '../proxy/upstream.ts';

const PUBLIC_BASE = '/api/v1/uploads';

/** tus, spoken by the upload service itself; the bytes only pass through. */
export function uploadHandlers(upload: Upstream) {
  const forward = (
    { request, response, write }: { request: Request; response: Response; write: CallOptions },
    path: string,
  ) =>
    upload.forward(request, response, {
      path,
      headers: { authorization: `Bearer ${write.token}`, 'x-licheng-upload-base': PUBLIC_BASE },
    });
  const toCollection = async (exchange: Parameters<typeof forward>[0]) => forward(exchange, '/uploads');
  const toUpload = async (exchange: Parameters<typeof forward>[0] & { params: { id: string } }) =>
    forward(exchange, `/uploads/${exchange.params.id}`);
  return {
    discoverUploads: toCollection,
    createUpload: toCollection,
    getUploadOffset: toUpload,
    appendToUpload: toUpload,
    discardUpload: toUpload,
  } satisfies Partial<Handlers>;
}
