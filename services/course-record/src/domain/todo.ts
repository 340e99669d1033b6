import type { Operation } from '@licheng/portfolio-rules';
import { filesBlock } from './guards.ts';
import type { Outcome } from './outcome.ts';
import { type CalendarWindow, findWindow, isOpen } from './windows.ts';

/** What is left to do with an outcome, and the operation whose window decides by when. */
const OPERATION_OF = {
  file_rejected: 'upload',
  refused: 'submit',
  unsent: 'submit',
  certified_not_selected: 'select',
  // Waits for somebody else.
  under_certification: 'certify',
} as const satisfies Record<string, Operation>;
type TodoKind = keyof typeof OPERATION_OF;

/** What a student's to-do list is made from. */
export type Pending = Pick<
  Outcome,
  'id' | 'courseId' | 'subject' | 'academicYear' | 'status' | 'summary' | 'files' | 'selectedAt' | 'handInBatchId'
> & {
  /** When the current version was made, the outcome submitted, or the verdict given: whatever came last. */
  since: Date;
};

export interface TodoItem {
  kind: TodoKind;
  outcomeId: string;
  courseId: string;
  subject: string;
  academicYear: number;
  summary: string;
  /** Of the document, else of the media file. */
  fileName: string;
  since: Date;
  operation: Operation;
  closesAt: Date | null;
  windowOpen: boolean;
}

/** @returns null when nothing is left to do with it. */
function todoKindOf(outcome: Pick<Pending, 'status' | 'files' | 'selectedAt' | 'handInBatchId'>): TodoKind | null {
  const { status } = outcome;
  if (status === 'under_certification') return status;
  if (status === 'certified') {
    return outcome.selectedAt === null && outcome.handInBatchId === null ? 'certified_not_selected' : null;
  }
  if (filesBlock(outcome.files) === 'file_rejected') return 'file_rejected';
  return status === 'refused' ? 'refused' : 'unsent';
}

export interface TodoContext {
  /** Of every academic year. */
  windows: readonly CalendarWindow[];
  now: Date;
  /** The newest year stays on the list when its windows have closed; older ones leave it. */
  newestYear: number;
  /** Years in which as many are selected as may be: what else is certified there asks for nothing. */
  fullYears: ReadonlySet<number>;
}

/** What a student still has to do, the most urgent first. */
export function todoOf(outcomes: readonly Pending[], context: TodoContext): TodoItem[] {
  return outcomes
    .flatMap((outcome) => todoFor(outcome, context) ?? [])
    .toSorted((a, b) => compareKeys(urgency(a, context.now), urgency(b, context.now)));
}

function todoFor(outcome: Pending, { windows, now, newestYear, fullYears }: TodoContext): TodoItem | null {
  const kind = todoKindOf(outcome);
  const { academicYear } = outcome;
  if (kind === null || (kind === 'certified_not_selected' && fullYears.has(academicYear))) return null;
  const operation = OPERATION_OF[kind];
  const window = findWindow(
    windows.filter((candidate) => candidate.academicYear === academicYear),
    operation,
  );
  const mayStillHappen = window !== undefined && now < window.closesAt;
  if (academicYear !== newestYear && !mayStillHappen) return null;
  const { id: outcomeId, courseId, subject, summary, since } = outcome;
  return {
    kind,
    outcomeId,
    courseId,
    subject,
    academicYear,
    summary,
    fileName: (outcome.files.find(({ slot }) => slot === 'document') ?? outcome.files[0])?.fileName ?? '',
    since,
    operation,
    closesAt: window?.closesAt ?? null,
    windowOpen: isOpen(window, now),
  };
}

const KIND_ORDER = Object.keys(OPERATION_OF) as TodoKind[];

/**
 * What the student must do comes before what waits for others, then what is open, then what is still to open, then what has
 * closed; among these what closes soonest, among equals the kind that blocks most, and what has waited longest.
 */
function urgency(item: TodoItem, now: Date): (number | string)[] {
  const closesAt = item.closesAt?.getTime() ?? Number.POSITIVE_INFINITY;
  const reach = item.windowOpen ? 0 : item.closesAt !== null && now < item.closesAt ? 1 : 2;
  const waits = item.kind === 'under_certification' ? 1 : 0;
  return [waits, reach, closesAt, KIND_ORDER.indexOf(item.kind), item.since.getTime(), item.outcomeId];
}

function compareKeys(a: readonly (number | string)[], b: readonly (number | string)[]): number {
  for (const [index, left] of a.entries()) {
    const right = b[index] ?? left;
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}
