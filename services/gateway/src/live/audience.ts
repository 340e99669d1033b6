import type { EventType } from '@licheng/contracts/events';
import type { CloudEvent } from '@licheng/messaging';
import type { LIVE_EVENTS } from '@licheng/contracts/subscriptions';
import type { Role } from '@licheng/portfolio-rules';
import type { LiveEvent } from '@licheng/rest-contract';

/** Someone whose page is open. */
export interface Listener {
  personId: string;
  institutionId: string;
  role: Role;
}

export interface Hint {
  institutionId: string;
  isFor: (listener: Listener) => boolean;
  event: LiveEvent;
}

type LiveType = (typeof LIVE_EVENTS)[number];
type CaseChange = Extract<LiveEvent, { kind: 'case' }>['change'];
type EventOf<T extends EventType> = CloudEvent<T>['data'];

/** Changes that leave a notice for the student. */
const NOTICED: ReadonlySet<string> = new Set(['certified', 'refused', 'revoked', 'handed_in', 'acknowledged']);

const person = (id: string) => (listener: Listener) => listener.personId === id;
const administrators = (listener: Listener) => listener.role === 'administrator';
const certifiers =
  ({ teacherIds, deputyIds }: { teacherIds: readonly string[]; deputyIds: readonly string[] }) =>
  (listener: Listener) =>
    administrators(listener) || teacherIds.includes(listener.personId) || deputyIds.includes(listener.personId);

const fileChecked =
  (check: 'passed' | 'rejected') =>
  ({ institutionId, ownerId, uploadId }: EventOf<'media.validated.v1'> | EventOf<'media.rejected.v1'>): Hint[] => {
    const isFor = person(ownerId);
    const hints: Hint[] = [{ institutionId, isFor, event: { kind: 'upload', uploadId, check } }];
    return check === 'passed' ? hints : [...hints, { institutionId, isFor, event: { kind: 'notice' } }];
  };

const TOUCHES = ['claimed', 'released', 'decided', 'undone'] as const;

const caseChanged = (
  about: Omit<EventOf<'certification.case.opened.v1'>, 'courseId'>,
  change: CaseChange,
  certifierName: string | null,
): Hint[] => [
  {
    institutionId: about.institutionId,
    isFor: certifiers(about),
    event: { kind: 'case', outcomeId: about.outcomeId, change, certifierName },
  },
];

const published = (about: EventOf<'certification.result.certified.v1'>): Hint[] =>
  caseChanged(about, 'published', about.certifierName);

const HINTS: { [T in LiveType]: (data: EventOf<T>) => Hint[] } = {
  'outcome.changed.v1': ({ institutionId, studentId, outcomeId, courseId, change }) => {
    const isFor = person(studentId);
    const hints: Hint[] = [{ institutionId, isFor, event: { kind: 'outcome', outcomeId, courseId, change } }];
    return NOTICED.has(change) ? [...hints, { institutionId, isFor, event: { kind: 'notice' } }] : hints;
  },
  'media.validated.v1': fileChecked('passed'),
  'media.rejected.v1': fileChecked('rejected'),
  'certification.case.opened.v1': (about) => caseChanged(about, 'opened', null),
  'certification.case.touched.v1': (about) => {
    const change = TOUCHES.find((known) => known === about.change);
    return change === undefined ? [] : caseChanged(about, change, about.certifierName);
  },
  'certification.result.certified.v1': published,
  'certification.result.refused.v1': published,
  'certification.result.revoked.v1': published,
  'central.acknowledged.v1': ({ institutionId, batchId }) => [
    { institutionId, isFor: administrators, event: { kind: 'hand-in', batchId } },
  ],
};

/** Whose pages an event concerns, and what little they are told. */
export function hintsOf({ type, data }: CloudEvent): Hint[] {
  if (!Object.hasOwn(HINTS, type)) return [];
  return (HINTS[type as LiveType] as (data: CloudEvent['data']) => Hint[])(data);
}
