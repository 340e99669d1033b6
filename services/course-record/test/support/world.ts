import { randomBytes, randomUUID } from 'node:crypto';
import { LichengError, type Operation } from '@licheng/portfolio-rules';
import { addOutcome } from '../../src/application/add-outcome.ts';
import { applyVerdict } from '../../src/application/apply-verdict.ts';
import { deleteOutcome } from '../../src/application/delete-outcome.ts';
import { editOutcome } from '../../src/application/edit-outcome.ts';
import { handIn } from '../../src/application/hand-in.ts';
import type { Caller, Deps } from '../../src/application/ports.ts';
import { putCourse, putEnrolment } from '../../src/application/put-course.ts';
import { recordFileCheck } from '../../src/application/record-file-check.ts';
import { restoreOutcome } from '../../src/application/restore-outcome.ts';
import { selectOutcome, unselectOutcome } from '../../src/application/select-outcome.ts';
import { submitOutcome } from '../../src/application/submit-outcome.ts';
import { submitOutcomes } from '../../src/application/submit-outcomes.ts';
import type { Verdict } from '../../src/domain/verdict.ts';
import { Model, MODEL_SELECTION_LIMIT, type ModelOutcome, type Step } from './model.ts';
import type { Store } from './store.ts';

const YEAR = 110;
const HOUR_MS = 3_600_000;
/** Added to a version to make it one that is not current. */
const STALE = 7;

interface RealOutcome {
  id: string;
  uploadId: string;
  heard: Verdict[];
}

/** What the model says, and what happened. */
interface Result {
  expected: unknown;
  happened: unknown;
}
type StepOf<K extends Step['do']> = Extract<Step, { do: K }>;
type StepAboutOne = Exclude<Step, StepOf<'add' | 'window' | 'hand in' | 'submit several'>>;
type About = {
  [K in StepAboutOne['do']]: (step: StepOf<K>, outcome: ModelOutcome, real: RealOutcome) => Promise<Result>;
};

/** One student with two courses: takes each step in the store and in the model. */
export class World {
  readonly model = new Model();
  readonly outcomes: RealOutcome[] = [];
  readonly courses = [randomUUID(), randomUUID()] as const;
  readonly student: Caller;
  readonly #administrator: Caller;
  readonly #store: Store;
  readonly #deps: Deps;
  #tick = 0;

  readonly #about: About = {
    edit: (step, outcome, real) => {
      const uploadId = step.newFile ? this.#upload() : real.uploadId;
      const command = {
        outcomeId: real.id,
        expectedVersion: outcome.version + (step.stale ? STALE : 0),
        summary: `第 ${(this.#tick += 1)} 次`,
        uploads: { document: uploadId, media: null },
      };
      const expected = !step.stale && this.model.edit(outcome, step.newFile);
      if (expected) real.uploadId = uploadId;
      return this.#both(expected, editOutcome(this.#deps, this.student, command));
    },
    delete: (step, outcome, { id: outcomeId }) => {
      const command = { outcomeId, expectedVersion: outcome.version + (step.stale ? STALE : 0) };
      return this.#both(!step.stale && this.model.delete(outcome), deleteOutcome(this.#deps, this.student, command));
    },
    restore: (_, outcome, { id }) =>
      this.#both(this.model.restore(outcome), restoreOutcome(this.#deps, this.student, id)),
    submit: (step, outcome, { id: outcomeId }) => {
      const command = { outcomeId, expectedVersion: outcome.version + (step.stale ? STALE : 0) };
      return this.#both(!step.stale && this.model.submit(outcome), submitOutcome(this.#deps, this.student, command));
    },
    select: (_, outcome, { id }) => this.#both(this.model.select(outcome), selectOutcome(this.#deps, this.student, id)),
    unselect: (_, outcome, { id }) =>
      this.#both(this.model.unselect(outcome), unselectOutcome(this.#deps, this.student, id)),
    check: ({ passed }, outcome, { uploadId }) => {
      const check = { result: passed ? 'passed' : 'rejected', rejection: passed ? '' : 'infected' } as const;
      const found = { uploadId, ...check, mediaType: '', hasThumbnail: false };
      const work = this.#deps.withRecords(this.student.institutionId, (records) => recordFileCheck(records, found));
      return this.#both(this.model.check(outcome, passed), work);
    },
    verdict: (step, outcome, real) => {
      // Version 1 has no older one: the verdict is about the present.
      const about = step.version === 'older' && outcome.version === 1 ? 'current' : step.version;
      const version = outcome.version + { current: 0, older: -1, newer: 1 }[about];
      const verdict = this.#verdict(real.id, step.action, version);
      const expected = this.model.verdict(outcome, step.action, about);
      if (expected && about === 'current') real.heard.push(verdict);
      return this.#both(expected, this.#hear(verdict));
    },
    'hear again': ({ which }, _, { heard }) => {
      const repeated = heard[which % Math.max(1, heard.length)];
      // A verdict that comes twice, or late, has had its effect.
      return this.#both(true, repeated === undefined ? Promise.resolve() : this.#hear(repeated));
    },
  };

  private constructor(store: Store) {
    this.#store = store;
    this.#deps = store.deps;
    const institutionId = randomUUID();
    const person = (name: string) => ({
      personId: randomUUID(),
      institutionId,
      name,
      institutionName: '測試機構',
      token: '',
    });
    this.student = person('學生5');
    this.#administrator = person('管理者');
  }

  static async begin(store: Store): Promise<World> {
    const world = new World(store);
    const { institutionId, personId: studentId, name: studentName } = world.student;
    for (const id of world.courses) {
      const course = {
        id,
        academicYear: YEAR,
        termSystem: 'undivided',
        term: '',
        subject: '英文',
        teacherIds: [],
      } as const;
      await putCourse(store.deps, institutionId, { ...course, teacherIds: [] });
      const grades = { creditsEarned: '', qualitativeComment: '', grade: '' };
      await putEnrolment(store.deps, institutionId, { courseId: id, studentId, studentName, ...grades });
    }
    for (const operation of Object.keys(world.model.open) as Operation[]) await world.#window(operation, true);
    await store.owner.query('INSERT INTO selection_policies VALUES ($1, $2)', [institutionId, MODEL_SELECTION_LIMIT]);
    return world;
  }

  /** @returns null when there is nothing yet the step could be about. */
  async take(step: Step): Promise<Result | null> {
    if (step.do === 'add') return this.#add(step.course % 2);
    if (step.do === 'window') {
      await this.#window(step.operation, step.open);
      this.model.open[step.operation] = step.open;
      return null;
    }
    if (this.outcomes.length === 0) return null;
    if (step.do === 'hand in') {
      const command = { batchId: randomUUID(), academicYear: YEAR };
      return this.#both(this.model.handIn(), handIn(this.#deps, this.#administrator, command));
    }
    if (step.do === 'submit several')
      return this.#submitSeveral(step.which.map((which) => which % this.outcomes.length));
    const outcome = this.model.pick(step.which) as ModelOutcome;
    const real = this.outcomes[step.which % this.outcomes.length] as RealOutcome;
    const about = this.#about[step.do] as (step: Step, outcome: ModelOutcome, real: RealOutcome) => Promise<Result>;
    return about(step, outcome, real);
  }

  async #add(course: number) {
    const uploadId = this.#upload();
    const outcomeId = randomUUID();
    const expected = this.model.add(course);
    if (expected) this.outcomes.push({ id: outcomeId, uploadId, heard: [] });
    const command = {
      outcomeId,
      courseId: this.courses[course === 0 ? 0 : 1],
      summary: '',
      uploads: { document: uploadId, media: null },
    };
    return this.#both(expected, addOutcome(this.#deps, this.student, command));
  }

  async #submitSeveral(which: readonly number[]) {
    const items = which.map((index) => ({
      outcomeId: this.outcomes[index]?.id ?? '',
      expectedVersion: this.model.outcomes[index]?.version ?? 0,
    }));
    const results = await submitOutcomes(this.#deps, this.student, items);
    const expected = which.map((index) => this.model.submit(this.model.outcomes[index] as ModelOutcome));
    return { expected, happened: results.map(({ answer }) => !(answer instanceof LichengError)) };
  }

  async #both(expected: boolean, work: Promise<unknown>): Promise<Result> {
    const happened = await work.then(
      () => true,
      (error: unknown) => {
        if (error instanceof LichengError && error.code !== 'service_unavailable') return false;
        if (error instanceof Error && error.message.includes('contradicts')) return false;
        throw error;
      },
    );
    return { expected, happened };
  }

  #hear(verdict: Verdict): Promise<void> {
    return this.#deps.withRecords(this.student.institutionId, (records) => applyVerdict(records, verdict));
  }

  #verdict(outcomeId: string, action: Verdict['action'], version: number): Verdict {
    const refused = action !== 'certify';
    return {
      action,
      outcomeId,
      version,
      certifierName: '王老師',
      comment: refused ? '請補件' : '',
      refusalReason: refused ? 'other' : '',
      onBehalfOfName: '',
      decidedAt: new Date(1_700_000_000_000 + (this.#tick += 1)),
    };
  }

  #upload(): string {
    const id = randomUUID();
    this.#store.uploads.set(id, {
      id,
      slot: 'document',
      fileName: 'a.pdf',
      mediaType: 'application/pdf',
      sizeBytes: 1,
      sha256: randomBytes(32).toString('hex'),
      startedAt: new Date(),
    });
    return id;
  }

  async #window(operation: Operation, open: boolean): Promise<void> {
    const opensAt = new Date(Date.now() - 2 * HOUR_MS);
    const closesAt = new Date(Date.now() + (open ? HOUR_MS : -HOUR_MS));
    const window = { windowId: randomUUID(), academicYear: YEAR, operation, opensAt, closesAt };
    await this.#deps.withRecords(this.student.institutionId, (records) =>
      records.calendar.put({ ...window, version: (this.#tick += 1) }),
    );
  }
}
