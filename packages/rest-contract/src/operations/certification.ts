import { z } from 'zod';
import {
  caseListResource,
  caseResource,
  deputyListResource,
  deputyResource,
  queueCourseListResource,
  savedCommentListResource,
  verdictResultsResource,
} from '../resources/certification.ts';
import { previewResource } from '../resources/outcomes.ts';
import { certifierAction, named, refusalReason } from '../resources/schema.ts';
import { empty, json, link, operation, words } from './operation.ts';
import { aFile, anId, anOutcome, pageOf } from './parameters.ts';

// How long a comment may be is the service's to say; this bound only keeps absurd bodies out.
const text = z.string().trim().max(10_000);
const decision = {
  action: certifierAction,
  comment: text.default(''),
  refusalReason: refusalReason.nullable().default(null).describe('Required to refuse and to revoke.'),
};
const verdict = named('Verdict', z.strictObject({ version: z.int().min(1), ...decision }));
const verdicts = named(
  'Verdicts',
  z.strictObject({
    items: z
      .array(z.strictObject({ outcomeId: z.uuid(), version: z.int().min(1) }))
      .min(1)
      .max(100),
    ...decision,
  }),
);
const savedComment = named('SavedComment', z.strictObject({ text }));
const deputy = named(
  'AppointDeputy',
  z.strictObject({
    teacherId: z.uuid(),
    deputyId: z.uuid(),
    courseId: z.uuid().nullable().default(null).describe('Null for every course of the teacher.'),
    firstDay: z.iso.date(),
    lastDay: z.iso.date(),
  }),
);

const caseQuery = z.strictObject({
  status: z.enum(['under_certification', 'certified', 'refused', 'all']).default('under_certification'),
  courseId: z.uuid().toLowerCase().optional(),
  search: z.string().trim().max(100).default('').describe('Part of a student’s name or a subject.'),
  minAgeDays: z.coerce.number().int().min(0).max(3_650).default(0).describe('Submitted at least so many days ago.'),
  ...pageOf(50),
});

const DECISION_ERRORS = ['comment_required', 'comment_too_long', 'reason_required'] as const;
const LINK_ERRORS = ['forbidden', 'file_not_clean', 'upload_not_found'] as const;

export const certificationOperations = {
  listCases: operation({
    method: 'get',
    path: '/certification/cases',
    tag: 'certification',
    summary: words('認證清單', 'The certifier’s queue'),
    access: 'session',
    query: caseQuery,
    answer: json(caseListResource),
    errors: ['forbidden'],
  }),
  listQueueCourses: operation({
    method: 'get',
    path: '/certification/courses',
    tag: 'certification',
    summary: words('認證清單中的課程', 'Courses of the queue'),
    access: 'session',
    answer: json(queueCourseListResource),
    errors: ['forbidden'],
  }),
  getCase: operation({
    method: 'get',
    path: '/certification/cases/{outcomeId}',
    tag: 'certification',
    summary: words('一件認證', 'One case'),
    access: 'session',
    params: anOutcome,
    answer: json(caseResource),
    errors: ['forbidden'],
  }),
  recordVerdict: operation({
    method: 'post',
    path: '/certification/cases/{outcomeId}/verdict',
    tag: 'certification',
    summary: words('認證通過、認證不通過或改為不通過', 'Certify, refuse or revoke one version'),
    access: 'session',
    params: anOutcome,
    body: verdict,
    idempotencyKey: true,
    answer: json(caseResource),
    errors: [
      'forbidden',
      'version_conflict',
      'transition_not_allowed',
      'already_decided',
      'window_closed',
      ...DECISION_ERRORS,
    ],
  }),
  undoVerdict: operation({
    method: 'delete',
    path: '/certification/cases/{outcomeId}/verdict',
    tag: 'certification',
    summary: words('公布前復原自己的認證', 'Take one’s own verdict back before it is published'),
    access: 'session',
    params: anOutcome,
    answer: json(caseResource),
    errors: ['forbidden', 'undo_expired', 'version_conflict'],
  }),
  recordVerdicts: operation({
    method: 'post',
    path: '/certification/verdicts',
    tag: 'certification',
    summary: words('一次認證多件', 'The same verdict about several versions'),
    access: 'session',
    body: verdicts,
    idempotencyKey: true,
    answer: json(verdictResultsResource),
    errors: ['forbidden', ...DECISION_ERRORS],
  }),
  claimCase: operation({
    method: 'put',
    path: '/certification/cases/{outcomeId}/claim',
    tag: 'certification',
    summary: words('告知他人自己正在看', 'Show the others who looks at a case; ends by itself after a minute'),
    access: 'session',
    params: anOutcome,
    answer: json(caseResource),
    errors: ['forbidden'],
  }),
  releaseCase: operation({
    method: 'delete',
    path: '/certification/cases/{outcomeId}/claim',
    tag: 'certification',
    summary: words('不再看這一件', 'No longer look at a case'),
    access: 'session',
    params: anOutcome,
    answer: empty,
    errors: ['forbidden'],
  }),
  openCaseFile: operation({
    method: 'get',
    path: '/certification/cases/{outcomeId}/files/{slot}',
    tag: 'certification',
    summary: words('開啟檔案', 'Open a file'),
    access: 'session',
    params: aFile,
    answer: link,
    errors: LINK_ERRORS,
  }),
  openCaseThumbnail: operation({
    method: 'get',
    path: '/certification/cases/{outcomeId}/files/{slot}/thumbnail',
    tag: 'certification',
    summary: words('開啟縮圖', 'Open a file’s thumbnail'),
    access: 'session',
    params: aFile,
    answer: link,
    errors: LINK_ERRORS,
  }),
  getCasePreview: operation({
    method: 'get',
    path: '/certification/cases/{outcomeId}/files/{slot}/preview',
    tag: 'certification',
    summary: words('文件各頁的預覽', 'Page images of a document'),
    access: 'session',
    params: aFile,
    answer: json(previewResource),
    errors: LINK_ERRORS,
  }),
  listSavedComments: operation({
    method: 'get',
    path: '/certification/saved-comments',
    tag: 'certification',
    summary: words('常用意見', 'The certifier’s saved comments'),
    access: 'session',
    answer: json(savedCommentListResource),
    errors: ['forbidden'],
  }),
  putSavedComment: operation({
    method: 'put',
    path: '/certification/saved-comments/{id}',
    tag: 'certification',
    summary: words('新增或修改常用意見', 'Save or change a comment'),
    access: 'session',
    params: anId,
    body: savedComment,
    answer: empty,
    errors: ['forbidden', 'comment_required', 'comment_too_long', 'saved_comment_limit_reached'],
  }),
  deleteSavedComment: operation({
    method: 'delete',
    path: '/certification/saved-comments/{id}',
    tag: 'certification',
    summary: words('刪除常用意見', 'Delete a saved comment'),
    access: 'session',
    params: anId,
    answer: empty,
    errors: ['forbidden'],
  }),
  listDeputies: operation({
    method: 'get',
    path: '/certification/deputies',
    tag: 'deputies',
    summary: words('代理人與可選的人和課程', 'Deputies, and whom and what one may choose'),
    access: 'session',
    answer: json(deputyListResource),
    errors: ['forbidden'],
  }),
  appointDeputy: operation({
    method: 'put',
    path: '/certification/deputies/{id}',
    tag: 'deputies',
    summary: words('指定代理人', 'Appoint a deputy'),
    access: 'session',
    params: anId,
    body: deputy,
    answer: json(deputyResource),
    errors: ['forbidden', 'deputy_not_possible', 'idempotency_key_reused'],
  }),
  endDeputy: operation({
    method: 'post',
    path: '/certification/deputies/{id}/end',
    tag: 'deputies',
    summary: words('結束代理', 'End an appointment now'),
    access: 'session',
    params: anId,
    idempotencyKey: true,
    answer: json(deputyResource),
    errors: ['forbidden'],
  }),
};
