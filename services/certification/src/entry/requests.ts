import { CERTIFIER_ACTIONS, type CertifierAction, LichengError } from '@licheng/portfolio-rules';
import { type Principal, requirePerson } from '@licheng/service-kit';
import { z } from 'zod';
import type { Certifier } from '../domain/certification-case.ts';

const guid = z.guid();
const MAX_PAGE_SIZE = 100;
const DEFAULT_PAGE_SIZE = 50;

/** @throws LichengError `forbidden` unless a teacher or an administrator asks. */
export function certifierOf(principal: Principal): Certifier {
  const { personId, name, institutionId, role } = requirePerson(principal, 'teacher', 'administrator');
  return { personId, name, institutionId, role: role === 'administrator' ? 'administrator' : 'teacher' };
}

/** What is no id names nothing. */
export function idOf(value: string): string {
  if (!guid.safeParse(value).success) throw new LichengError('not_found');
  return value.toLowerCase();
}

export function actionOf(value: string): CertifierAction {
  const action = CERTIFIER_ACTIONS.find((one) => one === value);
  if (action === undefined) throw new LichengError('invalid_request', { field: 'action' });
  return action;
}

export function variantOf(value: string): 'file' | 'thumbnail' {
  if (value === 'file' || value === 'thumbnail') return value;
  throw new LichengError('invalid_request', { field: 'variant' });
}

export function pageSizeOf(value: number): number {
  return value <= 0 ? DEFAULT_PAGE_SIZE : Math.min(value, MAX_PAGE_SIZE);
}
