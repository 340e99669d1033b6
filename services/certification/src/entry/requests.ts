import type { ListCasesRequest } from '@licheng/contracts/certification';
import {
  CERTIFIER_ACTIONS,
  type CertifierAction,
  LichengError,
  REFUSAL_REASONS,
  type RefusalReason,
} from '@licheng/portfolio-rules';
import { type Principal, requirePerson } from '@licheng/service-kit';
import { z } from 'zod';
import type { QueueFilter } from '../application/ports.ts';
import { statusesShownAs } from '../domain/case-status.ts';
import type { Certifier } from '../domain/certification-case.ts';
import type { Judgement } from '../domain/verdict.ts';

const guid = z.guid();
const MAX_PAGE_SIZE = 100;
const DEFAULT_PAGE_SIZE = 50;
const MAX_SEARCH_CHARACTERS = 100;
const MAX_AGE_DAYS = 10_000;
const MAX_REFS = 100;
const day = z.iso.date();

function refuse(field: string): never {
  throw new LichengError('invalid_request', { field });
}

/** @throws LichengError `forbidden` unless a teacher or an administrator asks. */
export function certifierOf(principal: Principal): Certifier {
  const { personId, name, institutionId, role } = requirePerson(principal, 'teacher', 'administrator');
  return { personId, name, institutionId, role: role === 'administrator' ? 'administrator' : 'teacher' };
}

/** @throws LichengError `forbidden` unless an administrator asks. */
export function administratorOf(principal: Principal): Certifier {
  requirePerson(principal, 'administrator');
  return certifierOf(principal);
}

/** What is no id names nothing. */
export function idOf(value: string): string {
  if (!guid.safeParse(value).success) throw new LichengError('not_found');
  return value.toLowerCase();
}

/** An id chosen by whoever creates something. */
export function newIdOf(value: string): string {
  return guid.safeParse(value).success ? value.toLowerCase() : refuse('id');
}

function actionOf(value: string): CertifierAction {
  return CERTIFIER_ACTIONS.find((one) => one === value) ?? refuse('action');
}

function reasonOf(value: string): RefusalReason | null {
  return value === '' ? null : (REFUSAL_REASONS.find((one) => one === value) ?? refuse('refusalReason'));
}

export function judgementOf(request: { action: string; comment: string; refusalReason: string }): Judgement {
  const { action, comment, refusalReason } = request;
  return { action: actionOf(action), comment, refusalReason: reasonOf(refusalReason) };
}

/** @throws LichengError `invalid_request` for none, too many, or one case twice. */
export function refsOf(versions: readonly { outcomeId: string; version: number }[]) {
  const refs = versions.map(({ outcomeId, version }) => ({ outcomeId: idOf(outcomeId), version }));
  const different = new Set(refs.map(({ outcomeId }) => outcomeId)).size;
  return different === refs.length && refs.length > 0 && refs.length <= MAX_REFS ? refs : refuse('versions');
}

export function variantOf(value: string): 'file' | 'thumbnail' {
  return value === 'file' || value === 'thumbnail' ? value : refuse('variant');
}

export function pageSizeOf(value: number): number {
  return value <= 0 ? DEFAULT_PAGE_SIZE : Math.min(value, MAX_PAGE_SIZE);
}

export function filterOf({ status, courseId, search, minAgeDays }: ListCasesRequest): QueueFilter {
  const statuses = statusesShownAs(status);
  if (statuses.length === 0) refuse('status');
  if (courseId !== '' && !guid.safeParse(courseId).success) refuse('courseId');
  if (search.length > MAX_SEARCH_CHARACTERS) refuse('search');
  if (minAgeDays < 0 || minAgeDays > MAX_AGE_DAYS) refuse('minAgeDays');
  return { statuses, courseId: courseId === '' ? null : courseId.toLowerCase(), search: search.trim(), minAgeDays };
}

/** A date that exists, as YYYY-MM-DD. */
export function dayOf(value: string, field: string): string {
  return day.safeParse(value).success ? value : refuse(field);
}
