import { LichengError } from '@licheng/portfolio-rules';
import type { Caller, Deps } from './ports.ts';

/**
 * The signed receipt of one submission; it stays its student's when the outcome is edited or deleted later.
 * @throws LichengError `not_found` for anyone else's or none
 */
export async function getReceipt(deps: Deps, caller: Caller, receiptId: string): Promise<string> {
  const jws = await deps.withRecords(caller.institutionId, (records) =>
    records.outcomes.receipt(receiptId, caller.personId),
  );
  if (jws === null) throw new LichengError('not_found');
  return jws;
}
