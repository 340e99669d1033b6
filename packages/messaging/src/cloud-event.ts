import { randomUUID } from 'node:crypto';
import { EVENT_CODECS, type EventCodec, type EventData, type EventType, isEventType } from '@licheng/contracts/events';

/** CloudEvents 1.0, JSON format (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md). */
export interface CloudEvent<T extends EventType = EventType> {
  id: string;
  source: string;
  type: T;
  /** The aggregate the fact is about; events of one subject keep their order on the way. */
  subject: string;
  time: Date;
  traceparent?: string;
  data: EventData<T>;
}

/** What a use case tells; id, time and source are added when it is written to the outbox. */
export type OutgoingEvent = { [T in EventType]: { type: T; subject: string; data: EventData<T> } }[EventType];

export function encodeEvent(source: string, event: OutgoingEvent, time: Date, traceparent: string | undefined): string {
  const codec = EVENT_CODECS[event.type] as EventCodec<unknown>;
  return JSON.stringify({
    specversion: '1.0',
    id: randomUUID(),
    source: `/licheng/${source}`,
    type: event.type,
    subject: event.subject,
    time: time.toISOString(),
    datacontenttype: 'application/json',
    ...(traceparent === undefined ? {} : { traceparent }),
    data: codec.toJSON(event.data),
  });
}

/** @throws Error when the bytes are no CloudEvent of a known type. */
export function decodeEvent(content: Buffer): CloudEvent {
  const raw = JSON.parse(content.toString('utf8')) as Record<string, unknown>;
  const { id, source, type, subject, time, traceparent } = raw;
  if (
    raw['specversion'] !== '1.0' ||
    typeof id !== 'string' ||
    typeof source !== 'string' ||
    typeof subject !== 'string'
  ) {
    throw new Error('not a CloudEvent');
  }
  if (!isEventType(type)) throw new Error(`unknown event type ${String(type)}`);
  const codec = EVENT_CODECS[type] as EventCodec<EventData<EventType>>;
  return {
    id,
    source,
    type,
    subject,
    time: new Date(String(time)),
    ...(typeof traceparent === 'string' ? { traceparent } : {}),
    data: codec.fromJSON(raw['data']),
  };
}
