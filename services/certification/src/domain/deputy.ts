import { LichengError, type Role } from '@licheng/portfolio-rules';
import type { NamedPerson } from './certification-case.ts';

/** Whom an administrator wants to decide in a teacher's place. Days are dates (YYYY-MM-DD) in Asia/Taipei, inclusive. */
export interface Appointment {
  id: string;
  teacherId: string;
  deputyId: string;
  /** Null for every course of the teacher. */
  courseId: string | null;
  firstDay: string;
  lastDay: string;
}

/** An appointment as it is kept. */
export interface Deputy extends Omit<Appointment, 'teacherId' | 'deputyId' | 'courseId'> {
  teacher: NamedPerson;
  deputy: NamedPerson;
  course: { id: string; subject: string } | null;
  appointedByName: string;
  appointedAt: Date;
  endedAt: Date | null;
  endedByName: string;
  active: boolean;
}

/** What is known here about an appointment's people, course and day. */
export interface AppointmentFacts {
  teacherRole: Role | null;
  deputyRole: Role | null;
  /** Whether the teacher teaches the course; true when none is named. */
  teaches: boolean;
  /** Date in Asia/Taipei. */
  today: string;
}

/** A person who may certify at all. */
export const CERTIFYING_ROLES: readonly Role[] = ['teacher', 'administrator'];

const isCertifying = (role: Role | null) => role !== null && CERTIFYING_ROLES.includes(role);

/** @throws LichengError `deputy_not_possible` naming the field that makes it so. */
export function requireAppointable(appointment: Appointment, facts: AppointmentFacts): void {
  const refuse = (field: keyof Appointment): never => {
    throw new LichengError('deputy_not_possible', { field });
  };
  if (!isCertifying(facts.teacherRole)) refuse('teacherId');
  if (!isCertifying(facts.deputyRole) || appointment.deputyId === appointment.teacherId) refuse('deputyId');
  if (!facts.teaches) refuse('courseId');
  if (appointment.lastDay < appointment.firstDay || appointment.lastDay < facts.today) refuse('lastDay');
}

/** Whether asking for an id a second time asks for the same. */
export function isSameAppointment(deputy: Deputy, appointment: Appointment): boolean {
  return (
    deputy.teacher.id === appointment.teacherId &&
    deputy.deputy.id === appointment.deputyId &&
    (deputy.course?.id ?? null) === appointment.courseId &&
    deputy.firstDay === appointment.firstDay &&
    deputy.lastDay === appointment.lastDay
  );
}
