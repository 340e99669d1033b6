import type { Operation, OutcomeAction, OutcomeStatus } from '@licheng/portfolio-rules';

/** One thing somebody does, or that is heard. `which` picks an outcome among those made so far, deleted ones too. */
export type Step =
  | { do: 'add'; course: number }
  | { do: 'edit'; which: number; newFile: boolean; stale: boolean }
  | { do: 'delete'; which: number; stale: boolean }
  | { do: 'restore'; which: number }
  | { do: 'submit'; which: number; stale: boolean }
  | { do: 'submit several'; which: readonly number[] }
  | { do: 'select'; which: number }
  | { do: 'unselect'; which: number }
  | { do: 'check'; which: number; passed: boolean }
  | { do: 'verdict'; which: number; action: 'certify' | 'refuse' | 'revoke'; version: 'current' | 'older' | 'newer' }
  | { do: 'hear again'; which: number }
  | { do: 'window'; operation: Operation; open: boolean }
  | { do: 'hand in' };

export interface ModelOutcome {
  course: number;
  status: OutcomeStatus;
  version: number;
  check: 'checking' | 'passed' | 'rejected';
  selected: boolean;
  handedIn: boolean;
  deleted: boolean;
  submissions: number;
}

export const MODEL_SELECTION_LIMIT = 1;

/**
 * What the manual and product rules say, written down a second time and with nothing but flags: no SQL, no clock, no table of the
 * service. `true` is a step that happens, `false` one that is refused.
 */
export class Model {
  readonly outcomes: ModelOutcome[] = [];
  readonly open: Record<Operation, boolean> = {
    upload: true,
    submit: true,
    certify: true,
    select: true,
    hand_in: true,
  };

  pick(which: number): ModelOutcome | undefined {
    return this.outcomes[which % Math.max(1, this.outcomes.length)];
  }

  allowed(outcome: ModelOutcome): OutcomeAction[] {
    if (outcome.deleted) return [];
    const held = outcome.status === 'awaiting_submission' || outcome.status === 'refused';
    const certified = outcome.status === 'certified';
    const may: Record<OutcomeAction, boolean> = {
      edit: held && this.open.upload,
      delete: held && this.open.upload,
      submit: held && this.open.submit && outcome.check === 'passed',
      select: certified && this.open.select && !outcome.selected,
      unselect: certified && this.open.select && outcome.selected && !outcome.handedIn,
    };
    return (Object.keys(may) as OutcomeAction[]).filter((action) => may[action]);
  }

  add(course: number): boolean {
    if (!this.open.upload) return false;
    this.outcomes.push({
      course,
      status: 'awaiting_submission',
      version: 1,
      check: 'checking',
      selected: false,
      handedIn: false,
      deleted: false,
      submissions: 0,
    });
    return true;
  }

  edit(outcome: ModelOutcome, newFile: boolean): boolean {
    if (!this.allowed(outcome).includes('edit')) return false;
    outcome.version += 1;
    if (newFile) outcome.check = 'checking';
    return true;
  }

  delete(outcome: ModelOutcome): boolean {
    if (outcome.deleted) return true; // The same deletion again.
    if (!this.allowed(outcome).includes('delete')) return false;
    outcome.deleted = true;
    return true;
  }

  restore(outcome: ModelOutcome): boolean {
    outcome.deleted = false;
    return true;
  }

  submit(outcome: ModelOutcome): boolean {
    if (!outcome.deleted && outcome.status === 'under_certification') return true; // The same submission again.
    if (!this.allowed(outcome).includes('submit')) return false;
    outcome.status = 'under_certification';
    outcome.submissions += 1;
    return true;
  }

  select(outcome: ModelOutcome): boolean {
    if (!outcome.deleted && outcome.selected) return true;
    if (!this.allowed(outcome).includes('select')) return false;
    if (this.outcomes.filter((other) => other.selected).length >= MODEL_SELECTION_LIMIT) return false;
    outcome.selected = true;
    return true;
  }

  unselect(outcome: ModelOutcome): boolean {
    if (outcome.status === 'certified' && !outcome.selected) return true;
    if (!this.allowed(outcome).includes('unselect')) return false;
    outcome.selected = false;
    return true;
  }

  check(outcome: ModelOutcome, passed: boolean): boolean {
    if (outcome.check === 'checking') outcome.check = passed ? 'passed' : 'rejected';
    return true;
  }

  /** `older`: entered into the history and nothing else. `newer`: cannot be true, a person has to look. */
  verdict(
    outcome: ModelOutcome,
    action: 'certify' | 'refuse' | 'revoke',
    version: 'current' | 'older' | 'newer',
  ): boolean {
    if (version !== 'current') return version === 'older';
    // A revocation may overtake the certification it revokes.
    const from = action === 'revoke' ? ['certified', 'under_certification'] : ['under_certification'];
    if (!from.includes(outcome.status) || outcome.handedIn) return false;
    outcome.status = action === 'certify' ? 'certified' : 'refused';
    if (action !== 'certify') outcome.selected = false;
    return true;
  }

  handIn(): boolean {
    const ready = this.outcomes.filter((outcome) => outcome.selected && !outcome.handedIn);
    if (!this.open.hand_in || ready.length === 0) return false;
    for (const outcome of ready) outcome.handedIn = true;
    return true;
  }

  counts(course: number) {
    const own = this.outcomes.filter((outcome) => outcome.course === course && !outcome.deleted);
    const count = (test: (outcome: ModelOutcome) => boolean) => own.filter(test).length;
    const held = (outcome: ModelOutcome) => ['awaiting_submission', 'refused'].includes(outcome.status);
    return {
      outcomeCount: own.length,
      awaitingSubmissionCount: count(({ status }) => status === 'awaiting_submission'),
      refusedCount: count(({ status }) => status === 'refused'),
      underCertificationCount: count(({ status }) => status === 'under_certification'),
      certifiedCount: count(({ status }) => status === 'certified'),
      selectedCount: count(({ selected }) => selected),
      fileRejectedCount: count((outcome) => held(outcome) && outcome.check === 'rejected'),
      canAdd: this.open.upload,
    };
  }

  todoKind(outcome: ModelOutcome): string | null {
    if (outcome.deleted || outcome.selected) return null;
    if (outcome.status === 'under_certification') return 'under_certification';
    if (outcome.status === 'certified') {
      const full = this.outcomes.filter((other) => other.selected).length >= MODEL_SELECTION_LIMIT;
      return full ? null : 'certified_not_selected';
    }
    if (outcome.check === 'rejected') return 'file_rejected';
    return outcome.status === 'refused' ? 'refused' : 'unsent';
  }
}
