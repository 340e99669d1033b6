import { Database } from '@licheng/database';
import { Outbox } from '@licheng/messaging';
import { waitUntil } from '@licheng/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { casesIn } from '../src/adapters/sql-cases.ts';
import type { Cases } from '../src/application/ports.ts';
import { publishVerdicts } from '../src/application/publish-verdicts.ts';
import { type Harness, type Person, type School, createHarness, createSchool } from './harness.ts';
import { type Verdict, decideIn, getIn, giveIn, logIn, undoIn } from './verdicts.ts';

let house: Harness;
let school: School;
beforeAll(async () => {
  house = await createHarness();
  school = await createSchool(house);
});
afterAll(() => house.close());

const give = (who: Person, verdict: Verdict) => giveIn(house, who, verdict);
const get = (outcomeId: string) => getIn(house, school.teacher, outcomeId);
const undo = (who: Person, outcomeId: string) => undoIn(house, who, outcomeId);

const resultsOf = async (outcomeId: string) =>
  (await house.told(outcomeId)).flatMap(({ type }) => (type.startsWith('certification.result.') ? [type] : []));

async function touchesOf(outcomeId: string): Promise<string[]> {
  const told = await house.told(outcomeId);
  return told.flatMap(({ data }) => ('change' in data && 'certifierId' in data ? [data.change] : []));
}

const endUndoTime = (outcomeIds: string[]) =>
  house.owner.transaction(null, (tx) =>
    tx.query('UPDATE cases SET publish_at = now() WHERE outcome_id = ANY($1) AND publish_at IS NOT NULL', [outcomeIds]),
  );

async function given(action: 'certify' | 'refuse' = 'certify'): Promise<string> {
  const { outcomeId } = await school.submit();
  await give(school.teacher, { outcomeId, action, comment: '請補頁碼' });
  return outcomeId;
}

/** A transaction that stops after `work` until it is told to commit. */
async function heldOpen(work: (cases: Cases) => Promise<unknown>): Promise<{ commit(): Promise<void> }> {
  const [worked, mayCommit] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const done = house.store.transaction(school.institutionId, async (cases) => {
    await work(cases);
    worked.resolve();
    await mayCommit.promise;
  });
  await Promise.race([worked.promise, done]);
  return {
    async commit() {
      mayCommit.resolve();
      await done;
    },
  };
}

const certifierOf = ({ id, name }: Person) => ({
  personId: id,
  name,
  institutionId: school.institutionId,
  role: 'teacher' as const,
});

describe('a verdict that waits to be published', () => {
  test('changes nothing that others see, names its author, and offers nothing more to decide', async () => {
    const before = new Date();
    const outcomeId = await given('refuse');
    const shown = await get(outcomeId);
    expect(shown).toMatchObject({
      status: 'under_certification',
      decidedAt: undefined,
      certifierName: '',
      comment: '',
      allowedActions: [],
      pendingVerdict: { action: 'refuse', certifierName: '王老師', own: true },
    });
    expect(shown?.pendingVerdict?.undoUntil?.getTime()).toBeGreaterThan(before.getTime() + 290_000);
    const seenByOther = await getIn(house, school.administrator, outcomeId);
    expect(seenByOther?.pendingVerdict).toMatchObject({ certifierName: '王老師', own: false });
    expect(await logIn(house, outcomeId)).toEqual([]);
    expect(await resultsOf(outcomeId)).toEqual([]);
    expect(await touchesOf(outcomeId)).toEqual(['decided']);
  });

  test('undone by its author is as if it had never been, and may be given again otherwise', async () => {
    const outcomeId = await given('refuse');
    expect(await undo(school.teacher, outcomeId)).toMatchObject({
      status: 'under_certification',
      pendingVerdict: undefined,
      allowedActions: ['certify', 'refuse'],
    });
    await publishVerdicts(house.store);
    expect(await resultsOf(outcomeId)).toEqual([]);
    expect(await touchesOf(outcomeId)).toEqual(['decided', 'undone']);
    await decideIn(house, school.teacher, { outcomeId, action: 'certify' });
    expect(await resultsOf(outcomeId)).toEqual(['certification.result.certified.v1']);
    expect((await logIn(house, outcomeId)).map(({ action }) => action)).toEqual(['certify']);
  });

  test('is undone once: asked for again, nothing changes and nothing is told', async () => {
    const outcomeId = await given();
    const both = [await undo(school.teacher, outcomeId), await undo(school.teacher, outcomeId)];
    expect(both[1]).toEqual(both[0]);
    expect(await touchesOf(outcomeId)).toEqual(['decided', 'undone']);
  });

  test('nobody but its author undoes it', async () => {
    const outcomeId = await given();
    for (const who of [school.administrator, school.otherTeacher]) {
      await expect(undo(who, outcomeId)).rejects.toMatchObject({ code: 'not_found' });
    }
    await expect(undo(school.teacher, (await school.submit()).outcomeId)).rejects.toMatchObject({ code: 'not_found' });
    expect((await get(outcomeId))?.pendingVerdict).toBeDefined();
  });

  test('once published is undone by nobody', async () => {
    const outcomeId = await given();
    await house.settle(outcomeId);
    await expect(undo(school.teacher, outcomeId)).rejects.toMatchObject({ code: 'undo_expired' });
    await expect(undo(school.administrator, outcomeId)).rejects.toMatchObject({ code: 'not_found' });
    expect(await resultsOf(outcomeId)).toEqual(['certification.result.certified.v1']);
  });

  test('is told at the time it was given, once, when its time has come and not before', async () => {
    const outcomeId = await given();
    const until = (await get(outcomeId))?.pendingVerdict?.undoUntil?.getTime() ?? 0;
    await publishVerdicts(house.store);
    expect(await resultsOf(outcomeId)).toEqual([]);
    await house.settle(outcomeId);
    await publishVerdicts(house.store);
    expect(await resultsOf(outcomeId)).toEqual(['certification.result.certified.v1']);
    expect((await get(outcomeId))?.decidedAt?.getTime()).toBeLessThan(until - 290_000);
  });

  test('given while the window was open is published after its close', async () => {
    const other = await createSchool(house);
    const { outcomeId } = await other.submit();
    await give(other.teacher, { outcomeId, action: 'certify' });
    await other.setWindow(-2, -1, 2);
    await house.settle(outcomeId);
    expect(await getIn(house, other.teacher, outcomeId)).toMatchObject({ status: 'certified' });
  });

  test('tells whoever comes second who decided what', async () => {
    const outcomeId = await given('refuse');
    await expect(give(school.administrator, { outcomeId, action: 'certify' })).rejects.toMatchObject({
      code: 'already_decided',
      details: { certifierName: '王老師', action: 'refuse', pending: true },
    });
  });

  test('is never published about an older version than the present one', async () => {
    // course-record submits nothing again before it heard a refusal: if it did, the newer version would be what counts.
    const first = await school.submit();
    await give(school.teacher, { outcomeId: first.outcomeId, action: 'certify' });
    await school.submit({ ...first, version: 2, submittedAt: new Date() });
    await endUndoTime([first.outcomeId]);
    await publishVerdicts(house.store);
    expect(await resultsOf(first.outcomeId)).toEqual([]);
    expect(await get(first.outcomeId)).toMatchObject({
      version: 2,
      pendingVerdict: undefined,
      status: 'under_certification',
    });
    await expect(undo(school.teacher, first.outcomeId)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('undo and publication at one moment', () => {
  test('exactly one wins, and the result is told if and only if it was published', async () => {
    for (let round = 0; round < 15; round += 1) {
      const outcomeId = await given();
      await endUndoTime([outcomeId]);
      const [undone] = await Promise.allSettled([undo(school.teacher, outcomeId), publishVerdicts(house.store)]);
      await publishVerdicts(house.store);
      const { status } = (await get(outcomeId)) ?? {};
      if (undone.status === 'fulfilled') {
        expect(status).toBe('under_certification');
        expect(await resultsOf(outcomeId)).toEqual([]);
      } else {
        expect(undone.reason).toMatchObject({ code: 'undo_expired' });
        expect(status).toBe('certified');
        expect(await resultsOf(outcomeId)).toEqual(['certification.result.certified.v1']);
      }
    }
  });

  test('a publisher passes over what is being undone', async () => {
    const outcomeId = await given();
    await endUndoTime([outcomeId]);
    const undoing = await heldOpen((cases) => cases.undo(outcomeId, certifierOf(school.teacher)));
    await publishVerdicts(house.store);
    await undoing.commit();
    await publishVerdicts(house.store);
    expect(await resultsOf(outcomeId)).toEqual([]);
    expect(await get(outcomeId)).toMatchObject({ status: 'under_certification', pendingVerdict: undefined });
  });

  test('an undo that waits for a publication comes too late', async () => {
    const outcomeId = await given();
    await endUndoTime([outcomeId]);
    const publishing = await heldOpen((cases) => cases.publishDue(100));
    const undoing = undo(school.teacher, outcomeId);
    // Looked at only when it has an outcome; waiting for it here must not be what lets it fail.
    undoing.catch(() => {});
    await waitUntil(
      async () => {
        const waiting = await house.owner.transaction(null, (tx) =>
          tx.query(
            `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0`,
          ),
        );
        return waiting.length > 0;
      },
      { what: 'the undo to wait' },
    );
    await publishing.commit();
    await expect(undoing).rejects.toMatchObject({ code: 'undo_expired' });
    expect(await resultsOf(outcomeId)).toEqual(['certification.result.certified.v1']);
  });
});

describe('publishers', () => {
  const countsAreTrue = async () => {
    const [counts] = await house.owner.transaction(null, (tx) =>
      tx.query<{ wrong: number }>(
        `SELECT count(*)::int AS wrong FROM courses k WHERE waiting_count <>
           (SELECT count(*) FROM cases c WHERE c.course_id = k.course_id AND c.status = 'under_certification')`,
      ),
    );
    expect(counts?.wrong).toBe(0);
  };

  test('four at once publish forty verdicts of two courses, each once, and the counts stay true', async () => {
    const courseIds = [school.courseId, crypto.randomUUID()];
    await school.assign(courseIds[1] ?? '', [school.teacher.id], 1);
    const outcomeIds = await Promise.all(
      Array.from({ length: 40 }, async (_, n) => {
        const { outcomeId } = await school.submit({ courseId: courseIds[n % 2] ?? '' });
        await give(school.teacher, { outcomeId, action: n % 3 === 0 ? 'refuse' : 'certify', comment: '請補頁碼' });
        return outcomeId;
      }),
    );
    await endUndoTime(outcomeIds);
    const small = () => house.store.transaction(school.institutionId, (cases) => cases.publishDue(5));
    await Promise.all(Array.from({ length: 12 }, small));
    await Promise.all(outcomeIds.map((outcomeId) => house.settle(outcomeId)));
    for (const outcomeId of outcomeIds) expect(await resultsOf(outcomeId)).toHaveLength(1);
    await countsAreTrue();
  });

  test('one that dies before its commit leaves the verdict to the next one, and it is told once', async () => {
    const outcomeId = await given();
    await endUndoTime([outcomeId]);
    const database = new Database({ url: house.appUrl, applicationName: 'dying' });
    const options = { outbox: new Outbox('certification', () => {}), undoSeconds: 0, onGiven: () => {} };
    const dying = database.transaction(school.institutionId, async (tx) => {
      const [self] = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      expect(await casesIn(tx, school.institutionId, options).publishDue(100)).toBe(1);
      await house.app.transaction(null, (other) => other.query('SELECT pg_terminate_backend($1)', [self?.pid]));
      await tx.query('SELECT 1');
    });
    await expect(dying).rejects.toMatchObject({ code: 'service_unavailable' });
    await database.close();
    expect(await resultsOf(outcomeId)).toEqual([]);
    expect((await get(outcomeId))?.pendingVerdict).toBeDefined();
    await house.settle(outcomeId);
    expect(await resultsOf(outcomeId)).toEqual(['certification.result.certified.v1']);
    await countsAreTrue();
  });

  test('the service publishes by itself: its own verdicts on time, those of a replica that is gone soon after', async () => {
    const quick = await createHarness({ undoSeconds: 1 });
    try {
      const other = await createSchool(quick);
      const [own, left] = [await other.submit(), await other.submit()];
      const certified = (outcomeId: string) =>
        waitUntil(async () => (await getIn(quick, other.teacher, outcomeId))?.status === 'certified', {
          what: 'the publication',
        });
      const startedAt = performance.now();
      await giveIn(quick, other.teacher, { outcomeId: own.outcomeId, action: 'certify' });
      await certified(own.outcomeId);
      expect(performance.now() - startedAt).toBeGreaterThan(990);
      // Given through a store whose owner expects nothing.
      const verdict = { version: 1, action: 'certify', comment: '', refusalReason: null } as const;
      const who = { ...certifierOf(other.teacher), institutionId: other.institutionId };
      await quick.store.transaction(other.institutionId, (cases) => cases.give(left.outcomeId, verdict, who));
      await certified(left.outcomeId);
    } finally {
      await quick.close();
    }
  });
});

describe('the same verdict about several cases', () => {
  const batch = (who: Person, versions: { outcomeId: string; version: number }[], action = 'certify') =>
    house.certification.call(
      'recordVerdicts',
      { versions, action, comment: '不符', refusalReason: action === 'certify' ? '' : 'wrong_course' },
      { token: who.token },
    );

  test('decides each on its own and answers for each, in the order asked', async () => {
    const sent = [await school.submit(), await school.submit(), await school.submit({ version: 2 })];
    const [mine, taken, newer] = sent.map(({ outcomeId }) => outcomeId);
    await give(school.administrator, { outcomeId: taken ?? '', action: 'certify' });
    const foreign = await (await createSchool(house)).submit();
    const ids = [foreign.outcomeId, newer ?? '', taken ?? '', mine ?? ''];
    const { results } = await batch(
      school.teacher,
      ids.map((outcomeId) => ({ outcomeId, version: 1 })),
      'refuse',
    );
    expect(results.map((one) => [one.outcomeId, one.refusedBy, one.case?.pendingVerdict?.action])).toEqual([
      [foreign.outcomeId, 'not_found', undefined],
      [newer, 'version_conflict', undefined],
      [taken, 'already_decided', undefined],
      [mine, '', 'refuse'],
    ]);
    expect(JSON.parse(results[2]?.detailsJson ?? '')).toMatchObject({ certifierName: '辦理者', action: 'certify' });
    await house.settle(mine ?? '');
    expect(await get(mine ?? '')).toMatchObject({ status: 'refused', refusalReason: 'wrong_course', comment: '不符' });
  });

  test('two batches over the same cases in opposite order share them out', async () => {
    const refs = await Promise.all(
      Array.from({ length: 20 }, async () => ({ outcomeId: (await school.submit()).outcomeId, version: 1 })),
    );
    const answers = await Promise.all([batch(school.teacher, refs), batch(school.administrator, refs.toReversed())]);
    const decided = answers.map(({ results }) => results.filter((one) => one.refusedBy === '').length);
    expect(decided.reduce((sum, count) => sum + count, 0)).toBe(20);
    expect(answers.flatMap(({ results }) => results).filter((one) => one.refusedBy === 'already_decided')).toHaveLength(
      20,
    );
  });

  test('is refused whole when it has no case, too many, one twice, or does not say why', async () => {
    const one = { outcomeId: (await school.submit()).outcomeId, version: 1 };
    const many = Array.from({ length: 101 }, () => ({ outcomeId: crypto.randomUUID(), version: 1 }));
    for (const versions of [[], [one, one], many]) {
      await expect(batch(school.teacher, versions)).rejects.toMatchObject({ code: 'invalid_request' });
    }
    const request = { versions: [one], action: 'refuse', comment: '不符', refusalReason: '' };
    await expect(
      house.certification.call('recordVerdicts', request, { token: school.teacher.token }),
    ).rejects.toMatchObject({ code: 'reason_required' });
  });
});

test('the history says who did what when, from the first submission to the seal', async () => {
  const first = await school.submit();
  const { outcomeId } = first;
  await decideIn(house, school.teacher, {
    outcomeId,
    action: 'refuse',
    comment: '請補頁碼',
    refusalReason: 'file_unreadable',
  });
  await school.submit({ ...first, version: 2, submittedAt: new Date() });
  const step = (version: number, action: Verdict['action'], comment = '') =>
    decideIn(house, school.administrator, { outcomeId, version, action, comment });
  await step(2, 'certify');
  await step(2, 'revoke', '誤植');
  await school.submit({ ...first, version: 2, submittedAt: new Date() });
  await step(2, 'certify');
  const versions = [{ outcomeId, version: 2 }];
  const seal = { batchId: crypto.randomUUID(), versions };
  await house.certification.call('sealVersions', seal, { token: school.administrator.token });
  const shown = await get(outcomeId);
  expect(shown).toMatchObject({ sealed: true, status: 'certified', allowedActions: [] });
  expect(
    (shown?.history ?? []).map((one) =>
      [one.fact, one.version, one.actorName, one.comment, one.refusalReason].join(' ').trim(),
    ),
  ).toEqual([
    'submitted 1 學生5',
    'refused 1 王老師 請補頁碼 file_unreadable',
    'submitted 2 學生5',
    'certified 2 辦理者',
    'revoked 2 辦理者 誤植 other',
    'submitted 2 學生5',
    'certified 2 辦理者',
    'sealed 2 辦理者',
  ]);
  const times = (shown?.history ?? []).map(({ at }) => at?.getTime() ?? 0);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
});
