import type { Harness, Person } from './harness.ts';

export interface Verdict {
  outcomeId: string;
  version?: number;
  action: 'certify' | 'refuse' | 'revoke';
  comment?: string;
}

export async function decideIn(house: Harness, who: Person, { outcomeId, version = 1, action, comment = '' }: Verdict) {
  const request = { outcomeId, version, action, comment };
  return (await house.certification.call('recordVerdict', request, { token: who.token })).case;
}

interface LoggedVerdict {
  action: string;
  version: number;
  certifier_name: string;
  comment: string;
  files: object[];
  decided_at: Date;
}

export const logIn = (house: Harness, outcomeId: string) =>
  house.owner.transaction(null, (tx) =>
    tx.query<LoggedVerdict>(
      `SELECT action, version, certifier_name, comment, files, decided_at
         FROM verdicts WHERE outcome_id = $1 ORDER BY id`,
      [outcomeId],
    ),
  );
