import type { ListNoticesResponse } from '@licheng/contracts/notification';
import type { NoticeListResource } from '@licheng/rest-contract';
import { instant } from './instants.ts';
import { textOrNull } from './text.ts';

export const toNoticeList = ({ notices, unreadCount, nextPageToken }: ListNoticesResponse): NoticeListResource => ({
  notices: notices.map(({ createdAt, ...notice }) => ({ ...notice, createdAt: instant(createdAt) })),
  unreadCount,
  nextCursor: textOrNull(nextPageToken),
});
