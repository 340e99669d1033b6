import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { queryQueue } from '../src/adapters/queue-query.ts';
import { listCases } from '../src/application/list-cases.ts';
import type { Position, QueueFilter } from '../src/application/ports.ts';
import { statusesShownAs } from '../src/domain/case-status.ts';
import type { Certifier } from '../src/domain/certification-case.ts';
import { WAITING, fillInstitution, readOf } from './big-queue.ts';
import { type Harness, createHarness } from './harness.ts';

const PAGE = 50;

let house: Harness;
let institution: Awaited<ReturnType<typeof fillInstitution>>;
beforeAll(async () => {
  house = await createHarness();
  institution = await fillInstitution(house);
});
afterAll(() => house.close());

const filter = (change: Partial<QueueFilter> = {}): QueueFilter => ({
  statuses: statusesShownAs('under_certification'),
  courseId: null,
  search: '',
  minAgeDays: 0,
  ...change,
});
const certifier = (role: Certifier['role']): Certifier => ({
  personId: institution.teacherId,
  name: '王老師',
  institutionId: institution.institutionId,
  role,
});

/** Where the last page of a listing begins. */
async function lastPosition(who: Certifier, what: QueueFilter): Promise<{ position: Position }> {
  let after: Position | null = null;
  for (;;) {
    const page = await listCases(house.store, who, { filter: what, pageSize: 100, after });
    if (page.next === null) {
      if (after === null) throw new Error('one page');
      return { position: after };
    }
    after = page.next;
  }
}

const read = (who: Certifier, what: QueueFilter, after: Position | null, limit: number) =>
  readOf(house, institution.institutionId, (tx) => queryQueue(tx, who, what, after, limit));

async function firstPosition(who: Certifier): Promise<{ position: Position }> {
  const { next } = await listCases(house.store, who, { filter: filter(), pageSize: 1, after: null });
  if (next === null) throw new Error('one page');
  return { position: next };
}

describe('with 10,000 waiting cases', () => {
  const filters: [string, Partial<QueueFilter>][] = [
    ['waiting', {}],
    ['of every status', { statuses: statusesShownAs('') }],
    ['waiting for days', { minAgeDays: 3 }],
  ];
  for (const role of ['administrator', 'teacher'] as const) {
    test.each(filters)(`a page for ${role}, %s, reads about a page wherever it begins`, async (_, change) => {
      const what = filter(change);
      const who = certifier(role);
      const { position } = await lastPosition(who, what);
      // The keys of each range that may make the page, and the page itself.
      const most = PAGE * (role === 'teacher' ? 10 : 1) * what.statuses.length + 2 * PAGE;
      for (const after of [{ ...position, submittedAt: new Date(0) }, position]) {
        const cost = await read(who, what, after, PAGE + 1);
        expect(cost.wholeTable).toBe(false);
        expect(cost.rows).toBeLessThanOrEqual(most);
      }
    });
  }

  test('what is found by part of a name or a subject costs one reading of what waits at most', async () => {
    const who = certifier('administrator');
    // Typed with full-width digits.
    const found = await listCases(house.store, who, {
      filter: filter({ search: '學生１23' }),
      pageSize: 5,
      after: null,
    });
    expect(found.matchingCount).toBe(11);
    expect(found.cases.map((one) => one.case.studentName).slice(0, 2)).toEqual(['學生123', '學生1230']);
    for (const search of ['學生', '學生123', '查無此人']) {
      const { position } = await firstPosition(who);
      const cost = await read(who, filter({ search }), position, PAGE + 1);
      expect(cost.wholeTable).toBe(false);
      expect(cost.rows).toBeLessThanOrEqual(WAITING + 2 * PAGE);
    }
  });

  test('what matches is counted up to 10,000, and what is counted already is not counted again', async () => {
    const count = async (change: Partial<QueueFilter>, role: Certifier['role'] = 'administrator') =>
      (await listCases(house.store, certifier(role), { filter: filter(change), pageSize: 1, after: null }))
        .matchingCount;
    expect(await count({})).toBe(WAITING);
    expect(await count({}, 'teacher')).toBe(WAITING / 10);
    expect(await count({ courseId: institution.courseId })).toBe(WAITING / 100);
    expect(await count({ statuses: statusesShownAs('') })).toBe(10_000);
    const first = await read(certifier('administrator'), filter(), null, 51);
    expect(first.rows).toBeLessThanOrEqual(3 * PAGE);
  });
});
