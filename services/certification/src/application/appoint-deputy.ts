import { LichengError } from '@licheng/portfolio-rules';
import type { Certifier } from '../domain/certification-case.ts';
import { type Appointment, type Deputy, isSameAppointment, requireAppointable } from '../domain/deputy.ts';
import type { Deputies } from './ports.ts';

/**
 * The same appointment again returns the first one.
 * @throws LichengError `deputy_not_possible` naming the field, `idempotency_key_reused` for another appointment under an
 * id that is taken.
 */
export async function appointDeputy(deputies: Deputies, by: Certifier, appointment: Appointment): Promise<Deputy> {
  const deputy = await deputies.appoint(by, appointment, (facts) => requireAppointable(appointment, facts));
  if (!isSameAppointment(deputy, appointment)) throw new LichengError('idempotency_key_reused');
  return deputy;
}

/** Ends an appointment now; what was decided under it stands. @throws LichengError `not_found`. */
export async function endDeputy(deputies: Deputies, by: Certifier, id: string): Promise<Deputy> {
  const deputy = await deputies.end(by, id);
  if (deputy === null) throw new LichengError('not_found');
  return deputy;
}
