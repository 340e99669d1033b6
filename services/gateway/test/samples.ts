import { randomUUID } from 'node:crypto';
import { Case, Deputy } from '@licheng/contracts/certification';
import { Course, HandInBatch, Outcome, OutcomeFile, WindowState } from '@licheng/contracts/course-record';
import type { OperationId } from '@licheng/rest-contract';

/** One call of an operation that succeeds, and what the service behind it says. */
export interface Sample {
  /** Below /api/v1. */
  path: string;
  body?: object;
  headers?: Record<string, string>;
  /** Which service is asked: a gRPC method, the upload service, or nobody. */
  asks: `${string}Service/${string}` | 'upload' | null;
  answers?: object;
  /** What is asked besides, and the answer. */
  also?: readonly [method: string, answers: object];
  /** Headers of the upload service's answer. */
  answerHeaders?: Record<string, string>;
}

const NOW = new Date('2026-09-01T00:00:00Z');
const LATER = new Date('2026-09-01T00:01:00Z');
const SHA = 'a'.repeat(64);
const ID = randomUUID();
const OTHER = randomUUID();

const window = WindowState.fromPartial({
  academicYear: 115,
  operation: 'upload',
  opensAt: NOW,
  closesAt: LATER,
  open: true,
});
const course = Course.fromPartial({
  id: ID,
  academicYear: 115,
  termSystem: 'two_terms',
  term: '1',
  subject: '英文(三)',
});
const files = [
  { slot: 'document', fileName: '報告.pdf', mediaType: 'application/pdf', check: 'passed', hasThumbnail: true },
  { slot: 'media', fileName: '錄音.mp3', mediaType: 'audio/mpeg', check: 'rejected', rejection: 'infected' },
].map((file) => OutcomeFile.fromPartial({ ...file, uploadId: randomUUID(), sizeBytes: 5, sha256: SHA }));

/** Everything filled in that may be. */
const outcome = Outcome.fromPartial({
  id: ID,
  courseId: ID,
  subject: '英文(三)',
  academicYear: 115,
  status: 'refused',
  version: 3,
  summary: '簡述',
  files,
  createdAt: NOW,
  submittedAt: NOW,
  decidedAt: LATER,
  certifierName: '陳老師',
  onBehalfOfName: '王老師',
  comment: '請補充',
  refusalReason: 'file_unreadable',
  allowedActions: ['edit', 'delete', 'submit'],
  submitBlockedBy: 'file_rejected',
  handedInAt: LATER,
  receiptId: OTHER,
  history: [
    { at: NOW, fact: 'submitted', version: 3, actorName: '學生5', receiptId: OTHER },
    { at: LATER, fact: 'refused', version: 3, actorName: '陳老師', onBehalfOfName: '王老師', refusalReason: 'other' },
  ],
});
const caseFiles = files.map(({ check: _check, rejection: _rejection, ...file }) => file);
const aCase = Case.fromPartial({
  outcomeId: ID,
  version: 3,
  courseId: ID,
  subject: '英文(三)',
  academicYear: 115,
  termSystem: 'undivided',
  studentName: '學生5',
  status: 'refused',
  files: caseFiles,
  submittedAt: NOW,
  decidedAt: LATER,
  certifierName: '陳老師',
  onBehalfOfName: '王老師',
  comment: '請補充',
  refusalReason: 'other',
  allowedActions: ['certify', 'refuse'],
  claim: { certifierName: '林老師', expiresAt: LATER },
  pendingVerdict: { action: 'refuse', certifierName: '陳老師', undoUntil: LATER, own: true },
  deputisingForName: '王老師',
  history: [{ at: NOW, fact: 'submitted', version: 3, actorName: '學生5' }],
});
const deputy = Deputy.fromPartial({
  id: ID,
  teacherId: randomUUID(),
  teacherName: '王老師',
  deputyId: randomUUID(),
  deputyName: '陳老師',
  courseId: ID,
  subject: '英文(三)',
  firstDay: '2026-09-01',
  lastDay: '2026-09-30',
  appointedByName: '辦理者',
  appointedAt: NOW,
  endedAt: LATER,
  endedByName: '辦理者',
});
const batch = HandInBatch.fromPartial({
  id: ID,
  number: 1,
  academicYear: 115,
  status: 'submitted',
  createdAt: NOW,
  items: [
    {
      id: randomUUID(),
      outcomeId: ID,
      studentName: '學生5',
      version: 3,
      files,
      status: 'rejected',
      rejection: 'hash_mismatch',
    },
  ],
});
const receipt = {
  receiptId: OTHER,
  institutionId: randomUUID(),
  institutionName: '測試機構',
  studentId: randomUUID(),
  studentName: '學生5',
  courseId: ID,
  subject: '英文(三)',
  academicYear: 115,
  outcomeId: ID,
  version: 3,
  summarySha256: SHA,
  files: [{ slot: 'document', fileName: '報告.pdf', sizeBytes: 5, sha256: SHA }],
  submittedAt: NOW.toISOString(),
};
const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const jws = `${base64url({ alg: 'EdDSA', kid: 'thumbprint' })}.${base64url(receipt)}.c2lnbmF0dXJl`;
const jwks = { keys: [{ kty: 'OKP', crv: 'Ed25519', x: 'eA', kid: 'thumbprint', use: 'sig', alg: 'EdDSA' }] };

const ifMatch = { 'if-match': '"3"' };
const link = { path: '/files/signed' };
const preview = { state: 'ready', pageCount: 2, pagePaths: ['/files/page-1', '/files/page-2'] };
const content = { summary: '簡述', documentUploadId: OTHER, mediaUploadId: null };
const decision = { action: 'refuse', comment: '請補充', refusalReason: 'other' };
const refused = { outcomeId: OTHER, refusedBy: 'already_decided', detailsJson: '{"certifierName":"林老師"}' };
const calendar = { serverTime: NOW, windows: [{ ...window, id: ID, institutionId: ID, version: 1 }] };
const tus = { 'tus-resumable': '1.0.0' };
const offset = { 'upload-offset': '3', 'upload-length': '5' };

const courseRecord = (method: string, path: string, answers: object, rest: Partial<Sample> = {}): Sample => ({
  path,
  asks: `CourseRecordService/${method}`,
  answers,
  ...rest,
});
const certification = (method: string, path: string, answers: object, rest: Partial<Sample> = {}): Sample => ({
  path: `/certification${path}`,
  asks: `CertificationService/${method}`,
  answers,
  ...rest,
});

/** One for each operation: a new operation without a sample does not compile. */
export const SAMPLES: Readonly<Record<Exclude<OperationId, 'signIn' | 'signOut'>, Sample>> = {
  getSession: { path: '/session', asks: null },
  getDescription: { path: '/openapi.json', asks: null },
  hearEvents: { path: '/events', asks: null },

  getHome: courseRecord('GetHome', '/home', {
    serverTime: NOW,
    todo: [
      {
        kind: 'unsent',
        outcomeId: ID,
        courseId: ID,
        subject: '英文(三)',
        academicYear: 115,
        since: NOW,
        operation: 'submit',
      },
      {
        kind: 'refused',
        outcomeId: ID,
        courseId: ID,
        academicYear: 115,
        since: NOW,
        operation: 'submit',
        closesAt: LATER,
      },
    ],
    courses: [course],
    windows: [window],
  }),
  listCourses: courseRecord('ListCourses', '/courses', { courses: [course], serverTime: NOW, windows: [window] }),
  listOutcomes: courseRecord('ListOutcomes', `/courses/${ID}/outcomes`, {
    course,
    outcomes: [outcome],
    windows: [window],
  }),
  addOutcome: courseRecord(
    'AddOutcome',
    `/courses/${ID}/outcomes`,
    { outcome },
    { body: { outcomeId: ID, ...content } },
  ),
  getOutcome: courseRecord('GetOutcome', `/outcomes/${ID}`, { outcome }),
  editOutcome: courseRecord('EditOutcome', `/outcomes/${ID}`, { outcome }, { body: content, headers: ifMatch }),
  deleteOutcome: courseRecord('DeleteOutcome', `/outcomes/${ID}`, { restorableUntil: LATER }, { headers: ifMatch }),
  restoreOutcome: courseRecord('RestoreOutcome', `/outcomes/${ID}/restoration`, { outcome }),
  submitOutcome: courseRecord(
    'SubmitOutcome',
    `/outcomes/${ID}/submission`,
    { outcome },
    { body: { expectedVersion: 3 } },
  ),
  submitOutcomes: courseRecord(
    'SubmitOutcomes',
    '/outcomes/submissions',
    { results: [{ outcomeId: ID, outcome }, refused] },
    {
      body: {
        items: [
          { outcomeId: ID, expectedVersion: 3 },
          { outcomeId: OTHER, expectedVersion: 1 },
        ],
      },
    },
  ),
  listVersions: courseRecord('ListVersions', `/outcomes/${ID}/versions`, {
    versions: [{ version: 3, summary: '簡述', files, createdAt: NOW }],
  }),
  openFile: courseRecord('CreateFileLink', `/outcomes/${ID}/files/document`, link),
  openThumbnail: courseRecord('CreateFileLink', `/outcomes/${ID}/files/document/thumbnail`, link),
  getPreview: courseRecord('CreatePreviewLinks', `/outcomes/${ID}/files/document/preview`, preview),
  openFileOfVersion: courseRecord('CreateFileLink', `/outcomes/${ID}/versions/2/files/media`, link),
  openThumbnailOfVersion: courseRecord('CreateFileLink', `/outcomes/${ID}/versions/2/files/media/thumbnail`, link),
  getPreviewOfVersion: courseRecord('CreatePreviewLinks', `/outcomes/${ID}/versions/2/files/document/preview`, preview),
  getReceipt: courseRecord('GetReceipt', `/receipts/${OTHER}`, { jws }),
  getReceiptKeys: courseRecord('ListReceiptKeys', '/receipt-keys', { jwksJson: JSON.stringify(jwks) }),
  getSelection: courseRecord('ListSelectable', '/selection?academicYear=115', {
    outcomes: [outcome],
    limit: 6,
    windows: [window],
    academicYears: [115, 114],
  }),
  selectOutcome: courseRecord('SelectOutcome', `/selection/${ID}`, { outcome }),
  unselectOutcome: courseRecord('UnselectOutcome', `/selection/${ID}`, { outcome }),

  listCases: certification('ListCases', '/cases?status=all', {
    cases: [aCase],
    nextPageToken: 'next',
    waitingCount: 1,
    matchingCount: 1,
    windowOpen: true,
  }),
  listQueueCourses: certification('ListQueueCourses', '/courses', {
    courses: [
      { courseId: ID, subject: '英文(三)', academicYear: 115, termSystem: 'two_terms', term: '1', waitingCount: 1 },
    ],
  }),
  getCase: certification('GetCase', `/cases/${ID}`, { case: aCase }),
  recordVerdict: certification(
    'RecordVerdict',
    `/cases/${ID}/verdict`,
    { case: aCase },
    { body: { version: 3, ...decision } },
  ),
  undoVerdict: certification('UndoVerdict', `/cases/${ID}/verdict`, { case: aCase }),
  recordVerdicts: certification(
    'RecordVerdicts',
    '/verdicts',
    { results: [{ outcomeId: ID, case: aCase }, refused] },
    {
      body: {
        items: [
          { outcomeId: ID, version: 3 },
          { outcomeId: OTHER, version: 1 },
        ],
        ...decision,
      },
    },
  ),
  claimCase: certification('ClaimCase', `/cases/${ID}/claim`, { case: aCase }),
  releaseCase: certification('ReleaseCase', `/cases/${ID}/claim`, {}),
  openCaseFile: certification('CreateFileLink', `/cases/${ID}/files/document`, link),
  openCaseThumbnail: certification('CreateFileLink', `/cases/${ID}/files/document/thumbnail`, link),
  getCasePreview: certification('CreatePreviewLinks', `/cases/${ID}/files/document/preview`, { state: 'pending' }),
  listSavedComments: certification('ListSavedComments', '/saved-comments', { comments: [{ id: ID, text: '請補充' }] }),
  putSavedComment: certification('PutSavedComment', `/saved-comments/${ID}`, {}, { body: { text: '請補充' } }),
  deleteSavedComment: certification('DeleteSavedComment', `/saved-comments/${ID}`, {}),
  listDeputies: certification('ListDeputies', '/deputies', {
    deputies: [deputy, { ...deputy, courseId: '', subject: '', endedAt: undefined, endedByName: '' }],
    people: [{ id: ID, name: '王老師', role: 'teacher' }],
    courses: [{ courseId: ID, subject: '英文(三)', academicYear: 115, teacherIds: [ID] }],
  }),
  appointDeputy: certification(
    'AppointDeputy',
    `/deputies/${ID}`,
    { deputy },
    { body: { teacherId: ID, deputyId: OTHER, courseId: null, firstDay: '2026-09-01', lastDay: '2026-09-30' } },
  ),
  endDeputy: certification('EndDeputy', `/deputies/${ID}/end`, { deputy }),

  listHandIns: courseRecord('ListHandIns', '/hand-ins', { batches: [batch] }),
  previewHandIn: courseRecord('PreviewHandIn', '/hand-ins/preview?academicYear=115', {
    readyCount: 1,
    academicYears: [115],
  }),
  handIn: courseRecord('HandIn', '/hand-ins', { batch }, { body: { batchId: ID, academicYear: 115 } }),
  listHoldings: {
    path: '/central/holdings?academicYear=115',
    asks: 'CentralPortfolioService/ListHoldings',
    answers: {
      holdings: [
        {
          itemId: ID,
          batchId: ID,
          outcomeId: ID,
          version: 3,
          institutionId: ID,
          academicYear: 115,
          files: [{ slot: 'document', sha256: SHA, sizeBytes: 5 }],
          receivedAt: NOW,
        },
      ],
    },
  },
  getCalendar: { path: '/calendar', asks: 'CalendarService/ListWindows', answers: calendar },
  putWindow: {
    path: '/calendar/windows/115/upload',
    asks: 'CalendarService/PutWindow',
    answers: {},
    also: ['CalendarService/ListWindows', calendar],
    body: { opensAt: '2026-09-01T08:00:00+08:00', closesAt: '2026-09-30T00:00:00Z' },
  },
  listNotices: {
    path: '/notices?limit=20',
    asks: 'NotificationService/ListNotices',
    answers: {
      notices: [{ id: ID, kind: 'outcome_refused', outcomeId: ID, courseId: ID, subject: '英文(三)', createdAt: NOW }],
      unreadCount: 1,
      nextPageToken: '',
    },
  },
  markNoticesRead: {
    path: '/notices/read',
    asks: 'NotificationService/MarkNoticesRead',
    answers: {},
    body: { ids: [ID] },
  },

  discoverUploads: {
    path: '/uploads',
    asks: 'upload',
    answerHeaders: { ...tus, 'tus-version': '1.0.0', 'tus-extension': 'creation', 'tus-max-size': '10' },
  },
  createUpload: {
    path: '/uploads',
    asks: 'upload',
    answerHeaders: { ...tus, location: `/api/v1/uploads/${ID}`, 'upload-expires': NOW.toUTCString() },
  },
  getUploadOffset: { path: `/uploads/${ID}`, asks: 'upload', answerHeaders: { ...tus, ...offset } },
  appendToUpload: { path: `/uploads/${ID}`, asks: 'upload', answerHeaders: { ...tus, ...offset } },
  discardUpload: { path: `/uploads/${ID}`, asks: 'upload', answerHeaders: tus },
};
