import { randomUUID } from 'node:crypto';
import { LichengError } from '@licheng/portfolio-rules';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Browser, type Harness, problemOf, startGateway } from './harness.ts';

const NOW = new Date('2026-09-01T00:00:00Z');
const HOUR_MS = 3_600_000;
const SHA = 'a'.repeat(64);

let gateway: Harness;
let student: Browser;
beforeAll(async () => {
  gateway = await startGateway();
  student = await gateway.signIn();
});
afterAll(() => gateway.stop());
beforeEach(() => {
  gateway.peers.calls.length = 0;
});

const window = (operation: string, opensInHours: number, closesInHours: number) => ({
  academicYear: 115,
  operation,
  opensAt: new Date(NOW.getTime() + opensInHours * HOUR_MS),
  closesAt: new Date(NOW.getTime() + closesInHours * HOUR_MS),
});
const course = (id: string) => ({
  id,
  academicYear: 115,
  termSystem: 'two_terms',
  term: '1',
  subject: '英文(三)',
  creditsEarned: '2',
  qualitativeComment: '',
  grade: 'A',
  outcomeCount: 1,
  awaitingSubmissionCount: 1,
  refusedCount: 0,
  fileRejectedCount: 0,
  underCertificationCount: 0,
  certifiedCount: 0,
  selectedCount: 0,
  canAdd: true,
});
const file = (changes: object = {}) => ({
  slot: 'document',
  uploadId: randomUUID(),
  fileName: '報告.pdf',
  mediaType: 'application/pdf',
  sizeBytes: 4_194_304,
  sha256: SHA,
  check: 'passed',
  rejection: '',
  hasThumbnail: true,
  ...changes,
});
const outcome = (changes: object = {}) => ({
  id: randomUUID(),
  courseId: randomUUID(),
  subject: '英文(三)',
  academicYear: 115,
  status: 'awaiting_submission',
  version: 1,
  summary: '簡述',
  files: [file()],
  createdAt: NOW,
  certifierName: '',
  comment: '',
  allowedActions: ['edit', 'delete', 'submit'],
  submitBlockedBy: '',
  selected: false,
  history: [{ at: NOW, fact: 'added', version: 1, actorName: '學生5', comment: '' }],
  ...changes,
});
const certificationCase = (outcomeId: string) => ({
  outcomeId,
  version: 2,
  courseId: randomUUID(),
  subject: '英文(三)',
  academicYear: 115,
  studentName: '學生5',
  status: 'under_certification',
  summary: '',
  files: [file({ hasThumbnail: false })],
  submittedAt: NOW,
  certifierName: '',
  comment: '',
  allowedActions: ['certify', 'refuse'],
  revision: 1,
  termSystem: 'undivided',
  term: '',
});

const get = (path: string) => student.send('GET', `/api/v1${path}`);
const jsonOf = async (answer: Response, status = 200) => {
  expect(answer.status).toBe(status);
  return (await answer.json()) as Record<string, unknown>;
};

describe('reading', () => {
  test('the course list with its windows', async () => {
    const id = randomUUID();
    gateway.peers.answer('CourseRecordService/ListCourses', () => ({
      courses: [course(id)],
      serverTime: NOW,
      windows: [{ ...window('upload', -1, 1), open: true }],
    }));
    expect(await jsonOf(await get('/courses'))).toEqual({
      courses: [course(id)],
      serverTime: NOW.toISOString(),
      windows: [
        {
          academicYear: 115,
          operation: 'upload',
          opensAt: '2026-08-31T23:00:00.000Z',
          closesAt: '2026-09-01T01:00:00.000Z',
          open: true,
        },
      ],
    });
  });

  test('an outcome offers links only to files that passed, thumbnails only where there are some', async () => {
    const files = [
      file(),
      file({ slot: 'media', hasThumbnail: false }),
      file({ check: 'checking' }),
      file({ check: 'rejected', rejection: 'infected' }),
    ];
    const one = outcome({ files });
    gateway.peers.answer('CourseRecordService/GetOutcome', () => ({ outcome: one }));
    const resource = await jsonOf(await get(`/outcomes/${one.id.toUpperCase()}`));
    const base = `/api/v1/outcomes/${one.id}/files`;
    expect(resource['files']).toMatchObject([
      { href: `${base}/document`, thumbnailHref: `${base}/document/thumbnail`, rejection: null, sizeBytes: 4_194_304 },
      { href: `${base}/media`, thumbnailHref: null },
      { href: null, thumbnailHref: null, check: 'checking' },
      { href: null, thumbnailHref: null, rejection: 'infected' },
    ]);
    expect(resource).toMatchObject({ submittedAt: null, decidedAt: null, handedInAt: null, submitBlockedBy: null });
    expect(gateway.peers.calls[0]?.request).toEqual({ outcomeId: one.id });
  });

  test('the calendar says what is open by the scheduler’s clock: the opening moment is in, the closing one is not', async () => {
    const windows = [window('upload', 0, 1), window('submit', -1, 0), window('select', 1, 2)].map((one) => ({
      ...one,
      id: randomUUID(),
      institutionId: student.person.institutionId,
      academicYear: 115,
      version: 1,
    }));
    gateway.peers.answer('CalendarService/ListWindows', () => ({ windows, serverTime: NOW }));
    const calendar = await jsonOf(await get('/calendar'));
    expect(calendar['windows']).toMatchObject([
      { operation: 'upload', open: true },
      { operation: 'submit', open: false },
      { operation: 'select', open: false },
    ]);
  });

  test('the review queue passes its filter on', async () => {
    const id = randomUUID();
    gateway.peers.answer('CertificationService/ListCases', () => ({
      cases: [certificationCase(id)],
      nextPageToken: 'next',
      waitingCount: 7,
      matchingCount: 8,
      windowOpen: true,
    }));
    const courseId = randomUUID();
    const filter = `courseId=${courseId}&search=%E7%8E%8B&minAgeDays=3`;
    const list = await jsonOf(await get(`/certification/cases?status=all&limit=20&cursor=p&${filter}`));
    expect(gateway.peers.calls[0]?.request).toEqual({
      status: '',
      pageSize: 20,
      pageToken: 'p',
      courseId,
      search: '王',
      minAgeDays: 3,
    });
    const href = `/api/v1/certification/cases/${id}/files/document`;
    expect(list).toMatchObject({
      nextCursor: 'next',
      waitingCount: 7,
      matchingCount: 8,
      windowOpen: true,
      cases: [{ outcomeId: id, decidedAt: null, files: [{ href, thumbnailHref: null }] }],
    });
    expect(list).not.toHaveProperty('cases.0.revision');
    expect(await problemOf(await get('/certification/cases?status=new'))).toMatchObject({
      status: 400,
      details: { fields: 'status' },
    });
  });

  test('selection, hand-ins, notices and what the central database holds', async () => {
    gateway.peers.answer('CourseRecordService/ListSelectable', () => ({
      outcomes: [outcome({ status: 'certified', submittedAt: NOW, decidedAt: NOW })],
      limit: 6,
      windows: [],
      academicYears: [115, 114],
    }));
    expect(await jsonOf(await get('/selection?academicYear=115'))).toMatchObject({
      academicYear: 115,
      academicYears: [115, 114],
      limit: 6,
      outcomes: [{ submittedAt: NOW.toISOString(), decidedAt: NOW.toISOString() }],
    });
    const item = {
      id: randomUUID(),
      outcomeId: randomUUID(),
      studentName: '學生5',
      subject: '英文(三)',
      version: 1,
      files: [file()],
      status: 'received',
      rejection: '',
      acknowledgedAt: NOW,
    };
    const batch = {
      id: randomUUID(),
      number: 1,
      academicYear: 115,
      status: 'acknowledged',
      createdAt: NOW,
      items: [item],
    };
    gateway.peers.answer('CourseRecordService/ListHandIns', () => ({ batches: [batch] }));
    const { batches } = await jsonOf(await get('/hand-ins'));
    expect(batches).toMatchObject([{ id: batch.id, items: [{ rejection: null, acknowledgedAt: NOW.toISOString() }] }]);
    expect((batches as { items: { files: object[] }[] }[])[0]?.items[0]?.files).toEqual([
      { slot: 'document', fileName: '報告.pdf', sizeBytes: 4_194_304, sha256: SHA },
    ]);
    const preview = { readyCount: 3, studentCount: 2, alreadyHandedInCount: 1, certifiedNotSelectedCount: 4 };
    gateway.peers.answer('CourseRecordService/PreviewHandIn', () => ({
      ...preview,
      windows: [],
      academicYears: [115],
    }));
    expect(await jsonOf(await get('/hand-ins/preview?academicYear=115'))).toMatchObject({
      ...preview,
      academicYear: 115,
    });
    const notice = {
      id: randomUUID(),
      kind: 'outcome_certified',
      outcomeId: '',
      courseId: '',
      subject: '',
      read: false,
    };
    gateway.peers.answer('NotificationService/ListNotices', () => ({
      notices: [{ ...notice, createdAt: NOW }],
      unreadCount: 1,
      nextPageToken: 'next',
    }));
    expect(await jsonOf(await get('/notices?limit=20&cursor=p'))).toEqual({
      notices: [{ ...notice, createdAt: NOW.toISOString() }],
      unreadCount: 1,
      nextCursor: 'next',
    });
    expect(gateway.peers.calls.at(-1)?.request).toEqual({ pageSize: 20, pageToken: 'p' });
    const holding = {
      itemId: item.id,
      batchId: batch.id,
      outcomeId: item.outcomeId,
      version: 1,
      institutionId: student.person.institutionId,
      academicYear: 115,
      files: [{ slot: 'document', sha256: SHA, sizeBytes: 4_194_304 }],
    };
    gateway.peers.answer('CentralPortfolioService/ListHoldings', () => ({
      holdings: [{ ...holding, receivedAt: NOW }],
    }));
    expect(await jsonOf(await get('/central/holdings?academicYear=115'))).toEqual({
      holdings: [{ ...holding, receivedAt: NOW.toISOString() }],
    });
    expect(await problemOf(await get('/selection?academicYear=2026'))).toMatchObject({ status: 400 });
    expect(await problemOf(await get('/selection'))).toMatchObject({ details: { fields: 'academicYear' } });
  });

  test.each([
    ['/outcomes/ID/files/document', 'CourseRecordService/CreateFileLink', 'file'],
    ['/outcomes/ID/files/media/thumbnail', 'CourseRecordService/CreateFileLink', 'thumbnail'],
    ['/certification/cases/ID/files/document', 'CertificationService/CreateFileLink', 'file'],
    ['/certification/cases/ID/files/media/thumbnail', 'CertificationService/CreateFileLink', 'thumbnail'],
  ])('%s leads to a signed link that is kept nowhere', async (path, method, variant) => {
    const outcomeId = randomUUID();
    const restore = gateway.peers.answer(method, () => ({ path: '/files/signed?signature=s' }));
    const answer = await get(path.replace('ID', outcomeId));
    restore();
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe('/files/signed?signature=s');
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    const slot = path.includes('media') ? 'media' : 'document';
    expect(gateway.peers.calls[0]).toMatchObject({ method, request: { outcomeId, slot, variant } });
  });
});

describe('changing', () => {
  const uploadId = randomUUID();
  const id = randomUUID();

  test.each([
    {
      does: 'adds an outcome',
      send: ['POST', `/courses/${id}/outcomes`, { outcomeId: id, summary: '簡述', documentUploadId: uploadId }],
      call: 'CourseRecordService/AddOutcome',
      with: { outcomeId: id, courseId: id, summary: '簡述', documentUploadId: uploadId, mediaUploadId: '' },
      answers: { outcome: outcome() },
      status: 201,
    },
    {
      does: 'edits it',
      send: [
        'PUT',
        `/outcomes/${id}`,
        { summary: '', documentUploadId: null, mediaUploadId: uploadId },
        { 'if-match': '"2"' },
      ],
      call: 'CourseRecordService/EditOutcome',
      with: { outcomeId: id, expectedVersion: 2, summary: '', documentUploadId: '', mediaUploadId: uploadId },
      answers: { outcome: outcome() },
      status: 200,
    },
    {
      does: 'deletes it',
      send: ['DELETE', `/outcomes/${id}`, undefined, { 'if-match': '"3"' }],
      call: 'CourseRecordService/DeleteOutcome',
      with: { outcomeId: id, expectedVersion: 3 },
      answers: { restorableUntil: NOW },
      status: 200,
    },
    {
      does: 'submits it',
      send: ['POST', `/outcomes/${id}/submission`, { expectedVersion: 3 }],
      call: 'CourseRecordService/SubmitOutcome',
      with: { outcomeId: id, expectedVersion: 3 },
      answers: { outcome: outcome() },
      status: 200,
    },
    {
      does: 'selects it',
      send: ['PUT', `/selection/${id}`],
      call: 'CourseRecordService/SelectOutcome',
      with: { outcomeId: id },
      answers: { outcome: outcome() },
      status: 200,
    },
    {
      does: 'takes the selection back',
      send: ['DELETE', `/selection/${id}`],
      call: 'CourseRecordService/UnselectOutcome',
      with: { outcomeId: id },
      answers: { outcome: outcome() },
      status: 200,
    },
    {
      does: 'records a verdict',
      send: [
        'POST',
        `/certification/cases/${id}/verdict`,
        { version: 1, action: 'refuse', comment: ' 請補充 ', refusalReason: 'other' },
      ],
      call: 'CertificationService/RecordVerdict',
      with: { outcomeId: id, version: 1, action: 'refuse', comment: '請補充', refusalReason: 'other' },
      answers: { case: certificationCase(id) },
      status: 200,
    },
    {
      does: 'hands in',
      send: ['POST', '/hand-ins', { batchId: id, academicYear: 115 }],
      call: 'CourseRecordService/HandIn',
      with: { batchId: id, academicYear: 115 },
      answers: { batch: { id, number: 1, academicYear: 115, status: 'submitted', createdAt: NOW, items: [] } },
      status: 201,
    },
    {
      does: 'marks notices read',
      send: ['POST', '/notices/read', { ids: [id] }],
      call: 'NotificationService/MarkNoticesRead',
      with: { ids: [id] },
      answers: {},
      status: 204,
    },
  ])('$does', async ({ send: [method = '', path = '', body, headers], call, with: request, answers, status }) => {
    gateway.peers.answer(call, () => answers);
    const answer = await student.send(
      method as string,
      `/api/v1${path as string}`,
      body,
      headers as Record<string, string> | undefined,
    );
    expect(answer.status).toBe(status);
    expect(gateway.peers.calls).toMatchObject([{ method: call, request }]);
  });

  test('sets a window of the person’s own institution and shows the calendar', async () => {
    gateway.peers.answer('CalendarService/PutWindow', () => ({}));
    gateway.peers.answer('CalendarService/ListWindows', () => ({ windows: [], serverTime: NOW }));
    const body = { opensAt: '2026-09-01T08:00:00+08:00', closesAt: '2026-09-30T00:00:00Z' };
    expect(await jsonOf(await student.send('PUT', '/api/v1/calendar/windows/115/upload', body))).toEqual({
      windows: [],
      serverTime: NOW.toISOString(),
    });
    expect(gateway.peers.calls[0]?.request).toEqual({
      institutionId: student.person.institutionId,
      academicYear: 115,
      operation: 'upload',
      opensAt: NOW,
      closesAt: new Date(body.closesAt),
    });
    expect((await student.send('PUT', '/api/v1/calendar/windows/115/dance', body)).status).toBe(404);
  });
});

describe('refusing', () => {
  test('another institution’s outcome is not found, whatever path leads there', async () => {
    const id = randomUUID();
    gateway.peers.answer('CourseRecordService/GetOutcome', () => {
      throw new LichengError('not_found');
    });
    expect(await problemOf(await get(`/outcomes/${id}`))).toEqual({ status: 404, code: 'not_found', details: {} });
    expect((await get('/outcomes/1')).status).toBe(404);
    expect((await get(`/outcomes/${id}/files/audio`)).status).toBe(404);
    expect((await get('/outcomes/%E0%A4%A')).status).toBe(400);
  });

  test('an unknown path is a problem too, signed in or not', async () => {
    expect(await problemOf(await get('/nowhere'))).toMatchObject({ status: 404, code: 'not_found' });
    expect(await problemOf(await fetch(`${gateway.url}/api/v2/courses`))).toMatchObject({ status: 404 });
    expect(await problemOf(await student.send('PATCH', '/api/v1/courses'))).toMatchObject({ status: 404 });
  });

  test('an invalid body never reaches a service', async () => {
    const path = `/api/v1/courses/${randomUUID()}/outcomes`;
    expect(await problemOf(await student.send('POST', path, { outcomeId: 'x', documentUploadId: 5 }))).toEqual({
      status: 400,
      code: 'invalid_request',
      details: { fields: 'outcomeId, documentUploadId' },
    });
    expect(await problemOf(await student.send('POST', path, '{'))).toMatchObject({ status: 400 });
    expect(await problemOf(await student.send('POST', path, { summary: 'x'.repeat(70_000) }))).toMatchObject({
      status: 400,
    });
    expect(gateway.peers.calls).toEqual([]);
  });

  test('a service’s refusal keeps its code and details', async () => {
    const closedAt = NOW.toISOString();
    gateway.peers.answer('CourseRecordService/SelectOutcome', () => {
      throw new LichengError('window_closed', { operation: 'select', closesAt: closedAt });
    });
    expect(await problemOf(await student.send('PUT', `/api/v1/selection/${randomUUID()}`))).toEqual({
      status: 409,
      code: 'window_closed',
      details: { operation: 'select', closesAt: closedAt },
    });
  });

  test('an error nobody foresaw tells nothing', async () => {
    gateway.peers.answer('CourseRecordService/ListCourses', () => {
      throw new Error('password is hunter2');
    });
    expect(await problemOf(await get('/courses'))).toEqual({ status: 500, code: 'internal', details: {} });
  });

  test('a service that is away is asked twice for a read, once for a write', async () => {
    const away = () => {
      throw new LichengError('service_unavailable');
    };
    gateway.peers.answer('CourseRecordService/ListHandIns', away);
    const answer = await get('/hand-ins');
    expect(answer.headers.get('retry-after')).toBe('2');
    expect(await problemOf(answer)).toMatchObject({ status: 503, code: 'service_unavailable' });
    expect(gateway.peers.calls).toHaveLength(2);
    gateway.peers.answer('NotificationService/MarkNoticesRead', away);
    expect((await student.send('POST', '/api/v1/notices/read', { ids: [] })).status).toBe(503);
    expect(gateway.peers.calls).toHaveLength(3);
  });

  test('every answer of the API forbids to keep, sniff or frame it', async () => {
    for (const answer of [await get('/session'), await get('/nowhere')]) {
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'cache-control': 'private, no-store',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      });
      expect(answer.headers.has('x-powered-by')).toBe(false);
      expect(answer.headers.has('etag')).toBe(false);
    }
  });
});
