import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Harness, type Person, type School, createHarness, createSchool } from './harness.ts';
import { type Verdict, decideIn, giveIn, logIn, undoIn } from './verdicts.ts';

let house: Harness;
let school: School;
beforeAll(async () => {
  house = await createHarness();
  school = await createSchool(house);
});
afterAll(() => house.close());

const decide = (who: Person, verdict: Verdict) => decideIn(house, who, verdict);
const logOf = (outcomeId: string) => logIn(house, outcomeId);

describe('sealing for a hand-in', () => {
  const seal = (batchId: string, versions: { outcomeId: string; version: number }[], who = school.administrator) =>
    house.certification.call('sealVersions', { batchId, versions }, { token: who.token });

  async function certified() {
    const { outcomeId } = await school.submit();
    await decide(school.teacher, { outcomeId, action: 'certify' });
    return { outcomeId, version: 1 };
  }

  test('fixes certified versions; what is not certified in that version is refused', async () => {
    const [one, two] = [await certified(), await certified()];
    const waiting = { outcomeId: (await school.submit()).outcomeId, version: 1 };
    const other = { outcomeId: two.outcomeId, version: 2 };
    const unknown = { outcomeId: randomUUID(), version: 1 };
    const batchId = randomUUID();
    expect(await seal(batchId, [one, waiting, other, unknown])).toEqual({
      sealed: [one],
      refused: [waiting, other, unknown],
    });
    await expect(
      decide(school.teacher, { outcomeId: one.outcomeId, action: 'revoke', comment: '誤植' }),
    ).rejects.toMatchObject({ code: 'transition_not_allowed', details: { status: 'sealed' } });
    const { case: shown } = await house.certification.call('getCase', one, { token: school.teacher.token });
    expect(shown).toMatchObject({ status: 'certified', allowedActions: [] });
  });

  test('asked for again by the same batch gives the same answer; another batch is refused', async () => {
    const one = await certified();
    const batchId = randomUUID();
    const first = await seal(batchId, [one]);
    expect(first).toEqual({ sealed: [one], refused: [] });
    expect(await seal(batchId, [one])).toEqual(first);
    expect(await seal(randomUUID(), [one])).toEqual({ sealed: [], refused: [one] });
  });

  test('only an administrator seals, and only what is of the own institution', async () => {
    const one = await certified();
    await expect(seal(randomUUID(), [one], school.teacher)).rejects.toMatchObject({ code: 'forbidden' });
    const foreign = await createSchool(house);
    expect(await seal(randomUUID(), [one], foreign.administrator)).toEqual({ sealed: [], refused: [one] });
  });

  test('of a revocation and a seal at once exactly one takes effect', async () => {
    for (let round = 0; round < 8; round += 1) {
      const one = await certified();
      const revocation = { outcomeId: one.outcomeId, action: 'revoke', comment: '誤植' } as const;
      const [sealing, revoking] = await Promise.allSettled([
        seal(randomUUID(), [one]),
        giveIn(house, school.teacher, revocation),
      ]);
      if (sealing.status === 'rejected') throw sealing.reason;
      const isSealed = sealing.value.sealed.length === 1;
      expect(isSealed).toBe(revoking.status === 'rejected');
      if (revoking.status === 'rejected') expect(revoking.reason.code).toBe('transition_not_allowed');
      await house.settle(one.outcomeId);
      expect((await logOf(one.outcomeId)).map(({ action }) => action)).toEqual(
        isSealed ? ['certify'] : ['certify', 'revoke'],
      );
    }
  });

  test('a certification that can still be taken back is not sealed, and a revocation that waits keeps its case open', async () => {
    const { outcomeId } = await school.submit();
    const ref = { outcomeId, version: 1 };
    await giveIn(house, school.teacher, { outcomeId, action: 'certify' });
    expect(await seal(randomUUID(), [ref])).toEqual({ sealed: [], refused: [ref] });
    await house.settle(outcomeId);
    await giveIn(house, school.teacher, { outcomeId, action: 'revoke', comment: '誤植' });
    expect(await seal(randomUUID(), [ref])).toEqual({ sealed: [], refused: [ref] });
    await undoIn(house, school.teacher, outcomeId);
    expect(await seal(randomUUID(), [ref])).toEqual({ sealed: [ref], refused: [] });
  });

  test('two batches over the same cases in opposite order share them out without a deadlock', async () => {
    const refs = [];
    for (let n = 0; n < 6; n += 1) refs.push(await certified());
    const [a, b] = await Promise.all([seal(randomUUID(), refs), seal(randomUUID(), refs.toReversed())]);
    expect(a.sealed.length + b.sealed.length).toBe(refs.length);
    expect(a.refused.length + b.refused.length).toBe(refs.length);
  });
});
