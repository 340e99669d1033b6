import { operation, words } from './operation.ts';
import { anId } from './parameters.ts';

const EXPIRES = 'Upload-Expires';

/**
 * tus 1.0.0 (https://tus.io/protocols/resumable-upload): any tus client works with the session's cookie and CSRF token. tus
 * clients know nothing of `Idempotency-Key`, so it may be left out; the upload service itself keeps it.
 */
export const uploadOperations = {
  discoverUploads: operation({
    method: 'options',
    path: '/uploads',
    tag: 'uploads',
    summary: words('支援的 tus 功能', 'What of tus is supported'),
    access: 'session',
    answer: { kind: 'tus', status: 204, headers: ['Tus-Version', 'Tus-Extension', 'Tus-Max-Size'] },
    errors: [],
  }),
  createUpload: operation({
    method: 'post',
    path: '/uploads',
    tag: 'uploads',
    summary: words('開始上傳', 'Create an upload'),
    access: 'session',
    idempotencyKey: 'optional',
    answer: { kind: 'tus', status: 201, headers: ['Location', EXPIRES] },
    errors: [
      'forbidden',
      'invalid_request',
      'too_many_attempts',
      'upload_not_found',
      'upload_offset_conflict',
      'file_empty',
      'file_too_large',
      'file_type_not_allowed',
      'file_name_too_long',
    ],
  }),
  getUploadOffset: operation({
    method: 'head',
    path: '/uploads/{id}',
    tag: 'uploads',
    summary: words('已收到多少', 'How much has arrived'),
    access: 'session',
    params: anId,
    answer: { kind: 'tus', status: 200, headers: ['Upload-Offset', 'Upload-Length'] },
    errors: ['forbidden', 'upload_not_found'],
  }),
  appendToUpload: operation({
    method: 'patch',
    path: '/uploads/{id}',
    tag: 'uploads',
    summary: words('繼續上傳', 'Append bytes'),
    access: 'session',
    params: anId,
    answer: { kind: 'tus', status: 204, headers: ['Upload-Offset'] },
    errors: ['forbidden', 'upload_not_found', 'upload_offset_conflict'],
  }),
  discardUpload: operation({
    method: 'delete',
    path: '/uploads/{id}',
    tag: 'uploads',
    summary: words('放棄上傳', 'Discard an upload'),
    access: 'session',
    params: anId,
    answer: { kind: 'tus', status: 204, headers: [] },
    errors: ['forbidden', 'upload_not_found', 'transition_not_allowed'],
  }),
};
