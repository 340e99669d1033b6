import { type ErrorCode, type Operation, OUTCOME_ACTIONS, type OutcomeAction } from '@licheng/portfolio-rules';
import { filesBlock, isInHandIn } from './guards.ts';
import type { Outcome } from './outcome.ts';
import { can } from './outcome-status.ts';
import { type CalendarWindow, findWindow, isOpen } from './windows.ts';

const WINDOW_OF = {
  edit: 'upload',
  delete: 'upload',
  submit: 'submit',
  select: 'select',
  unselect: 'select',
} as const satisfies Record<OutcomeAction, Operation>;

/** What beside status and window an action needs. */
const NEEDS = {
  edit: () => true,
  delete: () => true,
  submit: (outcome) => filesBlock(outcome.files) === '',
  select: (outcome) => outcome.selectedAt === null,
  unselect: (outcome) => outcome.selectedAt !== null && !isInHandIn(outcome),
} as const satisfies Record<OutcomeAction, (outcome: Outcome) => boolean>;

/** What the student may do now; pages show these and copy no rules. */
export function allowedActions(outcome: Outcome, windows: readonly CalendarWindow[], now: Date): OutcomeAction[] {
  return OUTCOME_ACTIONS.filter(
    (action) =>
      can(action, outcome.status) && isOpen(findWindow(windows, WINDOW_OF[action]), now) && NEEDS[action](outcome),
  );
}

/** Why `submit` is not among them although the status would allow it; empty when it is, or when it would not. */
export function submitBlockedBy(
  outcome: Outcome,
  windows: readonly CalendarWindow[],
  now: Date,
): Extract<ErrorCode, 'window_closed' | 'file_still_checking' | 'file_rejected'> | '' {
  if (!can('submit', outcome.status)) return '';
  // Nothing the student does to the files helps once the window is closed.
  if (!isOpen(findWindow(windows, 'submit'), now)) return 'window_closed';
  return filesBlock(outcome.files);
}
