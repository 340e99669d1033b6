import type { Handlers } from '../http/handler.ts';
import type { LiveHub } from '../live/live-hub.ts';
import type { Peers } from '../peers.ts';
import { toNoticeList } from '../resources/notices.ts';

export const noticeHandlers = ({ notification }: Peers, live: LiveHub) =>
  ({
    listNotices: async ({ query, read }) =>
      toNoticeList(await notification.call('listNotices', { pageSize: query.limit, pageToken: query.cursor }, read)),

    markNoticesRead: async ({ body, write }) => {
      await notification.call('markNoticesRead', body, write);
    },

    hearEvents: async ({ session, response }) => live.open(session, response),
  }) satisfies Partial<Handlers>;
