import type { HandInItem } from './hand-in.ts';
import type { Outcome, OutcomeRef } from './outcome.ts';

export type OutcomeChange =
  | 'added'
  | 'edited'
  | 'deleted'
  | 'file_checked'
  | 'submitted'
  | 'certified'
  | 'refused'
  | 'revoked'
  | 'selected'
  | 'unselected'
  | 'handed_in'
  | 'acknowledged';

/** What this service tells the others. */
export type Fact =
  | { kind: 'outcome_changed'; change: OutcomeChange; outcome: OutcomeRef }
  | { kind: 'outcome_submitted'; outcome: Outcome; submittedAt: Date }
  | { kind: 'course_assigned'; courseId: string; teacherIds: string[]; version: number }
  | {
      kind: 'hand_in_submitted';
      batch: { id: string; number: number; academicYear: number };
      item: HandInItem;
      submittedAt: Date;
    };

export function outcomeChanged(change: OutcomeChange, outcome: OutcomeRef): Fact {
  return { kind: 'outcome_changed', change, outcome };
}
