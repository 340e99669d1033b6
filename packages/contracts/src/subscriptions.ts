import type { EventType } from './events.ts';

/**
 * Which durable queue hears which events: `<consumer>.<purpose>`. The broker's topology is made from this table before any
 * service starts, so an event published early waits in its queue.
 */
export const SUBSCRIPTIONS = {
  'media-validation.uploads': ['upload.completed.v1'],
  // Apart from the checks: drawing pages must never keep anybody from submitting.
  'media-validation.previews': ['media.validated.v1'],
  'upload.checks': ['media.validated.v1', 'media.rejected.v1'],
  'course-record.facts': [
    'media.validated.v1',
    'media.rejected.v1',
    'certification.result.certified.v1',
    'certification.result.refused.v1',
    'certification.result.revoked.v1',
    'calendar.window.set.v1',
    'central.acknowledged.v1',
  ],
  'certification.facts': [
    'outcome.submitted.v1',
    'course.assigned.v1',
    'calendar.window.set.v1',
    'identity.person.created.v1',
  ],
  'notification.facts': ['outcome.changed.v1', 'media.rejected.v1', 'reminder.due.v1', 'identity.person.created.v1'],
  'central-portfolio.results': [
    'certification.result.certified.v1',
    'certification.result.revoked.v1',
    'hand-in.submitted.v1',
  ],
} as const satisfies Record<string, readonly EventType[]>;

export type QueueName = keyof typeof SUBSCRIPTIONS;

/** Events the gateway passes to open pages; its queue lives only as long as the gateway. */
export const LIVE_EVENTS = [
  'outcome.changed.v1',
  'media.validated.v1',
  'media.rejected.v1',
  'certification.case.opened.v1',
  'certification.case.touched.v1',
  'certification.result.certified.v1',
  'certification.result.refused.v1',
  'certification.result.revoked.v1',
  'central.acknowledged.v1',
] as const satisfies readonly EventType[];
