import type { Response } from 'express';
import { type Api, type Context, idOf } from '../http/api.ts';
import type { Upstream } from '../proxy/upstream.ts';

const PUBLIC_BASE = '/api/v1/uploads';

/** tus, spoken by the upload service itself; the bytes only pass through. */
export function uploadRoutes(api: Api, upload: Upstream): void {
  const forward = ({ request, write }: Context, response: Response, path: string) =>
    upload.forward(request, response, {
      path,
      headers: { authorization: `Bearer ${write.token}`, 'x-licheng-upload-base': PUBLIC_BASE },
    });
  api.stream('all', '/uploads', (context, response) => forward(context, response, '/uploads'));
  api.stream('all', '/uploads/:id', (context, response) =>
    forward(context, response, `/uploads/${idOf(context.request, 'id')}`),
  );
}
