import type { ErrorCode } from '@licheng/portfolio-rules';
import type { z } from 'zod';
import type { Words } from '../error-titles.ts';

type Method = 'get' | 'post' | 'put' | 'delete' | 'head' | 'patch' | 'options';

/** What an operation answers when nothing is refused. Everything else it may answer is one of its `errors`. */
export type Answer =
  /** `etag`: the body's `version` is sent as its ETag. `orNothing`: 204 where there is none, which is no fault. */
  | { kind: 'json'; status: 200 | 201; schema: z.ZodType; etag: boolean; orNothing?: true }
  | { kind: 'empty'; status: 204 }
  /** To a link that is good for a few minutes only. */
  | { kind: 'link'; status: 303 }
  /** Server-sent events, each `data:` of them as the schema says. */
  | { kind: 'events'; status: 200; schema: z.ZodType }
  /** tus 1.0.0, answered by the upload service. */
  | { kind: 'tus'; status: 200 | 201 | 204; headers: readonly string[] }
  /** The description of this API. */
  | { kind: 'description'; status: 200 };

export interface OperationDefinition {
  method: Method;
  /** Below /api/v1, with `{parameters}`. */
  path: string;
  tag: Tag;
  summary: Words;
  access: 'session' | 'anyone';
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodObject;
  /** Changes one known version: `If-Match` is required. */
  ifMatch?: true;
  /** `Idempotency-Key` is required (or may be given), and a repeat is answered as the first call was. */
  idempotencyKey?: true | 'optional';
  answer: Answer;
  /** Refusals of its own, beside those its kind always has; see `errorCodesOf`. */
  errors: readonly ErrorCode[];
}

export const TAGS = {
  session: { 'zh-Hant': '登入', en: 'Session' },
  courses: { 'zh-Hant': '修課清單', en: 'Courses' },
  outcomes: { 'zh-Hant': '課程學習成果', en: 'Outcomes' },
  uploads: { 'zh-Hant': '檔案上傳', en: 'Uploads' },
  receipts: { 'zh-Hant': '送出憑證', en: 'Receipts' },
  selection: { 'zh-Hant': '勾選', en: 'Selection' },
  certification: { 'zh-Hant': '認證', en: 'Certification' },
  deputies: { 'zh-Hant': '代理', en: 'Deputies' },
  'hand-ins': { 'zh-Hant': '提交', en: 'Hand-ins' },
  calendar: { 'zh-Hant': '作業時程', en: 'Calendar' },
  notices: { 'zh-Hant': '通知', en: 'Notices' },
  description: { 'zh-Hant': '介面說明', en: 'Description' },
} as const satisfies Record<string, Words>;
type Tag = keyof typeof TAGS;

/** Keeps the literal types of one operation. */
export const operation = <const Definition extends OperationDefinition>(definition: Definition): Definition =>
  definition;

export const words = (zhHant: string, en: string): Words => ({ 'zh-Hant': zhHant, en });

export const json = <Schema extends z.ZodType>(schema: Schema, status: 200 | 201 = 200) =>
  ({ kind: 'json', status, schema, etag: false }) as const;
export const jsonOrNothing = <Schema extends z.ZodType>(schema: Schema) =>
  ({ kind: 'json', status: 200, schema, etag: false, orNothing: true }) as const;
export const versioned = <Schema extends z.ZodType<{ version: number }>>(schema: Schema, status: 200 | 201 = 200) =>
  ({ kind: 'json', status, schema, etag: true }) as const;
export const empty = { kind: 'empty', status: 204 } as const;
export const link = { kind: 'link', status: 303 } as const;

export const mayBeNothing = (answer: Answer): boolean => answer.kind === 'json' && answer.orNothing === true;

const changes = ({ method }: OperationDefinition): boolean => !['get', 'head'].includes(method);

/** Every code an operation may refuse with. */
export function errorCodesOf(definition: OperationDefinition): ReadonlySet<ErrorCode> {
  const { access, params, query, body, ifMatch, idempotencyKey, errors } = definition;
  const codes = new Set<ErrorCode>(errors);
  if (access === 'session') {
    codes.add('authentication_required').add('service_unavailable').add('internal');
    if (changes(definition)) codes.add('csrf_token_invalid');
  }
  // A path with broken escapes cannot be read; an id that cannot be one names nothing there is.
  if (params !== undefined) codes.add('invalid_request').add('not_found');
  if (query !== undefined || body !== undefined) codes.add('invalid_request');
  if (ifMatch === true) codes.add('invalid_request').add('precondition_required').add('version_conflict');
  if (idempotencyKey !== undefined) codes.add('invalid_request').add('idempotency_key_reused');
  return codes;
}
