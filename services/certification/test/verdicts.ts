import type { Harness, Person } from './harness.ts';

export interface Verdict {
  outcomeId: string;
  version?: number;
  action: 'certify' | 'refuse' | 'revoke';
  comment?: string;
  refusalReason?: string;
}

/** Gives a verdict that waits to be published. */
export async function giveIn(house: Harness, who: Person, verdict: Verdict) {
  const { outcomeId, version = 1, action, comment = '' } = verdict;
  const refusalReason = verdict.refusalReason ?? (action === 'certify' ? '' : 'other');
  const request = { outcomeId, version, action, comment, refusalReason };
  return (await house.certification.call('recordVerdict', request, { token: who.token })).case;
}

/** Gives a verdict and lets the time to undo pass. @returns the case as published. */
export async function decideIn(house: Harness, who: Person, verdict: Verdict) {
  await giveIn(house, who, verdict);
  await house.settle(verdict.outcomeId);
  return getIn(house, who, verdict.outcomeId);
}

export async function getIn(house: Harness, who: Person, outcomeId: string) {
  return (await house.certification.call('getCase', { outcomeId }, { token: who.token })).case;
}

export const undoIn = async (house: Harness, who: Person, outcomeId: string) =>
  (await house.certification.call('undoVerdict', { outcomeId }, { token: who.token })).case;

interface LoggedVerdict {
  action: string;
  version: number;
  certifier_name: string;
  on_behalf_of_name: string | null;
  comment: string;
  files: object[];
  decided_at: Date;
}

export const logIn = (house: Harness, outcomeId: string) =>
  house.owner.transaction(null, (tx) =>
    tx.query<LoggedVerdict>(
      `SELECT action, version, certifier_name, on_behalf_of_name, comment, files, decided_at
         FROM verdicts WHERE outcome_id = $1 ORDER BY id`,
      [outcomeId],
    ),
  );
