import { randomUUID } from 'node:crypto';
import { waitUntil } from '@licheng/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Harness, type Person, type School, assignment, createHarness, createSchool } from './harness.ts';
import { type Verdict, decideIn, giveIn, logIn } from './verdicts.ts';

let house: Harness;
let school: School;
beforeAll(async () => {
  house = await createHarness();
  school = await createSchool(house);
});
afterAll(() => house.close());

const decide = (who: Person, verdict: Verdict) => decideIn(house, who, verdict);
const give = (who: Person, verdict: Verdict) => giveIn(house, who, verdict);
const logOf = (outcomeId: string) => logIn(house, outcomeId);
const typesOf = async (outcomeId: string) => (await house.told(outcomeId)).map(({ type }) => type);

describe('a verdict', () => {
  test('certifies: the case, its log and its event agree and name the files', async () => {
    const sent = await school.submit();
    const decided = await decide(school.teacher, { outcomeId: sent.outcomeId, action: 'certify', comment: ' 很好 ' });
    expect(decided).toMatchObject({
      status: 'certified',
      version: 1,
      certifierName: '王老師',
      comment: '很好',
      allowedActions: ['revoke'],
    });
    expect(await logOf(sent.outcomeId)).toEqual([
      {
        action: 'certify',
        version: 1,
        certifier_name: '王老師',
        on_behalf_of_name: null,
        comment: '很好',
        files: sent.files,
        decided_at: decided?.decidedAt,
      },
    ]);
    const [opened, touched, certified] = await house.told(sent.outcomeId);
    expect(touched).toMatchObject({
      type: 'certification.case.touched.v1',
      data: { change: 'decided', certifierId: school.teacher.id, certifierName: '王老師' },
    });
    expect(opened).toMatchObject({ type: 'certification.case.opened.v1', data: { teacherIds: [school.teacher.id] } });
    expect(certified?.data).toEqual({
      outcomeId: sent.outcomeId,
      version: 1,
      institutionId: school.institutionId,
      studentId: sent.studentId,
      courseId: school.courseId,
      academicYear: 115,
      files: sent.files,
      certifierId: school.teacher.id,
      certifierName: '王老師',
      comment: '很好',
      decidedAt: decided?.decidedAt,
      teacherIds: [school.teacher.id],
      refusalReason: '',
      onBehalfOfId: '',
      onBehalfOfName: '',
      deputyIds: [],
    });
    const heard = await waitUntil(() => house.broker.take('course-record.facts'), {
      what: 'an event at course-record',
    });
    expect(heard.routingKey).toMatch(/^(certification\.result|calendar)\./);
  });

  test('of two certifiers at once one decides and the other is told who', async () => {
    for (let round = 0; round < 8; round += 1) {
      const { outcomeId } = await school.submit();
      const results = await Promise.allSettled([
        give(school.teacher, { outcomeId, action: 'certify' }),
        give(school.administrator, { outcomeId, action: 'refuse', comment: '檔案不符' }),
      ]);
      const won = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
      const lost = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
      expect(won).toHaveLength(1);
      expect(lost).toHaveLength(1);
      await house.settle(outcomeId);
      const [log, ...more] = await logOf(outcomeId);
      expect(more).toEqual([]);
      expect(lost[0]).toMatchObject({
        code: 'already_decided',
        details: {
          certifierName: won[0]?.pendingVerdict?.certifierName,
          action: log?.action,
          decidedAt: log?.decided_at.toISOString(),
        },
      });
      expect(await house.told(outcomeId)).toHaveLength(3);
    }
  });

  test('asked for twice by the same certifier is one verdict', async () => {
    const { outcomeId } = await school.submit();
    const refusal = { outcomeId, action: 'refuse', comment: '請補頁碼' } as const;
    const both = await Promise.all([give(school.teacher, refusal), give(school.teacher, refusal)]);
    expect(both[0]).toEqual(both[1]);
    await house.settle(outcomeId);
    const again = await give(school.teacher, refusal);
    expect(again).toMatchObject({ status: 'refused', pendingVerdict: undefined, refusalReason: 'other' });
    expect(await logOf(outcomeId)).toHaveLength(1);
    expect(await typesOf(outcomeId)).toEqual([
      'certification.case.opened.v1',
      'certification.case.touched.v1',
      'certification.result.refused.v1',
    ]);
  });

  test('to refuse or revoke needs a reason', async () => {
    const { outcomeId } = await school.submit();
    const refusal = { outcomeId, action: 'refuse', comment: '不符' } as const;
    await expect(give(school.teacher, { ...refusal, refusalReason: '' })).rejects.toMatchObject({
      code: 'reason_required',
    });
    await expect(give(school.teacher, { ...refusal, refusalReason: 'ugly' })).rejects.toMatchObject({
      code: 'invalid_request',
    });
    const decided = await decide(school.teacher, { ...refusal, refusalReason: 'wrong_course' });
    expect(decided).toMatchObject({ status: 'refused', refusalReason: 'wrong_course' });
    expect((await house.told(outcomeId)).at(-1)?.data).toMatchObject({ refusalReason: 'wrong_course' });
  });

  test('to refuse or revoke needs a comment of at most 500 characters', async () => {
    const { outcomeId } = await school.submit();
    await expect(decide(school.teacher, { outcomeId, action: 'refuse', comment: '  ' })).rejects.toMatchObject({
      code: 'comment_required',
    });
    await expect(
      decide(school.teacher, { outcomeId, action: 'refuse', comment: '好'.repeat(501) }),
    ).rejects.toMatchObject({
      code: 'comment_too_long',
    });
    await decide(school.teacher, { outcomeId, action: 'certify' });
    await expect(decide(school.teacher, { outcomeId, action: 'revoke' })).rejects.toMatchObject({
      code: 'comment_required',
    });
  });

  test('about an older version than the present one is a conflict', async () => {
    const { outcomeId } = await school.submit({ version: 4 });
    await expect(decide(school.teacher, { outcomeId, version: 3, action: 'certify' })).rejects.toMatchObject({
      code: 'version_conflict',
    });
  });

  test('revokes a certified case, later than it was certified', async () => {
    const { outcomeId } = await school.submit();
    const certified = await decide(school.teacher, { outcomeId, action: 'certify' });
    const revoked = await decide(school.administrator, { outcomeId, action: 'revoke', comment: '誤植' });
    expect(revoked).toMatchObject({ status: 'refused', comment: '誤植', allowedActions: [] });
    expect(revoked?.decidedAt?.getTime()).toBeGreaterThan(certified?.decidedAt?.getTime() ?? Infinity);
    expect((await logOf(outcomeId)).map(({ action }) => action)).toEqual(['certify', 'revoke']);
    expect((await typesOf(outcomeId)).at(-1)).toBe('certification.result.revoked.v1');
    await expect(decide(school.teacher, { outcomeId, action: 'certify' })).rejects.toMatchObject({
      code: 'already_decided',
      details: { action: 'revoke', certifierName: '辦理者' },
    });
  });

  test('is later than the one before it, even when the clock has been set back', async () => {
    const { outcomeId } = await school.submit();
    await decide(school.teacher, { outcomeId, action: 'certify' });
    const [ahead] = await house.owner.transaction(null, (tx) =>
      tx.query<{ decided_at: Date }>(
        "UPDATE cases SET decided_at = decided_at + interval '1 hour' WHERE outcome_id = $1 RETURNING decided_at",
        [outcomeId],
      ),
    );
    const revoked = await decide(school.teacher, { outcomeId, action: 'revoke', comment: '誤植' });
    expect(revoked?.decidedAt).toEqual(new Date((ahead?.decided_at.getTime() ?? 0) + 1));
  });

  test('outside the window is refused with the window, and possible again once it is extended', async () => {
    const other = await createSchool(house);
    const { outcomeId } = await other.submit();
    await other.setWindow(-2, -1, 2);
    await expect(decide(other.teacher, { outcomeId, action: 'certify' })).rejects.toMatchObject({
      code: 'window_closed',
      details: { operation: 'certify', opensAt: expect.stringMatching(/Z$/), closesAt: expect.stringMatching(/Z$/) },
    });
    expect(await logOf(outcomeId)).toEqual([]);
    await other.setWindow(-2, 1, 3);
    expect(await decide(other.teacher, { outcomeId, action: 'certify' })).toMatchObject({ status: 'certified' });
  });

  test('in a year nobody set a window for is refused', async () => {
    const { outcomeId } = await school.submit({ academicYear: 114 });
    await expect(decide(school.teacher, { outcomeId, action: 'certify' })).rejects.toMatchObject({
      code: 'window_closed',
      details: { opensAt: null, closesAt: null },
    });
  });

  test('once written is never changed, not even by the owner of the table', async () => {
    const { outcomeId } = await school.submit();
    await decide(school.teacher, { outcomeId, action: 'certify' });
    const attempts = ["UPDATE verdicts SET comment = 'x'", 'DELETE FROM verdicts'];
    for (const text of attempts) {
      await expect(house.app.transaction(school.institutionId, (tx) => tx.query(text))).rejects.toThrow(
        'never changed',
      );
      await expect(house.owner.transaction(null, (tx) => tx.query(text))).rejects.toThrow('never changed');
    }
    await expect(house.owner.transaction(null, (tx) => tx.query('TRUNCATE verdicts'))).rejects.toThrow('never changed');
  });
});

describe('who may decide', () => {
  test('a teacher of another course, of another institution and another administrator find nothing', async () => {
    const { outcomeId } = await school.submit();
    const foreign = await createSchool(house);
    for (const who of [school.otherTeacher, foreign.teacher, foreign.administrator]) {
      await expect(decide(who, { outcomeId, action: 'certify' })).rejects.toMatchObject({ code: 'not_found' });
      await expect(house.certification.call('getCase', { outcomeId }, { token: who.token })).rejects.toMatchObject({
        code: 'not_found',
      });
    }
    await expect(decide(school.teacher, { outcomeId: randomUUID(), action: 'certify' })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(decide(school.teacher, { outcomeId: "'", action: 'certify' })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test('a student decides nothing', async () => {
    const { outcomeId } = await school.submit();
    const student = await school.person('student', '學生5');
    await expect(decide(student, { outcomeId, action: 'certify' })).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('a teacher assigned later may, and one taken off no longer', async () => {
    const courseId = randomUUID();
    await school.assign(courseId, [school.otherTeacher.id], 1);
    const { outcomeId } = await school.submit({ courseId });
    await expect(decide(school.teacher, { outcomeId, action: 'certify' })).rejects.toMatchObject({ code: 'not_found' });
    await school.assign(courseId, [school.teacher.id], 2);
    // An assignment that comes late says what was true before.
    const stale = assignment(school.institutionId, courseId, [school.otherTeacher.id], 1);
    await house.publish({ type: 'course.assigned.v1', subject: courseId, data: stale });
    await expect(decide(school.otherTeacher, { outcomeId, action: 'certify' })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await decide(school.teacher, { outcomeId, action: 'certify' })).toMatchObject({ status: 'certified' });
  });

  test('the database itself shows one institution nothing of another', async () => {
    const { outcomeId } = await school.submit();
    await decide(school.teacher, { outcomeId, action: 'certify' });
    const { teacher, otherTeacher, administrator, courseId, institutionId } = school;
    await school.introduce(teacher);
    await house.certification.call('claimCase', { outcomeId }, { token: teacher.token });
    const comment = { id: randomUUID(), text: '好' };
    await house.certification.call('putSavedComment', { comment }, { token: teacher.token });
    await house.owner.transaction(null, (tx) =>
      tx.query(
        `INSERT INTO deputies (institution_id, id, teacher_id, deputy_id, course_id, first_day, last_day, appointed_by_id,
           appointed_by_name) VALUES ($1, gen_random_uuid(), $2, $3, $4, current_date - 1, current_date + 1, $5, '辦理者')`,
        [institutionId, teacher.id, otherTeacher.id, courseId, administrator.id],
      ),
    );
    const tables = await house.owner.transaction(null, (tx) =>
      tx.query<{ table_name: string }>(
        `SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'institution_id'`,
      ),
    );
    expect(tables.length).toBeGreaterThanOrEqual(11);
    for (const { table_name: table } of tables) {
      const seenAs = (as: string) => house.app.transaction(as, (tx) => tx.query(`SELECT institution_id FROM ${table}`));
      expect((await seenAs(institutionId)).length, table).toBeGreaterThan(0);
      expect(await seenAs(randomUUID()), table).toHaveLength(0);
    }
  });
});
