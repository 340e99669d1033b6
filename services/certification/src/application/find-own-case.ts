import { LichengError } from '@licheng/portfolio-rules';
import { type Certifier, mayCertify } from '../domain/certification-case.ts';
import type { Cases, FoundCase } from './ports.ts';

/** @throws LichengError `not_found` for what does not exist and for what is somebody else's alike. */
export async function findOwnCase(cases: Cases, certifier: Certifier, outcomeId: string): Promise<FoundCase> {
  const found = await cases.find(outcomeId);
  if (found === null) throw new LichengError('not_found');
  const { institutionId } = found.case;
  if (!mayCertify(certifier, { institutionId, teacherIds: found.teacherIds })) throw new LichengError('not_found');
  return found;
}
