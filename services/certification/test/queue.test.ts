import { randomUUID } from 'node:crypto';
import type { Case, ListCasesRequest } from '@licheng/contracts/certification';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Harness, type Person, type School, createHarness, createSchool, submission } from './harness.ts';
import { decideIn } from './verdicts.ts';

let house: Harness;
let school: School;
beforeAll(async () => {
  house = await createHarness();
  school = await createSchool(house);
});
afterAll(() => house.close());

const FIRST_PAGE: ListCasesRequest = {
  status: 'under_certification',
  pageSize: 50,
  pageToken: '',
  courseId: '',
  search: '',
  minAgeDays: 0,
};

const list = (who: Person, change: Partial<ListCasesRequest> = {}) =>
  house.certification.call('listCases', { ...FIRST_PAGE, ...change }, { token: who.token });

async function allPages(who: Person, status: string, between: () => Promise<void> = async () => {}): Promise<Case[]> {
  const cases: Case[] = [];
  let pageToken = '';
  do {
    const page = await list(who, { status, pageToken });
    cases.push(...page.cases);
    pageToken = page.nextPageToken;
    await between();
  } while (pageToken !== '');
  return cases;
}

/** Opens many cases at once; every third is sent in the same millisecond as the one before. */
async function openMany(into: School, courseIds: string[], count: number): Promise<string[]> {
  const sent = Array.from({ length: count }, (_, n) => ({
    ...submission(into.institutionId, courseIds[n % courseIds.length] ?? ''),
    submittedAt: new Date(1_790_000_000_000 + n - (n % 3 === 0 ? 1 : 0)),
  }));
  await Promise.all(sent.map((data) => house.publish({ type: 'outcome.submitted.v1', subject: data.outcomeId, data })));
  return sent
    .toSorted((a, b) => a.submittedAt.getTime() - b.submittedAt.getTime() || (a.outcomeId < b.outcomeId ? -1 : 1))
    .map(({ outcomeId }) => outcomeId);
}

describe('the review queue', () => {
  test('300 cases come in pages of 50, each once and oldest first, while some of them are decided', async () => {
    const big = await createSchool(house);
    const courses = [big.courseId, randomUUID(), randomUUID()];
    for (const course of courses.slice(1)) await big.assign(course, [big.teacher.id], 1);
    const expected = await openMany(big, courses, 300);
    expect((await list(big.teacher)).waitingCount).toBe(300);
    const [first] = expected;
    let decided = false;
    const seen = await allPages(big.teacher, 'under_certification', async () => {
      if (decided) return;
      decided = true;
      await decideIn(house, big.teacher, { outcomeId: first ?? '', action: 'certify' });
    });
    expect(seen.map(({ outcomeId }) => outcomeId)).toEqual(expected);
    expect((await allPages(big.administrator, 'under_certification')).map(({ outcomeId }) => outcomeId)).toEqual(
      expected.slice(1),
    );
    expect((await allPages(big.teacher, '')).map(({ outcomeId }) => outcomeId)).toEqual(expected);
    expect((await list(big.administrator)).waitingCount).toBe(299);
  });

  test('holds what the certifier needs to decide', async () => {
    const sent = await school.submit();
    const page = await list(school.teacher);
    expect(page.windowOpen).toBe(true);
    expect(page.cases.find(({ outcomeId }) => outcomeId === sent.outcomeId)).toEqual({
      outcomeId: sent.outcomeId,
      version: 1,
      courseId: school.courseId,
      subject: '英文(三)',
      academicYear: 115,
      termSystem: 'two_terms',
      term: '1',
      studentName: '學生5',
      status: 'under_certification',
      summary: '期末報告',
      files: sent.files,
      submittedAt: sent.submittedAt,
      decidedAt: undefined,
      certifierName: '',
      comment: '',
      allowedActions: ['certify', 'refuse'],
      revision: 1,
      refusalReason: '',
      onBehalfOfName: '',
      claim: undefined,
      pendingVerdict: undefined,
      deputisingForName: '',
      history: [],
      sealed: false,
    });
  });

  test('a teacher sees the courses they teach, an administrator the institution, nobody another one', async () => {
    const foreign = await createSchool(house);
    const mine = await school.submit();
    const courseId = randomUUID();
    await school.assign(courseId, [school.otherTeacher.id], 1);
    const theirs = await school.submit({ courseId });
    const seenBy = async (who: Person) => (await allPages(who, '')).map(({ outcomeId }) => outcomeId);
    expect(await seenBy(school.teacher)).toContain(mine.outcomeId);
    expect(await seenBy(school.teacher)).not.toContain(theirs.outcomeId);
    expect(await seenBy(school.otherTeacher)).toEqual([theirs.outcomeId]);
    expect(await seenBy(school.administrator)).toEqual(expect.arrayContaining([mine.outcomeId, theirs.outcomeId]));
    expect(await seenBy(foreign.administrator)).toEqual([]);
    expect((await list(school.otherTeacher)).waitingCount).toBe(1);
    expect((await list(foreign.administrator)).waitingCount).toBe(0);
  });

  test('filters by the status people see', async () => {
    const other = await createSchool(house);
    const refs = [await other.submit(), await other.submit(), await other.submit()];
    const [certified, refused, sealed] = refs.map(({ outcomeId }) => outcomeId);
    const decide = (outcomeId = '', action: 'certify' | 'refuse' = 'certify', comment = '') =>
      decideIn(house, other.teacher, { outcomeId, action, comment });
    await decide(certified);
    await decide(refused, 'refuse', '不符');
    await decide(sealed);
    await house.certification.call(
      'sealVersions',
      { batchId: randomUUID(), versions: [{ outcomeId: sealed ?? '', version: 1 }] },
      { token: other.administrator.token },
    );
    const ids = async (status: string) =>
      (await list(other.teacher, { status })).cases.map(({ outcomeId }) => outcomeId);
    expect(await ids('certified')).toEqual([certified, sealed]);
    expect(await ids('refused')).toEqual([refused]);
    expect(await ids('under_certification')).toEqual([]);
    expect((await list(other.teacher)).waitingCount).toBe(0);
  });

  test('filters by course, by age and by part of a name or a subject, signs taken as they are', async () => {
    const other = await createSchool(house);
    const second = randomUUID();
    await other.assign(second, [other.teacher.id], 1);
    const old = new Date(Date.now() - 3 * 86_400_000);
    const sent = {
      chen: await other.submit({ studentName: '陳小明', submittedAt: old }),
      percent: await other.submit({ studentName: '林100%_\\', courseId: second }),
      physics: await other.submit({ studentName: '王大同', subject: 'Ｐhysics（一）', courseId: second }),
    };
    const found = async (change: Partial<ListCasesRequest>, who = other.teacher) => {
      const page = await list(who, change);
      expect(page.matchingCount).toBe(page.cases.length);
      const names = new Map(Object.entries(sent).map(([name, { outcomeId }]) => [outcomeId, name]));
      return page.cases.map(({ outcomeId }) => names.get(outcomeId) ?? '').toSorted();
    };
    for (const who of [other.teacher, other.administrator]) {
      expect(await found({}, who)).toEqual(['chen', 'percent', 'physics']);
      expect(await found({ courseId: second }, who)).toEqual(['percent', 'physics']);
      expect(await found({ courseId: randomUUID() }, who)).toEqual([]);
      expect(await found({ minAgeDays: 3 }, who)).toEqual(['chen']);
      expect(await found({ minAgeDays: 4 }, who)).toEqual([]);
      expect(await found({ search: ' 小明 ' }, who)).toEqual(['chen']);
      expect(await found({ search: 'physics(一)' }, who)).toEqual(['physics']);
      expect(await found({ search: '%' }, who)).toEqual(['percent']);
      expect(await found({ search: '_\\' }, who)).toEqual(['percent']);
      expect(await found({ search: '英文', courseId: second, status: '' }, who)).toEqual(['percent']);
    }
    expect(await found({ courseId: second }, other.otherTeacher)).toEqual([]);
    const { courses } = await house.certification.call('listQueueCourses', {}, { token: other.teacher.token });
    expect(new Map(courses.map(({ courseId, waitingCount }) => [courseId, waitingCount]))).toEqual(
      new Map([
        [other.courseId, 1],
        [second, 2],
      ]),
    );
  });

  test('the count of waiting cases equals the cases that wait, after every kind of change', async () => {
    const [counts] = await house.owner.transaction(null, (tx) =>
      tx.query<{ wrong: number }>(
        `SELECT count(*)::int AS wrong FROM courses k WHERE waiting_count <>
           (SELECT count(*) FROM cases c WHERE c.course_id = k.course_id AND c.status = 'under_certification')`,
      ),
    );
    expect(counts?.wrong).toBe(0);
  });

  test('a closed window leaves nothing to do', async () => {
    const other = await createSchool(house);
    await other.submit();
    await other.setWindow(1, 2, 2);
    const page = await list(other.teacher);
    expect(page.windowOpen).toBe(false);
    expect(page.cases[0]?.allowedActions).toEqual([]);
  });

  test.each([
    ['a status that is none', { status: 'sealed' }],
    ['a course that is none', { courseId: 'x' }],
    ['an age that is none', { minAgeDays: -1 }],
    ['a page token somebody made up', { pageToken: 'abc' }],
    ['a page token of other values', { pageToken: Buffer.from('["now","x"]').toString('base64url') }],
  ])('%s is refused', async (_, change) => {
    await expect(list(school.teacher, change)).rejects.toMatchObject({ code: 'invalid_request' });
  });
});

describe('opening a file', () => {
  const link = (who: Person, outcomeId: string, slot = 'document', variant = 'file') =>
    house.certification.call('createFileLink', { outcomeId, slot, variant }, { token: who.token });

  test('its certifier gets a link that upload made for this service', async () => {
    const { outcomeId, files } = await school.submit();
    expect(await link(school.teacher, outcomeId)).toEqual({ path: `/files/${files[0]?.uploadId}?variant=file` });
    expect((await link(school.administrator, outcomeId, 'document', 'thumbnail')).path).toContain('variant=thumbnail');
  });

  test('its certifier gets links to the pages, and nobody else', async () => {
    const { outcomeId, files } = await school.submit();
    const preview = (who: Person, slot = 'document') =>
      house.certification.call('createPreviewLinks', { outcomeId, slot }, { token: who.token });
    expect(await preview(school.teacher)).toEqual({
      state: 'ready',
      pageCount: 1,
      pagePaths: [`/files/${files[0]?.uploadId}/pages/1`],
    });
    await expect(preview(school.otherTeacher)).rejects.toMatchObject({ code: 'not_found' });
    await expect(preview(school.teacher, 'media')).rejects.toMatchObject({ code: 'not_found' });
  });

  test('nobody else does, nor for a file that is not there', async () => {
    const { outcomeId } = await school.submit();
    await expect(link(school.otherTeacher, outcomeId)).rejects.toMatchObject({ code: 'not_found' });
    await expect(link(school.teacher, outcomeId, 'media')).rejects.toMatchObject({ code: 'not_found' });
    await expect(link(school.teacher, outcomeId, 'document', 'raw')).rejects.toMatchObject({ code: 'invalid_request' });
  });
});

test('the service says that it is ready', async () => {
  const answer = await fetch(`${house.httpUrl}/readyz`);
  expect(await answer.json()).toMatchObject({ status: 'ready', checks: { database: 'ok' } });
});
