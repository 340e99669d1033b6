import { OPERATIONS, OUTCOME_STATUSES } from '@licheng/portfolio-rules';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allowedActions, submitBlockedBy } from '../src/domain/allowed-actions.ts';
import type { Outcome, OutcomeFile } from '../src/domain/outcome.ts';
import { can, OUTCOME_TRANSITIONS } from '../src/domain/outcome-status.ts';
import { type Pending, type TodoContext, todoOf } from '../src/domain/todo.ts';
import { effectOf, type Judged, type Verdict } from '../src/domain/verdict.ts';
import type { CalendarWindow } from '../src/domain/windows.ts';

const NOW = new Date('2022-07-08T00:00:00Z');
const instant = fc.integer({ min: -5, max: 5 }).map((hours) => new Date(NOW.getTime() + hours * 3_600_000));
const maybe = fc.option(instant);

const file: fc.Arbitrary<OutcomeFile> = fc.record({
  slot: fc.constantFrom('document', 'media'),
  uploadId: fc.uuid(),
  fileName: fc.string(),
  mediaType: fc.constant('application/pdf'),
  sizeBytes: fc.nat(),
  sha256: fc.constant(''),
  check: fc.constantFrom('checking', 'passed', 'rejected'),
  rejection: fc.constant(''),
  hasThumbnail: fc.boolean(),
});

const YEARS = [109, 110];
const outcome: fc.Arbitrary<Outcome> = fc
  .record({
    id: fc.uuid(),
    courseId: fc.uuid(),
    subject: fc.string(),
    academicYear: fc.constantFrom(...YEARS),
    status: fc.constantFrom(...OUTCOME_STATUSES),
    version: fc.integer({ min: 1, max: 9 }),
    summary: fc.string(),
    files: fc.array(file, { minLength: 1, maxLength: 2 }),
    createdAt: instant,
    submittedAt: maybe,
    decidedAt: maybe,
    lastVerdictAt: maybe,
    selectedAt: maybe,
    held: fc.boolean(),
  })
  .map(({ held, selectedAt: chosenAt, ...known }) => {
    const selectedAt = known.status === 'certified' ? chosenAt : null;
    return {
      ...known,
      termSystem: 'undivided',
      term: '',
      studentId: 's',
      studentName: '',
      certifierName: '',
      comment: '',
      refusalReason: '',
      onBehalfOfName: '',
      receiptId: null,
      selectedAt,
      handInBatchId: held && selectedAt !== null ? 'b' : null,
      handedInAt: null,
      history: [],
    };
  });

const windowsOf = (academicYear: number): fc.Arbitrary<CalendarWindow[]> =>
  fc.subarray([...OPERATIONS]).chain((operations) =>
    fc.tuple(
      ...operations.map((operation) =>
        fc.tuple(instant, fc.integer({ min: 0, max: 4 })).map(([opensAt, hours]) => ({
          academicYear,
          operation,
          opensAt,
          closesAt: new Date(opensAt.getTime() + hours * 3_600_000),
        })),
      ),
    ),
  );

test('what a student may do is possible in that status, and a closed window never adds to it', () => {
  fc.assert(
    fc.property(outcome, windowsOf(110), fc.nat(), (one, windows, closed) => {
      const allowed = allowedActions(one, windows, NOW);
      for (const action of allowed) expect(can(action, one.status)).toBe(true);
      const fewer = windows.filter((_, index) => index !== closed % Math.max(1, windows.length));
      expect(allowed).toEqual(expect.arrayContaining(allowedActions(one, fewer, NOW)));
    }),
  );
});

test('where the status allows a submission it is either allowed or the reason is given, never both', () => {
  fc.assert(
    fc.property(outcome, windowsOf(110), (one, windows) => {
      const allowed = allowedActions(one, windows, NOW).includes('submit');
      const blocked = submitBlockedBy(one, windows, NOW) !== '';
      expect([allowed, blocked]).toEqual(can('submit', one.status) ? [!blocked, !allowed] : [false, false]);
    }),
  );
});

test('verdicts on one submission end the same in whatever order and however often they arrive', () => {
  const at = (tick: number) => new Date(NOW.getTime() + tick);
  const verdict = (action: Verdict['action'], tick: number): Verdict => ({
    action,
    outcomeId: 'o',
    version: 1,
    certifierName: '',
    comment: '',
    refusalReason: '',
    onBehalfOfName: '',
    decidedAt: at(tick),
  });
  const given = fc.constantFrom(
    [verdict('certify', 1)],
    [verdict('refuse', 1)],
    [verdict('certify', 1), verdict('revoke', 2)],
  );
  const arrivals = given.chain((verdicts) =>
    fc.tuple(
      fc.constant(verdicts),
      fc
        .array(fc.constantFrom(...verdicts), { maxLength: 4 })
        .chain((repeats) =>
          fc.shuffledSubarray([...verdicts, ...repeats], { minLength: verdicts.length + repeats.length }),
        ),
    ),
  );
  fc.assert(
    fc.property(arrivals, ([verdicts, heard]) => {
      let judged: Judged = { status: 'under_certification', version: 1, lastVerdictAt: null, handedInAt: null };
      for (const one of heard) {
        const effect = effectOf(one, judged);
        expect(effect.kind).not.toBe('contradiction');
        if (effect.kind === 'applies') judged = { ...judged, status: effect.next, lastVerdictAt: one.decidedAt };
      }
      const last = verdicts.at(-1);
      expect(judged.lastVerdictAt).toEqual(last?.decidedAt);
      expect(judged.status).toBe(last?.action === 'certify' ? 'certified' : 'refused');
    }),
  );
});

test('whatever happens to an outcome, it never leaves the table and only a verdict certifies', () => {
  const actions = ['edit', 'delete', 'submit', 'select', 'unselect', 'hand_in'] as const;
  fc.assert(
    fc.property(fc.constantFrom(...OUTCOME_STATUSES), fc.array(fc.constantFrom(...actions)), (start, steps) => {
      const end = steps.reduce<(typeof OUTCOME_STATUSES)[number]>(
        (status, action) => OUTCOME_TRANSITIONS[status][action] ?? status,
        start,
      );
      expect(OUTCOME_STATUSES).toContain(end);
      if (end === 'certified') expect(start).toBe('certified');
    }),
  );
});

const pending: fc.Arbitrary<Pending> = outcome.map((one) => ({ ...one, since: one.createdAt }));
const context: fc.Arbitrary<TodoContext> = fc.record({
  windows: fc.tuple(...YEARS.map(windowsOf)).map((years) => years.flat()),
  now: fc.constant(NOW),
  newestYear: fc.constant(110),
  fullYears: fc.subarray(YEARS).map((years) => new Set(years)),
});

test('the to-do list holds each outcome at most once, and exactly those with something left to do', () => {
  fc.assert(
    fc.property(fc.uniqueArray(pending, { selector: ({ id }) => id }), context, (outcomes, known) => {
      const listed = new Set(todoOf(outcomes, known).map(({ outcomeId }) => outcomeId));
      for (const one of outcomes) {
        const done = one.selectedAt !== null || (one.status === 'certified' && known.fullYears.has(one.academicYear));
        if (done) expect(listed.has(one.id)).toBe(false);
        else if (one.academicYear === known.newestYear) expect(listed.has(one.id)).toBe(true);
      }
      expect(listed.size).toBe(todoOf(outcomes, known).length);
    }),
  );
});

test('the order of the to-do list does not depend on the order it was read in', () => {
  const shuffled = fc
    .uniqueArray(pending, { selector: ({ id }) => id })
    .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
  fc.assert(
    fc.property(shuffled, context, ([outcomes, again], known) => {
      expect(todoOf(again, known)).toEqual(todoOf(outcomes, known));
    }),
  );
});

test('the student’s own things come first, what is open before what is not, and what closes soonest before the rest', () => {
  fc.assert(
    fc.property(fc.array(pending), context, (outcomes, known) => {
      const todo = todoOf(outcomes, known);
      for (const [index, item] of todo.entries()) {
        const next = todo[index + 1];
        if (next === undefined) continue;
        const waits = [item, next].map(({ kind }) => kind === 'under_certification');
        if (waits[0]) expect(waits[1]).toBe(true);
        if (waits[0] !== waits[1]) continue;
        if (!item.windowOpen) expect(next.windowOpen).toBe(false);
        if (item.windowOpen && next.windowOpen) {
          expect(item.closesAt?.getTime()).toBeLessThanOrEqual(next.closesAt?.getTime() ?? 0);
        }
        // Nothing of an earlier year whose time is over.
        if (item.academicYear < known.newestYear) expect(item.closesAt?.getTime()).toBeGreaterThan(NOW.getTime());
      }
    }),
  );
});
