import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { Database } from '@licheng/database';
import { Outbox, decodeEvent } from '@licheng/messaging';
import { CERTIFIER_ACTIONS, LichengError } from '@licheng/portfolio-rules';
import { createDatabase, propertySeed } from '@licheng/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCaseStore } from '../src/adapters/sql-cases.ts';
import { getCase } from '../src/application/get-case.ts';
import { openCase } from '../src/application/open-case.ts';
import type { CaseStore } from '../src/application/ports.ts';
import { publishVerdicts } from '../src/application/publish-verdicts.ts';
import { recordVerdict } from '../src/application/record-verdicts.ts';
import { sealVersions } from '../src/application/seal-versions.ts';
import { undoVerdict } from '../src/application/undo-verdict.ts';
import type { Certifier } from '../src/domain/certification-case.ts';
import { submission } from './harness.ts';
import {
  ACTORS,
  type Actor,
  CASES,
  type Model,
  START,
  type Step,
  advance,
  allowedIn,
  labelOf,
  waitingIn,
} from './model.ts';

const seed = propertySeed();

let owner: Database;
let app: Database;
let store: CaseStore;
let drop: () => Promise<void>;
beforeAll(async () => {
  const migrationsDir = new URL('../prisma/migrations', import.meta.url);
  const database = await createDatabase({ service: 'certification', migrationsDir });
  owner = new Database({ url: database.ownerUrl, applicationName: 'test' });
  app = new Database({ url: database.appUrl, applicationName: 'test' });
  const outbox = new Outbox('certification', () => {});
  store = createCaseStore(app, { outbox, undoSeconds: 300, onGiven: () => {} });
  drop = () => database.drop();
});
afterAll(async () => {
  await owner.close();
  await app.close();
  await drop();
});

const sql = <Row extends object>(text: string, values: unknown[]) =>
  owner.transaction(null, (tx) => tx.query<Row>(text, values));

interface World {
  institutionId: string;
  courseId: string;
  people: Record<Actor, Certifier>;
  outcomeIds: string[];
}

/** An institution of its own with one course, an open window and everybody who may or may not decide. */
async function createWorld(): Promise<World> {
  const [institutionId, courseId] = [randomUUID(), randomUUID()];
  const people = Object.fromEntries(
    ACTORS.map((actor) => {
      const role = actor === 'administrator' ? actor : 'teacher';
      return [actor, { personId: randomUUID(), name: actor, institutionId, role }];
    }),
  ) as unknown as Record<Actor, Certifier>;
  const { teacher, deputy, administrator } = people;
  await owner.transaction(null, async (tx) => {
    await tx.query('INSERT INTO course_teachers (course_id, teacher_id, institution_id) VALUES ($1, $2, $3)', [
      courseId,
      teacher.personId,
      institutionId,
    ]);
    await tx.query(
      `INSERT INTO deputies (institution_id, id, teacher_id, deputy_id, first_day, last_day, appointed_by_id, appointed_by_name)
       VALUES ($1, gen_random_uuid(), $2, $3, current_date - 1, current_date + 1, $4, 'administrator')`,
      [institutionId, teacher.personId, deputy.personId, administrator.personId],
    );
    await tx.query(
      `INSERT INTO certify_windows VALUES ($1, 115, now() - interval '1 day', now() + interval '1 day', 1)`,
      [institutionId],
    );
  });
  return { institutionId, courseId, people, outcomeIds: CASES.map(() => randomUUID()) };
}

const judgement = (action: (typeof CERTIFIER_ACTIONS)[number]) =>
  ({ action, comment: '請補頁碼', refusalReason: action === 'certify' ? null : 'other' }) as const;

async function submit(world: World, model: Model, { on, what }: Step & { kind: 'submit' }): Promise<string> {
  const present = model.cases[on] ?? null;
  const { version, submissions } = present ?? { version: 1, submissions: 1 };
  const later = present !== null && what !== 'repeated' ? 1 : 0;
  const sent = {
    ...submission(world.institutionId, world.courseId),
    outcomeId: world.outcomeIds[on] ?? '',
    version: version + (later === 1 && what === 'next' ? 1 : 0),
    submittedAt: new Date(Date.UTC(2026, 8, 1, 0, 0, submissions + later)),
  };
  for (;;) {
    try {
      await store.transaction(world.institutionId, (cases) => openCase(cases, sent));
      return 'ok';
    } catch (error) {
      // The message is delivered again.
      if (!(error instanceof LichengError) || error.code !== 'version_conflict') throw error;
    }
  }
}

const versionOf = (model: Model, on: number) => model.cases[on]?.version ?? 1;

/** What the certifier looked at when they decided stays what they decided about, whatever came in between. */
const looking = (model: Model, step: Step): Step =>
  step.kind === 'give' ? { ...step, version: versionOf(model, step.on) } : step;

/** @returns what is answered, where it is more than `ok`. */
async function perform(world: World, model: Model, step: Step): Promise<string> {
  const { institutionId, outcomeIds, people } = world;
  if (step.kind === 'submit') return submit(world, model, step);
  if (step.kind === 'seal') {
    const refs = [{ outcomeId: outcomeIds[step.on] ?? '', version: model.cases[step.on]?.version ?? 1 }];
    const { sealed } = await sealVersions(store, people.administrator, randomUUID(), refs);
    return sealed.length === 1 ? 'sealed' : 'refused';
  }
  if (step.kind === 'give') {
    const version = (step.version ?? versionOf(model, step.on)) - (step.stale ? 1 : 0);
    const ref = { outcomeId: outcomeIds[step.on] ?? '', version };
    await recordVerdict(store, people[step.by], ref, judgement(step.action));
  }
  if (step.kind === 'undo') await undoVerdict(store, people[step.by], outcomeIds[step.on] ?? '');
  if (step.kind === 'publish') await publishVerdicts(store);
  if (step.kind === 'time') {
    await sql('UPDATE cases SET publish_at = now() WHERE institution_id = $1 AND publish_at IS NOT NULL', [
      institutionId,
    ]);
  }
  if (step.kind === 'window') {
    const hours = step.open ? 1 : -1;
    await sql('UPDATE certify_windows SET closes_at = now() + make_interval(hours => $2) WHERE institution_id = $1', [
      institutionId,
      hours,
    ]);
  }
  return 'ok';
}

/** What whoever asked is answered. */
async function answerOf(world: World, model: Model, step: Step): Promise<string> {
  try {
    return await perform(world, model, step);
  } catch (error) {
    if (error instanceof LichengError) return error.code;
    throw error;
  }
}

const actorOf = (world: World, personId: string | undefined) =>
  ACTORS.find((actor) => world.people[actor].personId === personId);

function factOf(world: World, payload: string): string {
  const { type, data } = decodeEvent(Buffer.from(payload));
  if (type === 'certification.case.opened.v1') return 'opened';
  if ('change' in data) return data.change;
  const result = 'onBehalfOfId' in data ? data : undefined;
  const by = actorOf(world, result?.certifierId) ?? 'stranger';
  // Only the deputy decides for somebody, and always for the teacher.
  expect(result?.onBehalfOfId).toBe(by === 'deputy' ? world.people.teacher.personId : '');
  const action = CERTIFIER_ACTIONS.find((one) => type.includes(`.${one.replace(/e?$/, '')}`)) ?? 'certify';
  return labelOf(action, by);
}

/** What the course counts as waiting, and everything told about the cases so far. */
async function readCountAndEvents(world: World) {
  return owner.transaction(null, async (tx) => {
    const [counts, events] = await Promise.all([
      tx.query<{ waiting_count: number }>('SELECT waiting_count FROM courses WHERE course_id = $1', [world.courseId]),
      tx.query<{ subject: string; payload: string }>(
        'SELECT subject, payload FROM outbox_events WHERE subject = ANY($1) ORDER BY seq',
        [world.outcomeIds],
      ),
    ]);
    return { waiting: counts[0]?.waiting_count ?? 0, events };
  });
}

/** Everything that can be seen from outside, in the model's words. */
async function observe(world: World): Promise<unknown> {
  const { teacher } = world.people;
  const [{ waiting, events }, ...views] = await Promise.all([
    readCountAndEvents(world),
    ...world.outcomeIds.map((outcomeId) => getCase(store, teacher, outcomeId).catch(() => null)),
  ]);
  const cases = views.map((view) => {
    if (view === null) return null;
    const { case: one, allowedActions, history } = view;
    return {
      version: one.version,
      status: one.status,
      allowedActions,
      pending: one.pending && labelOf(one.pending.action, actorOf(world, one.pending.certifierId) ?? 'stranger'),
      decision: one.decision && labelOf(one.decision.action, actorOf(world, one.decision.certifierId) ?? 'stranger'),
      submissions: history.filter(({ fact }) => fact === 'submitted').length,
      published: history.filter(({ fact }) => ['certified', 'refused', 'revoked'].includes(fact)).length,
      told: events.filter(({ subject }) => subject === one.outcomeId).map(({ payload }) => factOf(world, payload)),
    };
  });
  return { waiting, cases };
}

function expected(model: Model): unknown {
  const cases = model.cases.map(
    (one) =>
      one && {
        version: one.version,
        status: one.status,
        allowedActions: allowedIn(model, one),
        pending: one.pending && labelOf(one.pending.action, one.pending.by),
        decision: one.decision && labelOf(one.decision.action, one.decision.by),
        submissions: one.submissions,
        published: one.told.filter((fact) => fact.includes(' by ')).length,
        told: one.told,
      },
  );
  return { waiting: waitingIn(model), cases };
}

const on = fc.constantFrom(...CASES);
/** Mostly those who may. */
const by = fc.constantFrom<Actor>(
  'teacher',
  'teacher',
  'deputy',
  'deputy',
  'administrator',
  'administrator',
  'stranger',
);
const onCase = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('submit' as const),
      on,
      what: fc.constantFrom('next', 'again', 'repeated'),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('give' as const),
      on,
      by,
      action: fc.constantFrom(...CERTIFIER_ACTIONS),
      stale: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('undo' as const), on, by }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('seal' as const), on }) },
);
const publish = fc.constant<Step>({ kind: 'publish' });
const anyStep = fc.oneof(
  { weight: 14, arbitrary: onCase },
  { weight: 2, arbitrary: fc.constant<Step>({ kind: 'time' }) },
  { weight: 3, arbitrary: publish },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('window' as const), open: fc.constantFrom(true, true, true, false) }),
  },
);

/** Messages about one outcome are handled one after the other: two submissions of it never meet. */
const pair = (fc.tuple(fc.oneof(onCase, publish), onCase) as fc.Arbitrary<[Step, Step]>).filter(
  ([one, other]) => !(one.kind === 'submit' && other.kind === 'submit' && one.on === other.on),
);

describe(`any sequence of what people do (seed ${seed})`, () => {
  test('one after the other: answers, states, allowed actions, counts, history and events are the model’s', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyStep as fc.Arbitrary<Step>, { minLength: 15, maxLength: 45, size: 'max' }),
        async (steps) => {
          const world = await createWorld();
          let model = START;
          for (const step of steps) {
            const [next, answer] = advance(model, step);
            expect(await answerOf(world, model, step)).toBe(answer);
            model = next;
            expect(await observe(world)).toEqual(expected(model));
          }
        },
      ),
      { seed, numRuns: 25, interruptAfterTimeLimit: 10_000, markInterruptAsFailure: false },
    );
  });

  test('two at once: it is as if one had come before the other', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(pair, { minLength: 5, maxLength: 20, size: 'max' }), async (pairs) => {
        const world = await createWorld();
        let model = START;
        for (const drawn of pairs) {
          // The time to undo is over for what waits, and what comes new is not due yet.
          await perform(world, model, { kind: 'time' });
          const [before] = advance(model, { kind: 'time' });
          const [one, other] = [looking(before, drawn[0]), looking(before, drawn[1])];
          const answers = await Promise.all([answerOf(world, before, one), answerOf(world, before, other)]);
          await publishVerdicts(store);
          const seen = { answers, world: await observe(world) };
          const orders = [false, true].map((swapped) => {
            const [first, firstAnswer] = advance(before, swapped ? other : one);
            const [second, secondAnswer] = advance(first, swapped ? one : other);
            const [settled] = advance(second, { kind: 'publish' });
            const told = swapped ? [secondAnswer, firstAnswer] : [firstAnswer, secondAnswer];
            return { settled, seen: { answers: told, world: expected(settled) } };
          });
          expect(orders.map((order) => order.seen)).toContainEqual(seen);
          model = orders.find((order) => isDeepStrictEqual(order.seen, seen))?.settled ?? model;
        }
      }),
      { seed, numRuns: 20, interruptAfterTimeLimit: 8_000, markInterruptAsFailure: false },
    );
  });
});
