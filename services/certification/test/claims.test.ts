import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Harness, type Person, type School, createHarness, createSchool } from './harness.ts';
import { getIn } from './verdicts.ts';

let house: Harness;
let school: School;
beforeAll(async () => {
  house = await createHarness();
  school = await createSchool(house);
});
afterAll(() => house.close());

const claim = async (who: Person, outcomeId: string) =>
  (await house.certification.call('claimCase', { outcomeId }, { token: who.token })).case;
const release = (who: Person, outcomeId: string) =>
  house.certification.call('releaseCase', { outcomeId }, { token: who.token });
const touches = async (outcomeId: string) =>
  (await house.told(outcomeId)).flatMap(({ data }) =>
    'change' in data && 'certifierId' in data ? [[data.change, data.certifierName]] : [],
  );
const letRunOut = (outcomeId: string) =>
  house.owner.transaction(null, (tx) =>
    tx.query("UPDATE claims SET expires_at = now() - interval '1 ms' WHERE outcome_id = $1", [outcomeId]),
  );

describe('a claim', () => {
  test('shows the others who has a case open, for a minute, and not the one who has it open', async () => {
    const { outcomeId } = await school.submit();
    const before = Date.now();
    expect((await claim(school.teacher, outcomeId))?.claim).toBeUndefined();
    const seen = await getIn(house, school.administrator, outcomeId);
    expect(seen?.claim?.certifierName).toBe('王老師');
    expect((seen?.claim?.expiresAt?.getTime() ?? 0) - before).toBeGreaterThan(55_000);
    expect((seen?.claim?.expiresAt?.getTime() ?? 0) - before).toBeLessThan(65_000);
    expect((await getIn(house, school.teacher, outcomeId))?.claim).toBeUndefined();
    expect((await claim(school.administrator, outcomeId))?.claim?.certifierName).toBe('王老師');
    const page = await house.certification.call(
      'listCases',
      { status: '', pageSize: 50, pageToken: '', courseId: '', search: '', minAgeDays: 0 },
      { token: school.teacher.token },
    );
    expect(page.cases.find((one) => one.outcomeId === outcomeId)?.claim?.certifierName).toBe('辦理者');
  });

  test('is told once however often it is repeated, and again after it ran out', async () => {
    const { outcomeId } = await school.submit();
    for (let times = 0; times < 3; times += 1) await claim(school.teacher, outcomeId);
    expect(await touches(outcomeId)).toEqual([['claimed', '王老師']]);
    await letRunOut(outcomeId);
    expect((await getIn(house, school.administrator, outcomeId))?.claim).toBeUndefined();
    await claim(school.teacher, outcomeId);
    expect(await touches(outcomeId)).toHaveLength(2);
  });

  test('keeps nobody from deciding', async () => {
    const { outcomeId } = await school.submit();
    await claim(school.teacher, outcomeId);
    const verdict = { outcomeId, version: 1, action: 'certify', comment: '', refusalReason: '' };
    const decided = await house.certification.call('recordVerdict', verdict, { token: school.administrator.token });
    expect(decided.case).toMatchObject({ claim: { certifierName: '王老師' }, pendingVerdict: { own: true } });
  });

  test('is given up once, and giving up what ran out tells nobody', async () => {
    const { outcomeId } = await school.submit();
    await claim(school.teacher, outcomeId);
    await release(school.teacher, outcomeId);
    await release(school.teacher, outcomeId);
    expect(await touches(outcomeId)).toEqual([
      ['claimed', '王老師'],
      ['released', '王老師'],
    ]);
    expect((await getIn(house, school.administrator, outcomeId))?.claim).toBeUndefined();
    await claim(school.teacher, outcomeId);
    await letRunOut(outcomeId);
    await release(school.teacher, outcomeId);
    expect(await touches(outcomeId)).toHaveLength(3);
  });

  test('of a case that is not theirs is found by nobody', async () => {
    const { outcomeId } = await school.submit();
    for (const [who, id] of [
      [school.otherTeacher, outcomeId],
      [school.teacher, randomUUID()],
    ] as const) {
      await expect(claim(who, id)).rejects.toMatchObject({ code: 'not_found' });
      await expect(release(who, id)).rejects.toMatchObject({ code: 'not_found' });
    }
  });
});

describe('saved comments', () => {
  const list = async (who: Person) =>
    (await house.certification.call('listSavedComments', {}, { token: who.token })).comments;
  const put = (who: Person, id: string, text: string) =>
    house.certification.call('putSavedComment', { comment: { id, text } }, { token: who.token });

  test('are their owner’s alone; the same id again changes the text; deleting twice is no fault', async () => {
    const [first, second] = [randomUUID(), randomUUID()];
    await put(school.teacher, first, ' 請補頁碼\r\n');
    await put(school.teacher, second, '檔案打不開');
    await put(school.teacher, first, '請補頁碼與作者');
    await put(school.otherTeacher, first, '別人的');
    expect(await list(school.teacher)).toEqual([
      { id: first, text: '請補頁碼與作者' },
      { id: second, text: '檔案打不開' },
    ]);
    const remove = () => house.certification.call('deleteSavedComment', { id: first }, { token: school.teacher.token });
    await remove();
    await remove();
    expect(await list(school.teacher)).toEqual([{ id: second, text: '檔案打不開' }]);
    expect(await list(school.otherTeacher)).toEqual([{ id: first, text: '別人的' }]);
  });

  test('hold 500 characters and are never empty', async () => {
    await expect(put(school.teacher, randomUUID(), ' ')).rejects.toMatchObject({ code: 'comment_required' });
    await expect(put(school.teacher, randomUUID(), '好'.repeat(501))).rejects.toMatchObject({
      code: 'comment_too_long',
    });
    await expect(put(school.teacher, 'x', '好')).rejects.toMatchObject({ code: 'invalid_request' });
  });

  test('are at most fifty, also when several are saved at once', async () => {
    const who = await school.person('teacher', '林老師');
    const ids = Array.from({ length: 60 }, () => randomUUID());
    const results = await Promise.allSettled(ids.map((id) => put(who, id, '好')));
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(refused).toHaveLength(10);
    expect(refused[0]).toMatchObject({ code: 'saved_comment_limit_reached', details: { limit: 50 } });
    const [kept] = await list(who);
    await put(who, kept?.id ?? '', '更好');
    expect(await list(who)).toHaveLength(50);
  });
});
