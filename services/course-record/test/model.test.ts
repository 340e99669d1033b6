import { OPERATIONS } from '@licheng/portfolio-rules';
import { propertySeed } from '@licheng/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { getHome } from '../src/application/get-home.ts';
import { listCourses } from '../src/application/list-courses.ts';
import { listOutcomes } from '../src/application/list-outcomes.ts';
import { listVersions } from '../src/application/read-versions.ts';
import type { Step } from './support/model.ts';
import { openStore, type Store } from './support/store.ts';
import { World } from './support/world.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store?.close());

const which = fc.nat({ max: 3 });
const stale = fc.integer({ min: 0, max: 5 }).map((n) => n === 0);
const is = <T extends string>(value: T) => fc.constant(value);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: is('add'), course: fc.nat({ max: 1 }) }) },
  { weight: 4, arbitrary: fc.record({ do: is('check'), which, passed: fc.integer({ max: 5, min: 0 }).map(Boolean) }) },
  { weight: 4, arbitrary: fc.record({ do: is('submit'), which, stale }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: is('verdict'),
      which,
      action: fc.constantFrom('certify' as const, 'certify' as const, 'refuse' as const, 'revoke' as const),
      version: fc.constantFrom(
        'current' as const,
        'current' as const,
        'current' as const,
        'older' as const,
        'newer' as const,
      ),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: is('select'), which }) },
  { weight: 2, arbitrary: fc.record({ do: is('unselect'), which }) },
  { weight: 3, arbitrary: fc.record({ do: is('edit'), which, newFile: fc.boolean(), stale }) },
  { weight: 2, arbitrary: fc.record({ do: is('delete'), which, stale }) },
  { weight: 2, arbitrary: fc.record({ do: is('restore'), which }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: is('submit several'), which: fc.array(which, { minLength: 1, maxLength: 5 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: is('hear again'), which }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: is('window'),
      operation: fc.constantFrom(...OPERATIONS),
      open: fc.integer({ min: 0, max: 2 }).map(Boolean),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: is('hand in') }) },
);

/** What ordinarily happens to one outcome, up to some point: chance alone seldom gets as far. */
const journey: fc.Arbitrary<Step[]> = fc
  .tuple(which, fc.integer({ min: 2, max: 7 }), fc.constantFrom('handed in', 'revoked', 'refused'))
  .map(([one, length, way]) => {
    const submit: Step = { do: 'submit', which: one, stale: false };
    const edit: Step = { do: 'edit', which: one, newFile: false, stale: false };
    const verdict = (action: 'certify' | 'refuse' | 'revoke'): Step => ({
      do: 'verdict',
      which: one,
      action,
      version: 'current',
    });
    const chosen: Step[] = [verdict('certify'), { do: 'select', which: one }];
    const rest: Record<typeof way, Step[]> = {
      'handed in': [...chosen, { do: 'hand in' }],
      revoked: [...chosen, verdict('revoke'), edit, submit],
      refused: [
        verdict('refuse'),
        { do: 'delete', which: one, stale: false },
        { do: 'restore', which: one },
        edit,
        submit,
      ],
    };
    return [{ do: 'check', which: one, passed: true } satisfies Step, submit, ...rest[way]].slice(0, length);
  });
const steps = fc
  .array(fc.oneof({ weight: 5, arbitrary: step.map((one) => [one]) }, { weight: 1, arbitrary: journey }), {
    minLength: 12,
    maxLength: 30,
  })
  .map((parts) => parts.flat());

/** Everything a student is shown, of the store and of the model. */
async function compare(world: World): Promise<void> {
  const { model, student } = world;
  const lists = await Promise.all(world.courses.map((courseId) => listOutcomes(store.deps, student, courseId)));
  for (const [course, { course: entry, outcomes }] of lists.entries()) {
    const seen = outcomes.map((outcome) => ({
      id: outcome.id,
      status: outcome.status,
      version: outcome.version,
      check: outcome.files[0]?.check,
      selected: outcome.selectedAt !== null,
      handedIn: outcome.handedInAt !== null,
      allowed: outcome.allowedActions,
      receipts: outcome.history.filter(({ receiptId }) => receiptId !== null).length,
      hasReceipt: outcome.receiptId !== null,
    }));
    const known = model.outcomes.flatMap((outcome, index) =>
      outcome.course === course && !outcome.deleted
        ? {
            id: world.outcomes[index]?.id,
            status: outcome.status,
            version: outcome.version,
            check: outcome.check,
            selected: outcome.selected,
            handedIn: outcome.handedIn,
            allowed: model.allowed(outcome),
            receipts: outcome.submissions,
            hasReceipt: outcome.submissions > 0,
          }
        : [],
    );
    const byId = (a: { id?: string | undefined }, b: { id?: string | undefined }) =>
      (a.id ?? '') < (b.id ?? '') ? -1 : 1;
    expect(seen.toSorted(byId)).toEqual(known.toSorted(byId));
    expect(entry).toMatchObject(model.counts(course));
  }
}

async function compareOverviews(world: World): Promise<void> {
  const { model, student } = world;
  const { courses } = await listCourses(store.deps, student);
  for (const [course, id] of world.courses.entries()) {
    expect(courses.find((entry) => entry.id === id)).toMatchObject(model.counts(course));
  }
  const home = await getHome(store.deps, student);
  const todo = model.outcomes.flatMap((outcome, index) => {
    const kind = model.todoKind(outcome);
    return kind === null ? [] : `${kind} ${world.outcomes[index]?.id}`;
  });
  expect(home.todo.map(({ kind, outcomeId }) => `${kind} ${outcomeId}`).toSorted()).toEqual(todo.toSorted());
  for (const [index, outcome] of model.outcomes.entries()) {
    if (outcome.deleted) continue;
    const versions = await listVersions(store.deps, student, world.outcomes[index]?.id ?? '');
    expect(versions.map(({ version }) => version)).toEqual(
      Array.from({ length: outcome.version }, (_, back) => outcome.version - back),
    );
  }
}

test('whatever is done in whatever order, the store holds what the rules say', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (taken) => {
      const world = await World.begin(store);
      for (const next of [{ do: 'add', course: 0 } as const, ...taken]) {
        const result = await world.take(next);
        if (result !== null) expect([next, result.happened]).toEqual([next, result.expected]);
        await compare(world);
      }
      await compareOverviews(world);
    }),
    // Ends a search for the shortest failure in time for it to be reported.
    { seed: propertySeed(), numRuns: 50, interruptAfterTimeLimit: 20_000 },
  );
});
