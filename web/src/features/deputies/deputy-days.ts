import type { DeputyResource } from '@licheng/rest-contract';
import { serverNow } from '../../lib/server-clock.ts';
import { toTaipeiInput } from '../../lib/taipei.ts';

export type DeputyState = 'active' | 'coming' | 'ended';

/** `2026-11-23`: the day it is in Taipei by the server's clock. */
export function today(nowMs = serverNow()): string {
  return toTaipeiInput(new Date(nowMs).toISOString()).slice(0, 10);
}

/** `2026/11/23`, as all dates are written. */
export function writtenDay(day: string): string {
  return day.replaceAll('-', '/');
}

export function stateOf(deputy: DeputyResource, day = today()): DeputyState {
  if (deputy.active) return 'active';
  return deputy.endedAt === null && deputy.firstDay > day ? 'coming' : 'ended';
}

export interface Appointment {
  teacherId: string;
  deputyId: string;
  /** Empty for every course of the teacher. */
  courseId: string;
  firstDay: string;
  lastDay: string;
}

export type AppointmentFault = 'teacher' | 'deputy' | 'samePerson' | 'firstDay' | 'lastDay' | 'order' | 'over';

/** What the server would refuse, said before it is asked; null when nothing is in the way. */
export function faultOf(given: Appointment, day = today()): AppointmentFault | null {
  if (given.teacherId === '') return 'teacher';
  if (given.deputyId === '') return 'deputy';
  if (given.deputyId === given.teacherId) return 'samePerson';
  if (given.firstDay === '') return 'firstDay';
  if (given.lastDay === '') return 'lastDay';
  if (given.lastDay < given.firstDay) return 'order';
  return given.lastDay < day ? 'over' : null;
}
