import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Harness, type Person, type School, createHarness, createSchool } from './harness.ts';
import { type Verdict, decideIn, logIn } from './verdicts.ts';

let house: Harness;
let school: School;
beforeAll(async () => {
  house = await createHarness();
  school = await createSchool(house);
});
afterAll(() => house.close());

const decide = (who: Person, verdict: Verdict) => decideIn(house, who, verdict);
const logOf = (outcomeId: string) => logIn(house, outcomeId);
const typesOf = async (outcomeId: string) => (await house.told(outcomeId)).map(({ type }) => type);

describe('rounds', () => {
  test('the same submission twice opens one case', async () => {
    const sent = await school.submit();
    const event = { type: 'outcome.submitted.v1', subject: sent.outcomeId, data: sent } as const;
    await house.publish(event, 3);
    await house.publish(event);
    expect(await typesOf(sent.outcomeId)).toEqual(['certification.case.opened.v1']);
  });

  test('a newer version after a refusal waits again, and an older one that comes late changes nothing', async () => {
    const first = await school.submit();
    const { outcomeId } = first;
    await decide(school.teacher, { outcomeId, action: 'refuse', comment: '請補頁碼' });
    const second = { ...first, version: 2, summary: '已補', submittedAt: new Date() };
    await school.submit(second);
    await house.publish({ type: 'outcome.submitted.v1', subject: outcomeId, data: first });
    const { case: open } = await house.certification.call('getCase', { outcomeId }, { token: school.teacher.token });
    expect(open).toMatchObject({
      version: 2,
      status: 'under_certification',
      summary: '已補',
      comment: '',
      certifierName: '',
      allowedActions: ['certify', 'refuse'],
    });
    expect(open?.decidedAt).toBeUndefined();
    expect(await decide(school.teacher, { outcomeId, version: 2, action: 'certify' })).toMatchObject({ version: 2 });
    expect((await logOf(outcomeId)).map(({ action, version }) => [action, version])).toEqual([
      ['refuse', 1],
      ['certify', 2],
    ]);
  });

  test('a refused outcome sent again unchanged waits again', async () => {
    const first = await school.submit();
    const { outcomeId } = first;
    await decide(school.teacher, { outcomeId, action: 'refuse', comment: '請再確認' });
    const again = { ...first, submittedAt: new Date(Date.now() + 5) };
    await house.publish({ type: 'outcome.submitted.v1', subject: outcomeId, data: again });
    expect(await decide(school.teacher, { outcomeId, action: 'certify' })).toMatchObject({ status: 'certified' });
  });
});
