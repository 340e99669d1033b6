import { randomUUID } from 'node:crypto';
import type { AppointDeputyRequest } from '@licheng/contracts/certification';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Harness, type Person, type School, createHarness, createSchool } from './harness.ts';
import { decideIn, getIn, giveIn, logIn } from './verdicts.ts';

let house: Harness;
let school: School;
/** Teaches nothing of their own. */
let deputy: Person;
beforeAll(async () => {
  house = await createHarness();
});
afterAll(() => house.close());
beforeEach(async () => {
  school = await createSchool(house);
  deputy = await school.person('teacher', '林老師');
  for (const who of [school.teacher, school.otherTeacher, school.administrator, deputy]) await school.introduce(who);
});

const inDays = (days: number) =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Taipei' }).format(Date.now() + days * 86_400_000);

const request = (change: Partial<AppointDeputyRequest> = {}): AppointDeputyRequest => ({
  id: randomUUID(),
  teacherId: school.teacher.id,
  deputyId: deputy.id,
  courseId: school.courseId,
  firstDay: inDays(0),
  lastDay: inDays(0),
  ...change,
});
const appoint = async (change: Partial<AppointDeputyRequest> = {}, who = school.administrator) =>
  (await house.certification.call('appointDeputy', request(change), { token: who.token })).deputy;
const end = async (id = '', who = school.administrator) =>
  (await house.certification.call('endDeputy', { id }, { token: who.token })).deputy;
const list = (who = school.administrator) => house.certification.call('listDeputies', {}, { token: who.token });
const queue = (who: Person) =>
  house.certification.call(
    'listCases',
    { status: '', pageSize: 50, pageToken: '', courseId: '', search: '', minAgeDays: 0 },
    { token: who.token },
  );
const idsOf = async (who: Person) => (await queue(who)).cases.map(({ outcomeId }) => outcomeId);

/** As if it had been appointed for these days; the commands take no days that are over. */
const appointFor = (firstDay: string, lastDay: string) =>
  house.owner.transaction(null, (tx) =>
    tx.query(
      `INSERT INTO deputies (institution_id, id, teacher_id, deputy_id, first_day, last_day, appointed_by_id, appointed_by_name)
       VALUES ($1, gen_random_uuid(), $2, $3, $4::date, $5::date, $6, '辦理者')`,
      [school.institutionId, school.teacher.id, deputy.id, firstDay, lastDay, school.administrator.id],
    ),
  );

describe('a deputy', () => {
  test('sees and decides the teacher’s cases, and the verdict names both', async () => {
    const { outcomeId } = await school.submit();
    expect(await idsOf(deputy)).toEqual([]);
    await appoint();
    const page = await queue(deputy);
    expect(page).toMatchObject({
      waitingCount: 1,
      matchingCount: 1,
      cases: [{ outcomeId, deputisingForName: '王老師' }],
    });
    expect((await getIn(house, school.teacher, outcomeId))?.deputisingForName).toBe('');
    const decided = await decideIn(house, deputy, { outcomeId, action: 'refuse', comment: '不符' });
    expect(decided).toMatchObject({ status: 'refused', certifierName: '林老師', onBehalfOfName: '王老師' });
    expect(decided?.history.at(-1)).toMatchObject({ fact: 'refused', actorName: '林老師', onBehalfOfName: '王老師' });
    expect((await house.told(outcomeId)).at(-1)?.data).toMatchObject({
      certifierId: deputy.id,
      certifierName: '林老師',
      onBehalfOfId: school.teacher.id,
      onBehalfOfName: '王老師',
      teacherIds: [school.teacher.id],
      deputyIds: [deputy.id],
    });
    expect(await logIn(house, outcomeId)).toMatchObject([{ certifier_name: '林老師', on_behalf_of_name: '王老師' }]);
    await expect(giveIn(house, school.teacher, { outcomeId, action: 'certify' })).rejects.toMatchObject({
      code: 'already_decided',
      details: { certifierName: '林老師', onBehalfOfName: '王老師' },
    });
  });

  test('of one course decides in no other; of all courses in those the teacher teaches', async () => {
    const second = randomUUID();
    await school.assign(second, [school.teacher.id], 1);
    const [here, there] = [await school.submit(), await school.submit({ courseId: second })];
    const { id } = (await appoint()) ?? {};
    expect(await idsOf(deputy)).toEqual([here.outcomeId]);
    await expect(giveIn(house, deputy, { outcomeId: there.outcomeId, action: 'certify' })).rejects.toMatchObject({
      code: 'not_found',
    });
    const { courses } = await house.certification.call('listQueueCourses', {}, { token: deputy.token });
    expect(courses).toMatchObject([{ courseId: school.courseId, subject: '英文(三)', waitingCount: 1 }]);
    await end(id);
    await appoint({ courseId: '' });
    expect((await idsOf(deputy)).toSorted()).toEqual([here.outcomeId, there.outcomeId].toSorted());
    await school.assign(second, [school.otherTeacher.id], 2);
    expect(await idsOf(deputy)).toEqual([here.outcomeId]);
  });

  test.each([
    ['the day before yesterday until yesterday', -2, -1, false],
    ['yesterday until today', -1, 0, true],
    ['today until tomorrow', 0, 1, true],
    ['from tomorrow', 1, 2, false],
  ])('%s: both days are inclusive', async (_, first, last, holds) => {
    const { outcomeId } = await school.submit();
    await appointFor(inDays(first), inDays(last));
    const attempt = giveIn(house, deputy, { outcomeId, action: 'certify' });
    if (holds) expect(await attempt).toMatchObject({ pendingVerdict: { own: true }, deputisingForName: '王老師' });
    else await expect(attempt).rejects.toMatchObject({ code: 'not_found' });
    expect((await list()).deputies[0]?.active).toBe(holds);
  });

  test('who teaches the course too decides in their own right', async () => {
    await school.assign(school.courseId, [school.teacher.id, deputy.id], 2);
    await appoint();
    const { outcomeId } = await school.submit();
    expect((await getIn(house, deputy, outcomeId))?.deputisingForName).toBe('');
    expect(await decideIn(house, deputy, { outcomeId, action: 'certify' })).toMatchObject({ onBehalfOfName: '' });
  });

  test('who is an administrator names the teacher, but only where they deputise', async () => {
    const second = randomUUID();
    await school.assign(second, [school.teacher.id], 1);
    await appoint({ deputyId: school.administrator.id });
    const [here, there] = [await school.submit(), await school.submit({ courseId: second })];
    const decide = ({ outcomeId }: { outcomeId: string }) =>
      decideIn(house, school.administrator, { outcomeId, action: 'certify' });
    expect(await decide(here)).toMatchObject({ onBehalfOfName: '王老師' });
    expect(await decide(there)).toMatchObject({ onBehalfOfName: '' });
  });

  test('once ended finds nothing any more; what they decided stands, also if it was still to be published', async () => {
    const [mine, other] = [await school.submit(), await school.submit()];
    const { id } = (await appoint()) ?? {};
    await giveIn(house, deputy, { outcomeId: mine.outcomeId, action: 'certify' });
    expect(await end(id)).toMatchObject({ active: false, endedByName: '辦理者' });
    await expect(giveIn(house, deputy, { outcomeId: other.outcomeId, action: 'certify' })).rejects.toMatchObject({
      code: 'not_found',
    });
    await house.settle(mine.outcomeId);
    const shown = await getIn(house, school.teacher, mine.outcomeId);
    expect(shown).toMatchObject({ status: 'certified', certifierName: '林老師', onBehalfOfName: '王老師' });
  });

  test('hears of the cases they may decide', async () => {
    await appoint();
    const { outcomeId } = await school.submit();
    expect((await house.told(outcomeId))[0]?.data).toMatchObject({ deputyIds: [deputy.id] });
  });
});

describe('appointing', () => {
  test('offers the people and courses of the institution, and shows who appointed whom when, newest first', async () => {
    const student = await school.person('student', '學生5');
    await school.introduce(student);
    const first = await appoint();
    const second = await appoint({ courseId: '', firstDay: inDays(3), lastDay: inDays(9) });
    const listing = await list();
    expect(listing.deputies.map(({ id }) => id)).toEqual([second?.id, first?.id]);
    expect(listing.deputies).toMatchObject([
      { courseId: '', subject: '', active: false },
      {
        teacherName: '王老師',
        deputyName: '林老師',
        courseId: school.courseId,
        subject: '英文(三)',
        firstDay: inDays(0),
        lastDay: inDays(0),
        appointedByName: '辦理者',
        endedByName: '',
        active: true,
      },
    ]);
    expect(listing.people.map(({ name }) => name).toSorted()).toEqual(
      ['李老師', '林老師', '王老師', '辦理者'].toSorted(),
    );
    expect(listing.courses).toEqual([
      { courseId: school.courseId, subject: '英文(三)', academicYear: 115, teacherIds: [school.teacher.id] },
    ]);
  });

  test('the same again is the first appointment; another one under its id is refused', async () => {
    const asked = request();
    const first = await appoint(asked);
    expect(await appoint(asked)).toEqual(first);
    await expect(appoint({ ...asked, lastDay: inDays(5) })).rejects.toMatchObject({ code: 'idempotency_key_reused' });
    expect((await list()).deputies).toHaveLength(1);
  });

  test('is not possible for people, courses and days that make no sense', async () => {
    const student = await school.person('student', '學生5');
    await school.introduce(student);
    const foreign = await createSchool(house);
    await foreign.introduce(foreign.teacher);
    const wrong: [Partial<AppointDeputyRequest>, string][] = [
      [{ deputyId: student.id }, 'deputyId'],
      [{ deputyId: school.teacher.id }, 'deputyId'],
      [{ deputyId: foreign.teacher.id }, 'deputyId'],
      [{ teacherId: student.id }, 'teacherId'],
      [{ teacherId: randomUUID() }, 'teacherId'],
      [{ teacherId: school.otherTeacher.id }, 'courseId'],
      [{ courseId: foreign.courseId }, 'courseId'],
      [{ firstDay: inDays(2), lastDay: inDays(1) }, 'lastDay'],
      [{ firstDay: inDays(-2), lastDay: inDays(-1) }, 'lastDay'],
    ];
    for (const [change, field] of wrong) {
      await expect(appoint(change)).rejects.toMatchObject({ code: 'deputy_not_possible', details: { field } });
    }
    await expect(appoint({ firstDay: '2026-02-30' })).rejects.toMatchObject({ code: 'invalid_request' });
    expect((await list()).deputies).toEqual([]);
  });

  test('ending twice keeps the first end; an unknown one is not found', async () => {
    const { id } = (await appoint()) ?? {};
    const first = await end(id);
    expect(await end(id)).toEqual(first);
    await expect(end(randomUUID())).rejects.toMatchObject({ code: 'not_found' });
  });

  test('belongs to administrators, each in their own institution', async () => {
    const { id = '' } = (await appoint()) ?? {};
    const { teacher } = school;
    for (const attempt of [() => list(teacher), () => appoint({}, teacher), () => end(id, teacher)]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'forbidden' });
    }
    const foreign = await createSchool(house);
    expect((await list(foreign.administrator)).deputies).toEqual([]);
    await expect(end(id, foreign.administrator)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('leaves rows that nobody changes or deletes, not even the owner of the table', async () => {
    const { id } = (await appoint()) ?? {};
    await end(id);
    const attempts = [
      'UPDATE deputies SET last_day = last_day + 1',
      'UPDATE deputies SET ended_at = NULL, ended_by_id = NULL, ended_by_name = NULL',
      'DELETE FROM deputies',
    ];
    for (const text of attempts) {
      await expect(house.app.transaction(school.institutionId, (tx) => tx.query(text))).rejects.toThrow(/ever|only/);
      await expect(house.owner.transaction(null, (tx) => tx.query(text))).rejects.toThrow(/ever|only/);
    }
  });
});
