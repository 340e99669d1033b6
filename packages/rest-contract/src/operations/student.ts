import { z } from 'zod';
import { courseListResource, homeResource } from '../resources/courses.ts';
import {
  deletionResource,
  outcomeListResource,
  outcomeResource,
  previewResource,
  selectionResource,
  submissionResultsResource,
  versionListResource,
} from '../resources/outcomes.ts';
import { receiptKeysResource, receiptResource } from '../resources/receipts.ts';
import { named } from '../resources/schema.ts';
import { json, link, operation, versioned, words } from './operation.ts';
import { aCourse, aFile, aFileOfAVersion, aReceipt, anOutcome, ofYear } from './parameters.ts';

// The summary's own length rule lives in portfolio-rules; this bound only keeps absurd bodies out.
const summary = z.string().max(10_000).default('');
const uploadId = z.uuid().nullable().default(null);

const addOutcome = named(
  'AddOutcome',
  z.strictObject({
    outcomeId: z.uuid().describe('Chosen by the client, so that repeating the call makes nothing twice.'),
    summary,
    documentUploadId: uploadId,
    mediaUploadId: uploadId,
  }),
);
const editOutcome = named(
  'EditOutcome',
  z
    .strictObject({ summary, documentUploadId: uploadId, mediaUploadId: uploadId })
    .describe('What the outcome shall hold afterwards; null removes a file.'),
);
const expectedVersion = z.int().min(1);
const submitOutcome = named('SubmitOutcome', z.strictObject({ expectedVersion }));
const submitOutcomes = named(
  'SubmitOutcomes',
  z.strictObject({
    items: z
      .array(z.strictObject({ outcomeId: z.uuid(), expectedVersion }))
      .min(1)
      .max(50),
  }),
);

const CONTENT_ERRORS = [
  'window_closed',
  'file_required',
  'upload_not_found',
  'upload_incomplete',
  'summary_too_long',
] as const;
const LINK_ERRORS = ['forbidden', 'file_not_clean', 'upload_not_found'] as const;

export const studentOperations = {
  getHome: operation({
    method: 'get',
    path: '/home',
    tag: 'courses',
    summary: words('接下來要做的事', 'What the student still has to do'),
    access: 'session',
    answer: json(homeResource),
    errors: ['forbidden'],
  }),
  listCourses: operation({
    method: 'get',
    path: '/courses',
    tag: 'courses',
    summary: words('修課清單', 'The student’s course list'),
    access: 'session',
    answer: json(courseListResource),
    errors: ['forbidden'],
  }),
  listOutcomes: operation({
    method: 'get',
    path: '/courses/{courseId}/outcomes',
    tag: 'outcomes',
    summary: words('一門課程的課程學習成果', 'Outcomes of one course'),
    access: 'session',
    params: aCourse,
    answer: json(outcomeListResource),
    errors: ['forbidden', 'not_enrolled'],
  }),
  addOutcome: operation({
    method: 'post',
    path: '/courses/{courseId}/outcomes',
    tag: 'outcomes',
    summary: words('新增課程學習成果', 'Add an outcome'),
    access: 'session',
    params: aCourse,
    body: addOutcome,
    idempotencyKey: true,
    answer: versioned(outcomeResource, 201),
    errors: ['forbidden', 'not_enrolled', ...CONTENT_ERRORS],
  }),
  getOutcome: operation({
    method: 'get',
    path: '/outcomes/{outcomeId}',
    tag: 'outcomes',
    summary: words('一件課程學習成果', 'One outcome'),
    access: 'session',
    params: anOutcome,
    answer: versioned(outcomeResource),
    errors: ['forbidden'],
  }),
  editOutcome: operation({
    method: 'put',
    path: '/outcomes/{outcomeId}',
    tag: 'outcomes',
    summary: words('編輯課程學習成果', 'Edit an outcome'),
    access: 'session',
    params: anOutcome,
    body: editOutcome,
    ifMatch: true,
    answer: versioned(outcomeResource),
    errors: ['forbidden', 'transition_not_allowed', ...CONTENT_ERRORS],
  }),
  deleteOutcome: operation({
    method: 'delete',
    path: '/outcomes/{outcomeId}',
    tag: 'outcomes',
    summary: words('刪除課程學習成果', 'Delete an outcome'),
    access: 'session',
    params: anOutcome,
    ifMatch: true,
    answer: json(deletionResource),
    errors: ['forbidden', 'transition_not_allowed', 'window_closed'],
  }),
  restoreOutcome: operation({
    method: 'post',
    path: '/outcomes/{outcomeId}/restoration',
    tag: 'outcomes',
    summary: words('復原剛刪除的課程學習成果', 'Take a deletion back'),
    access: 'session',
    params: anOutcome,
    idempotencyKey: true,
    answer: versioned(outcomeResource),
    errors: ['forbidden'],
  }),
  submitOutcome: operation({
    method: 'post',
    path: '/outcomes/{outcomeId}/submission',
    tag: 'outcomes',
    summary: words('送出認證', 'Submit an outcome for certification'),
    access: 'session',
    params: anOutcome,
    body: submitOutcome,
    idempotencyKey: true,
    answer: versioned(outcomeResource),
    errors: [
      'forbidden',
      'version_conflict',
      'transition_not_allowed',
      'window_closed',
      'file_still_checking',
      'file_rejected',
    ],
  }),
  submitOutcomes: operation({
    method: 'post',
    path: '/outcomes/submissions',
    tag: 'outcomes',
    summary: words('一次送出多件認證', 'Submit several outcomes at once'),
    access: 'session',
    body: submitOutcomes,
    idempotencyKey: true,
    answer: json(submissionResultsResource),
    errors: ['forbidden'],
  }),
  listVersions: operation({
    method: 'get',
    path: '/outcomes/{outcomeId}/versions',
    tag: 'outcomes',
    summary: words('每一個版本', 'Every version of an outcome'),
    access: 'session',
    params: anOutcome,
    answer: json(versionListResource),
    errors: ['forbidden'],
  }),
  openFile: operation({
    method: 'get',
    path: '/outcomes/{outcomeId}/files/{slot}',
    tag: 'outcomes',
    summary: words('開啟檔案', 'Open a file'),
    access: 'session',
    params: aFile,
    answer: link,
    errors: LINK_ERRORS,
  }),
  openThumbnail: operation({
    method: 'get',
    path: '/outcomes/{outcomeId}/files/{slot}/thumbnail',
    tag: 'outcomes',
    summary: words('開啟縮圖', 'Open a file’s thumbnail'),
    access: 'session',
    params: aFile,
    answer: link,
    errors: LINK_ERRORS,
  }),
  getPreview: operation({
    method: 'get',
    path: '/outcomes/{outcomeId}/files/{slot}/preview',
    tag: 'outcomes',
    summary: words('文件各頁的預覽', 'Page images of a document'),
    access: 'session',
    params: aFile,
    answer: json(previewResource),
    errors: LINK_ERRORS,
  }),
  openFileOfVersion: operation({
    method: 'get',
    path: '/outcomes/{outcomeId}/versions/{version}/files/{slot}',
    tag: 'outcomes',
    summary: words('開啟某一版本的檔案', 'Open a file of one version'),
    access: 'session',
    params: aFileOfAVersion,
    answer: link,
    errors: LINK_ERRORS,
  }),
  openThumbnailOfVersion: operation({
    method: 'get',
    path: '/outcomes/{outcomeId}/versions/{version}/files/{slot}/thumbnail',
    tag: 'outcomes',
    summary: words('開啟某一版本的縮圖', 'Open the thumbnail of one version’s file'),
    access: 'session',
    params: aFileOfAVersion,
    answer: link,
    errors: LINK_ERRORS,
  }),
  getPreviewOfVersion: operation({
    method: 'get',
    path: '/outcomes/{outcomeId}/versions/{version}/files/{slot}/preview',
    tag: 'outcomes',
    summary: words('某一版本文件各頁的預覽', 'Page images of one version’s document'),
    access: 'session',
    params: aFileOfAVersion,
    answer: json(previewResource),
    errors: LINK_ERRORS,
  }),
  getReceipt: operation({
    method: 'get',
    path: '/receipts/{receiptId}',
    tag: 'receipts',
    summary: words('一次送出認證的簽章憑證', 'The signed receipt of one submission'),
    access: 'session',
    params: aReceipt,
    answer: json(receiptResource),
    errors: ['forbidden'],
  }),
  getReceiptKeys: operation({
    method: 'get',
    path: '/receipt-keys',
    tag: 'receipts',
    summary: words('驗證憑證的公開金鑰', 'Public keys that verify receipts'),
    access: 'anyone',
    answer: json(receiptKeysResource),
    errors: ['service_unavailable', 'internal'],
  }),
  getSelection: operation({
    method: 'get',
    path: '/selection',
    tag: 'selection',
    summary: words('可勾選的課程學習成果', 'What may be selected of one academic year'),
    access: 'session',
    query: ofYear,
    answer: json(selectionResource),
    errors: ['forbidden'],
  }),
  selectOutcome: operation({
    method: 'put',
    path: '/selection/{outcomeId}',
    tag: 'selection',
    summary: words('勾選', 'Select an outcome'),
    access: 'session',
    params: anOutcome,
    answer: versioned(outcomeResource),
    errors: ['forbidden', 'transition_not_allowed', 'window_closed', 'selection_limit_reached', 'version_conflict'],
  }),
  unselectOutcome: operation({
    method: 'delete',
    path: '/selection/{outcomeId}',
    tag: 'selection',
    summary: words('取消勾選', 'Take a selection back'),
    access: 'session',
    params: anOutcome,
    answer: versioned(outcomeResource),
    errors: ['forbidden', 'transition_not_allowed', 'window_closed', 'version_conflict'],
  }),
};
