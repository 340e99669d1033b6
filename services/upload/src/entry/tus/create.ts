import { LichengError } from '@licheng/portfolio-rules';
import { createUpload } from '../../application/create-upload.ts';
import { expiryOf } from '../../application/expiry.ts';
import type { Upload } from '../../application/ports.ts';
import { SenderGone, receiveBytes } from '../../application/receive-bytes.ts';
import type { Reception } from '../../application/reception.ts';
import { isComplete } from '../../domain/upload-status.ts';
import { incomingFrom, requireOffsetContentType } from './incoming.ts';
import { parseMetadata } from './metadata.ts';
import { type TusAnswer, type TusRequest, bodyLength, expiresHeader, integerHeader } from './protocol.ts';

const DEFAULT_PREFIX = '/uploads';
const PREFIX = /^\/[A-Za-z0-9/_-]{1,100}$/;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Creation: "The Client MUST send a POST request against a known upload creation URL […] the Server MUST respond with 201
 * Created and set the Location header." Lengths cannot be deferred: the limits are checked before the first byte.
 * Creation with upload: "The Client MAY include either the entirety or a chunk of the upload data in the body of the POST
 * request. In this case, similar rules as for the PATCH request and response apply."
 * Beyond tus: the answer always has Upload-Offset. It is the whole length for bytes the same person has here already
 * (metadata `sha256`; X-Licheng-Reused), and whatever arrived before when an Idempotency-Key is repeated.
 */
export async function create(reception: Reception, { request, owner }: TusRequest): Promise<TusAnswer> {
  const metadata = parseMetadata(String(request.headers['upload-metadata'] ?? ''));
  const hasBody = (bodyLength(request) ?? 0) > 0 || request.headers['transfer-encoding'] !== undefined;
  if (hasBody) requireOffsetContentType(request);
  if (request.headers['upload-defer-length'] !== undefined) {
    throw new LichengError('invalid_request', { field: 'Upload-Defer-Length' });
  }
  const { upload, reused } = await createUpload(reception, owner, {
    slot: metadata.get('slot') ?? '',
    fileName: metadata.get('filename') ?? '',
    sizeBytes: integerHeader(request, 'Upload-Length'),
    sha256: metadata.get('sha256'),
    idempotencyKey: idempotencyKey(request.headers['idempotency-key']),
  });
  const wholeBefore = isComplete(upload.status);
  const offset = wholeBefore ? upload.sizeBytes : await offsetAfter(reception, { request, owner }, upload, hasBody);
  return {
    status: 201,
    headers: {
      location: `${publicPrefix(request.headers['x-licheng-upload-base'])}/${upload.id}`,
      'upload-offset': offset,
      ...(reused ? { 'x-licheng-reused': '1' } : {}),
      ...expiresHeader(offset === upload.sizeBytes ? null : await expiryOf(reception.staging, upload)),
    },
  };
}

async function offsetAfter(
  reception: Reception,
  { request, owner }: Pick<TusRequest, 'request' | 'owner'>,
  upload: Upload,
  hasBody: boolean,
): Promise<number> {
  if (!hasBody) return reception.staging.offset(upload.id);
  try {
    return (await receiveBytes(reception, owner, upload.id, 0, incomingFrom(request))).offset;
  } catch (error) {
    const offset = await reception.staging.offset(upload.id);
    // The upload exists: with its Location the client can go on where this body ended. But all bytes there would read as
    // finished, which it is not.
    if (error instanceof SenderGone || offset === upload.sizeBytes) throw error;
    return offset;
  }
}

function idempotencyKey(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (typeof header !== 'string' || !UUID.test(header)) {
    throw new LichengError('invalid_request', { field: 'Idempotency-Key' });
  }
  return header.toLowerCase();
}

/** Where the gateway shows this collection to browsers. */
function publicPrefix(header: string | string[] | undefined): string {
  return typeof header === 'string' && PREFIX.test(header) && !header.includes('//') ? header : DEFAULT_PREFIX;
}
