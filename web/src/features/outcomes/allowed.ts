import type { OutcomeAction } from '@licheng/portfolio-rules';
import type { OutcomeResource } from '@licheng/rest-contract';
import { text } from '../../text/text.ts';

/** The server says what is possible; pages copy no rules. */
export function may(outcome: OutcomeResource, action: OutcomeAction): boolean {
  return outcome.allowedActions.includes(action);
}

/** Why there is no button to submit although the status would allow it; null when there is nothing to explain. */
export function blockedWords(outcome: OutcomeResource): string | null {
  return outcome.submitBlockedBy === null
    ? null
    : text().errors[outcome.submitBlockedBy]({ operation: 'submit' }).title;
}
