/**
 * The life of one outcome as the manual tells it, written apart from the services so that it can be held against them: what
 * each person may do, and what they are answered where they may not.
 */
export const MODEL_ACTIONS = [
  'edit',
  'delete',
  'restore',
  'submit',
  'certify',
  'refuse',
  'revoke',
  'undo',
  'publish',
  'select',
  'unselect',
] as const;
export type ModelAction = (typeof MODEL_ACTIONS)[number];

type Verdict = 'certify' | 'refuse' | 'revoke';

/** What became of the latest verdict about the present round. */
type LatestVerdict = 'none' | 'pending' | 'undone' | 'published';

export interface Model {
  status: 'awaiting_submission' | 'under_certification' | 'certified' | 'refused';
  version: number;
  deleted: boolean;
  selected: boolean;
  /** A verdict given and not published yet. */
  pending: Verdict | null;
  /** What certification knows of it; null before the first submission. */
  round: { version: number; status: 'under_certification' | 'certified' | 'refused'; verdict: LatestVerdict } | null;
}

export const NEW_OUTCOME: Model = {
  status: 'awaiting_submission',
  version: 1,
  deleted: false,
  selected: false,
  pending: null,
  round: null,
};

/** The outcome as it stands afterwards (unchanged where nothing happens), or the code of the refusal. */
export type Expectation = { next: Model } | { refused: string };

const refused = (code: string): Expectation => ({ refused: code });

/** Whether its student holds it (manual 1.2: 編輯 and 刪除 only while 等待送出 or 認證不通過). */
const isWithStudent = ({ status }: Model) => status === 'awaiting_submission' || status === 'refused';

function byStudent(model: Model, next: Partial<Model>): Expectation {
  if (model.deleted) return refused('not_found');
  return isWithStudent(model) ? { next: { ...model, ...next } } : refused('transition_not_allowed');
}

function give(model: Model, verdict: Verdict): Expectation {
  const { round, pending } = model;
  if (round === null) return refused('not_found');
  if (pending !== null) return refused('already_decided');
  const needed = verdict === 'revoke' ? 'certified' : 'under_certification';
  if (round.status === needed) {
    return { next: { ...model, pending: verdict, round: { ...round, verdict: 'pending' } } };
  }
  return refused(round.status === 'under_certification' ? 'transition_not_allowed' : 'already_decided');
}

function publish(model: Model): Model {
  const { pending, round } = model;
  if (pending === null || round === null) return model;
  const status = pending === 'certify' ? 'certified' : 'refused';
  return {
    ...model,
    status,
    pending: null,
    round: { ...round, status, verdict: 'published' },
    selected: status === 'certified' && model.selected,
  };
}

function choose(model: Model, selected: boolean): Expectation {
  if (model.deleted) return refused('not_found');
  return model.status === 'certified' ? { next: { ...model, selected } } : refused('transition_not_allowed');
}

const EXPECTATIONS: Record<ModelAction, (model: Model) => Expectation> = {
  edit: (model) => byStudent(model, { version: model.version + 1 }),
  // Deleting what is deleted changes nothing.
  delete: (model) => (model.deleted ? { next: model } : byStudent(model, { deleted: true })),
  restore: (model) => ({ next: { ...model, deleted: false } }),
  submit: (model) => {
    // The same version sent again is the same submission.
    if (!model.deleted && model.status === 'under_certification') return { next: model };
    const { version } = model;
    return byStudent(model, {
      status: 'under_certification',
      round: { version, status: 'under_certification', verdict: 'none' },
    });
  },
  certify: (model) => give(model, 'certify'),
  refuse: (model) => give(model, 'refuse'),
  revoke: (model) => give(model, 'revoke'),
  undo: (model) => {
    const { round } = model;
    if (round === null || round.verdict === 'none') return refused('not_found');
    // Taking back what is taken back already changes nothing; what is published stays.
    if (round.verdict === 'undone') return { next: model };
    if (round.verdict === 'published') return refused('undo_expired');
    return { next: { ...model, pending: null, round: { ...round, verdict: 'undone' } } };
  },
  publish: (model) => ({ next: publish(model) }),
  select: (model) => choose(model, true),
  unselect: (model) => choose(model, false),
};

export function expectation(model: Model, action: ModelAction): Expectation {
  return EXPECTATIONS[action](model);
}

export const published = publish;

/** What the student's page may offer; every window is open and every file has passed. */
export function studentActions(model: Model): string[] {
  if (isWithStudent(model)) return ['delete', 'edit', 'submit'];
  if (model.status === 'certified') return [model.selected ? 'unselect' : 'select'];
  return [];
}

/** What the certifier's desk may offer. */
export function certifierActions({ round, pending }: Model): string[] {
  if (round === null || pending !== null) return [];
  if (round.status === 'under_certification') return ['certify', 'refuse'];
  return round.status === 'certified' ? ['revoke'] : [];
}
