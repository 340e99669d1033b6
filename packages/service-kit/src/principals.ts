import { LichengError, type Role } from '@licheng/portfolio-rules';
import type { PersonPrincipal, Principal } from './tokens.ts';

/** @throws LichengError `forbidden` unless a person with one of these roles asks. */
export function requirePerson(principal: Principal, ...roles: Role[]): PersonPrincipal {
  if (principal.kind !== 'person' || (roles.length > 0 && !roles.includes(principal.role))) {
    throw new LichengError('forbidden');
  }
  return principal;
}

/** @throws LichengError `forbidden` unless one of these services asks for itself. */
export function requireService(principal: Principal, ...services: string[]): void {
  if (principal.kind !== 'service' || !services.includes(principal.service)) throw new LichengError('forbidden');
}
