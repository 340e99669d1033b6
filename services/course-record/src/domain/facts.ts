import type { TermSystem } from '@licheng/portfolio-rules';
import type { HandInItem } from './hand-in.ts';
import type { Outcome, OutcomeRef } from './outcome.ts';

export type OutcomeChange =
  | 'added'
  | 'edited'
  | 'deleted'
  | 'restored'
  | 'file_checked'
  | 'submitted'
  | 'certified'
  | 'refused'
  | 'revoked'
  | 'selected'
  | 'unselected'
  | 'handed_in'
  | 'acknowledged';

/** Who teaches a course, and what it is. */
export interface AssignedCourse {
  id: string;
  academicYear: number;
  termSystem: TermSystem;
  term: string;
  subject: string;
  teacherIds: string[];
}

/** What this service tells the others. */
export type Fact =
  | { kind: 'outcome_changed'; change: OutcomeChange; outcome: OutcomeRef }
  | { kind: 'outcome_submitted'; outcome: Outcome; submittedAt: Date }
  | { kind: 'course_assigned'; course: AssignedCourse; version: number }
  | {
      kind: 'hand_in_submitted';
      batch: { id: string; number: number; academicYear: number };
      item: HandInItem;
      submittedAt: Date;
    };

export function outcomeChanged(change: OutcomeChange, outcome: OutcomeRef): Fact {
  return { kind: 'outcome_changed', change, outcome };
}
