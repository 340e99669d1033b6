import { outcomeChanged } from '../domain/facts.ts';
import type { Acknowledgement } from '../domain/hand-in.ts';
import type { Records } from './ports.ts';

/**
 * Keeps the central database's answer for one item. A rejected item lets go of its outcome, so that the next hand-in takes
 * it again.
 */
export async function acknowledgeHandIn(records: Records, answer: Acknowledgement): Promise<void> {
  const outcome = await records.handIns.acknowledge(answer);
  if (outcome !== null) await records.tell([outcomeChanged('acknowledged', outcome)]);
}
