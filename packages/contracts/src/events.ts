import {
  CaseOpened,
  CaseTouched,
  CentralAcknowledged,
  CertificationResult,
  CourseAssigned,
  HandInSubmitted,
  MediaRejected,
  MediaValidated,
  OutcomeChanged,
  OutcomeSubmitted,
  PersonCreated,
  ReminderDue,
  UploadCompleted,
  WindowSet,
} from './generated/licheng/events/v1/events.ts';

export type * from './generated/licheng/events/v1/events.ts';

/** proto3 JSON codec of one event's data. */
export interface EventCodec<T> {
  fromJSON(object: unknown): T;
  toJSON(message: T): unknown;
}

/** Every event type of the house with the codec of its data. A changed meaning is a new version here. */
export const EVENT_CODECS = {
  'identity.person.created.v1': PersonCreated,
  'upload.completed.v1': UploadCompleted,
  'media.validated.v1': MediaValidated,
  'media.rejected.v1': MediaRejected,
  'course.assigned.v1': CourseAssigned,
  'outcome.changed.v1': OutcomeChanged,
  'outcome.submitted.v1': OutcomeSubmitted,
  'certification.case.opened.v1': CaseOpened,
  'certification.case.touched.v1': CaseTouched,
  'certification.result.certified.v1': CertificationResult,
  'certification.result.refused.v1': CertificationResult,
  'certification.result.revoked.v1': CertificationResult,
  'calendar.window.set.v1': WindowSet,
  'reminder.due.v1': ReminderDue,
  'hand-in.submitted.v1': HandInSubmitted,
  'central.acknowledged.v1': CentralAcknowledged,
} as const;

export type EventType = keyof typeof EVENT_CODECS;
export type EventData<T extends EventType> = ReturnType<(typeof EVENT_CODECS)[T]['fromJSON']>;

export function isEventType(value: unknown): value is EventType {
  return typeof value === 'string' && Object.hasOwn(EVENT_CODECS, value);
}
