import { randomUUID } from 'node:crypto';
import { pdf, propertySeed } from '@licheng/testing';
import fc from 'fast-check';
import {
  MODEL_ACTIONS,
  type Model,
  type ModelAction,
  NEW_OUTCOME,
  certifierActions,
  expectation,
  published,
  studentActions,
} from '../model/outcome-model.ts';
import { type Answer, RestClient } from '../model/rest-client.ts';
import { required } from '../support/environment.ts';
import { expect, test } from '../support/test.ts';

const SEED = propertySeed();
const RUNS = Number(process.env['LICHENG_PROPERTY_RUNS'] ?? 4);
/** Outcomes of one run, each with a sequence of its own, all at once: no more than a student may select. */
const LANES = 6;
const VIEWS_AGREE_WITHIN_MS = 30_000;
/** Refusals stand in all sequences; without weights hardly any outcome would get past its submission. */
const WEIGHTS: Record<ModelAction, number> = {
  edit: 3,
  delete: 3,
  restore: 3,
  submit: 5,
  certify: 4,
  refuse: 4,
  revoke: 2,
  undo: 2,
  publish: 5,
  select: 3,
  unselect: 1,
};

const anything = fc.array(
  fc.oneof(...MODEL_ACTIONS.map((action) => ({ weight: WEIGHTS[action], arbitrary: fc.constant(action) }))),
  { minLength: 10, maxLength: 16 },
);

/** How a sequence begins, so that what comes late in an outcome's life is tried as often as what comes early. */
const beginning = fc.constantFrom<ModelAction[]>(
  [],
  ['submit', 'certify', 'undo'],
  ['submit', 'refuse', 'publish'],
  ['submit', 'certify', 'publish'],
  ['submit', 'certify', 'publish', 'select'],
);

const sequence = fc.tuple(beginning, anything).map(([first, then]) => [...first, ...then]);

interface People {
  student: RestClient;
  teacher: RestClient;
  courseId: string;
}

interface StudentView {
  status: string;
  version: number;
  selected: boolean;
  allowedActions: string[];
}

interface CaseView {
  version: number;
  status: string;
  allowedActions: string[];
  pendingVerdict: { action: string } | null;
}

/** One outcome in the real system beside its model. */
class Lane {
  readonly #people: People;
  readonly #outcomeId = randomUUID();
  readonly #done: string[] = [];
  #uploadId = '';
  model: Model = NEW_OUTCOME;

  constructor(people: People) {
    this.#people = people;
  }

  async begin(): Promise<void> {
    const { student, courseId } = this.#people;
    this.#uploadId = await student.upload('model.pdf', 'document', new Uint8Array(pdf({ sizeBytes: 2_000 })));
    const { status, body } = await student.call('POST', `/courses/${courseId}/outcomes`, {
      outcomeId: this.#outcomeId,
      ...this.#content(),
    });
    expect(status, JSON.stringify(body)).toBe(201);
    await this.#viewsAgree();
  }

  async step(action: ModelAction): Promise<void> {
    const before = this.model;
    const expected = expectation(before, action);
    this.#done.push(action);
    const answer = action === 'publish' ? null : await this.#act(action, before);
    const tooLate = action === 'undo' && before.pending !== null && answer?.code === 'undo_expired';
    // A busy machine may be slower than the time to undo; then the verdict stands.
    if (tooLate) this.model = published(before);
    else if ('next' in expected) {
      expect(answer?.code ?? null, this.#said(`${action} is possible`, answer)).toBeNull();
      this.model = expected.next;
    } else expect(answer?.code, this.#said(`${action} is refused`, answer)).toBe(expected.refused);
    await this.#viewsAgree();
  }

  /** Leaves nothing selected and nothing waiting behind. */
  async end(): Promise<void> {
    for (const action of ['restore', 'publish', 'unselect'] as const) {
      if (action === 'unselect' && !this.model.selected) continue;
      await this.step(action);
    }
    if (this.model.status !== 'under_certification') return;
    await this.step('certify');
    await this.step('publish');
  }

  #content() {
    return { summary: `第${this.#done.length}步`, documentUploadId: this.#uploadId, mediaUploadId: null };
  }

  #act(action: Exclude<ModelAction, 'publish'>, { version, round }: Model): Promise<Answer> {
    const { student, teacher } = this.#people;
    const id = this.#outcomeId;
    const match = { 'if-match': `"${version}"` };
    const verdict = (refusalReason: string | null) =>
      teacher.call('POST', `/certification/cases/${id}/verdict`, {
        version: round?.version ?? version,
        action,
        // Never the same twice: the very decision that stands, asked for again, would be answered as done.
        comment: randomUUID(),
        refusalReason,
      });
    const acts: Record<typeof action, () => Promise<Answer>> = {
      edit: () => student.call('PUT', `/outcomes/${id}`, this.#content(), match),
      delete: () => student.call('DELETE', `/outcomes/${id}`, undefined, match),
      restore: () => student.call('POST', `/outcomes/${id}/restoration`),
      submit: () => student.call('POST', `/outcomes/${id}/submission`, { expectedVersion: version }),
      certify: () => verdict(null),
      refuse: () => verdict('other'),
      revoke: () => verdict('wrong_course'),
      undo: () => teacher.call('DELETE', `/certification/cases/${id}/verdict`),
      select: () => student.call('PUT', `/selection/${id}`),
      unselect: () => student.call('DELETE', `/selection/${id}`),
    };
    return acts[action]();
  }

  /** Both contexts come to say what the model says, and stay within what it allows. */
  async #viewsAgree(): Promise<void> {
    const { student, teacher } = this.#people;
    const views = async () => {
      const [outcome, desk] = await Promise.all([
        student.call('GET', `/outcomes/${this.#outcomeId}`),
        teacher.call('GET', `/certification/cases/${this.#outcomeId}`),
      ]);
      // A verdict may be published at any time once it is given.
      const seen = { student: studentSees(outcome), certifier: certifierSees(desk) };
      if (this.model.pending !== null && seen.certifier?.pending === null) this.model = published(this.model);
      return { agree: JSON.stringify(seen) === JSON.stringify(this.#expectedViews()), seen };
    };
    await expect
      .poll(views, {
        message: this.#said('student and certifier see what the model says'),
        timeout: VIEWS_AGREE_WITHIN_MS,
        intervals: [50, 100, 200, 400],
      })
      .toMatchObject({ agree: true });
  }

  #expectedViews() {
    const { model } = this;
    const { deleted, status, version, selected, pending, round } = model;
    return {
      student: deleted ? null : { status, version, selected, allowed: studentActions(model) },
      certifier:
        round === null
          ? null
          : { version: round.version, status: round.status, allowed: certifierActions(model), pending },
    };
  }

  #said(what: string, answer: Answer | null = null): string {
    const got = answer === null ? '' : `; the answer was ${answer.status} ${JSON.stringify(answer.body)}`;
    return `seed ${SEED}: ${what} after ${this.#done.join(', ')}; expected ${JSON.stringify(this.#expectedViews())}${got}`;
  }
}

function studentSees({ status, body }: Answer) {
  if (status === 404) return null;
  const view = body as StudentView;
  const allowed = view.allowedActions.toSorted();
  return { status: view.status, version: view.version, selected: view.selected, allowed };
}

function certifierSees({ status, body }: Answer) {
  if (status === 404) return null;
  const { version, status: shown, allowedActions, pendingVerdict } = body as CaseView;
  return { version, status: shown, allowed: allowedActions.toSorted(), pending: pendingVerdict?.action ?? null };
}

/** Tried in every run, whatever chance brings besides. */
const TOURS: ModelAction[][] = [
  ['edit', 'delete', 'restore', 'submit', 'edit', 'certify', 'undo', 'certify', 'publish'],
  ['submit', 'certify', 'publish', 'edit', 'select', 'revoke', 'publish', 'submit'],
  ['submit', 'refuse', 'publish', 'edit', 'certify', 'submit', 'submit'],
  ['submit', 'revoke', 'certify', 'refuse', 'publish', 'undo', 'unselect', 'select', 'revoke', 'undo', 'select'],
  ['delete', 'delete', 'edit', 'submit', 'certify', 'undo', 'restore', 'select'],
  ['submit', 'refuse', 'publish', 'delete', 'submit', 'restore', 'submit', 'certify', 'publish', 'delete'],
];

test('whatever students and certifiers do in whatever order, both contexts follow the state tables', async ({
  school,
}) => {
  test.setTimeout(10 * 60_000);
  const origin = required('LICHENG_E2E_URL');
  const signedIn = async (who: string) => {
    const client = new RestClient(origin);
    const { login, password } = school.account(who);
    await client.signIn(login, password);
    return client;
  };
  const [student, teacher] = [await signedIn('student5'), await signedIn('teacher1')];
  const courseId = school.courseId('英文(三)');

  await fc.assert(
    fc.asyncProperty(fc.array(sequence, { minLength: LANES, maxLength: LANES }), async (sequences) => {
      const lanes = sequences.map((actions) => ({ actions, lane: new Lane({ student, teacher, courseId }) }));
      await Promise.all(
        lanes.map(async ({ actions, lane }) => {
          await lane.begin();
          for (const action of actions) await lane.step(action);
          await lane.end();
        }),
      );
    }),
    // Shrinking would mean minutes of a real system for each try; the sequence itself stands in the message.
    { seed: SEED, numRuns: RUNS, endOnFailure: true, examples: [[TOURS]] },
  );
});
