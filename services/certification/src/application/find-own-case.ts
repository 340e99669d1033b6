import { LichengError } from '@licheng/portfolio-rules';
import { type Certifier, mayCertify } from '../domain/certification-case.ts';
import type { Cases, FoundCase } from './ports.ts';

/** @throws LichengError `not_found` for what does not exist and for what is somebody else's alike. */
export function requireOwn(found: FoundCase | null, certifier: Certifier): FoundCase {
  if (found === null) throw new LichengError('not_found');
  const { teacherIds, deputyIds } = found;
  const { institutionId } = found.case;
  if (!mayCertify(certifier, { institutionId, teacherIds, deputyIds })) throw new LichengError('not_found');
  return found;
}

/** @throws LichengError `not_found`. */
export async function findOwnCase(cases: Cases, certifier: Certifier, outcomeId: string): Promise<FoundCase> {
  return requireOwn(await cases.find(outcomeId, certifier.personId), certifier);
}
