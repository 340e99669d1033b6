import { type CloudEvent, decodeEvent as decode } from '../src/index.ts';

export type MediaRejectedEvent = CloudEvent<'media.rejected.v1'>;

export function decodeEvent(content: Buffer): MediaRejectedEvent {
  return decode(content) as MediaRejectedEvent;
}
