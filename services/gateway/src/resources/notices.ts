import type { ListNoticesResponse } from '@licheng/contracts/notification';
import type { NoticeListResource } from '@licheng/rest-contract';
import { instant } from './instants.ts';

export const toNoticeList = ({ notices, unreadCount }: ListNoticesResponse): NoticeListResource => ({
  notices: notices.map(({ createdAt, ...notice }) => ({ ...notice, createdAt: instant(createdAt) })),
  unreadCount,
});
