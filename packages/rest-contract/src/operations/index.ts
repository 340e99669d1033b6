import { certificationOperations } from './certification.ts';
import { institutionOperations } from './institution.ts';
import { operation, words } from './operation.ts';
import { sessionOperations } from './session.ts';
import { studentOperations } from './student.ts';
import { uploadOperations } from './uploads.ts';

/** Every operation of /api/v1: what validates, what is described and what the web client is made from. */
export const API_OPERATIONS = {
  ...sessionOperations,
  ...studentOperations,
  ...uploadOperations,
  ...certificationOperations,
  ...institutionOperations,
  getDescription: operation({
    method: 'get',
    path: '/openapi.json',
    tag: 'description',
    summary: words('本介面的 OpenAPI 3.1 說明', 'This description (OpenAPI 3.1)'),
    access: 'anyone',
    answer: { kind: 'description', status: 200 },
    errors: [],
  }),
};
export type Operations = typeof API_OPERATIONS;
export type OperationId = keyof Operations;
