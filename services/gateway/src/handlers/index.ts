import type { Handlers } from '../http/handler.ts';
import type { Peers } from '../peers.ts';
import type { Upstream } from '../proxy/upstream.ts';
import { calendarHandlers } from './calendar.ts';
import { certificationHandlers } from './certification.ts';
import { courseHandlers } from './courses.ts';
import { deputyHandlers } from './deputies.ts';
import { descriptionHandlers } from './description.ts';
import { handInHandlers } from './hand-ins.ts';
import { noticeHandlers } from './notices.ts';
import { outcomeHandlers } from './outcomes.ts';
import { receiptHandlers } from './receipts.ts';
import { selectionHandlers } from './selection.ts';
import { type SessionParts, sessionHandlers } from './session.ts';
import { uploadHandlers } from './uploads.ts';

/** One handler for each operation of the API; one too few does not compile. */
export const createHandlers = (peers: Peers, upload: Upstream, session: Omit<SessionParts, 'identity'>): Handlers => ({
  ...sessionHandlers({ ...session, identity: peers.identity }),
  ...courseHandlers(peers),
  ...outcomeHandlers(peers),
  ...receiptHandlers(peers, session.serviceTokens),
  ...selectionHandlers(peers),
  ...uploadHandlers(upload),
  ...certificationHandlers(peers),
  ...deputyHandlers(peers),
  ...handInHandlers(peers),
  ...calendarHandlers(peers),
  ...noticeHandlers(peers, session.live),
  ...descriptionHandlers,
});
