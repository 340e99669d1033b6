import { markRead } from '@licheng/rest-contract';
import { type Api, noContent, ok } from '../http/api.ts';
import type { Peers } from '../peers.ts';
import { toNoticeList } from '../resources/notices.ts';

const PAGE_SIZE = 50;

export function noticeRoutes(api: Api, { notification }: Peers): void {
  api.read('/notices', async ({ read }) =>
    ok(toNoticeList(await notification.call('listNotices', { pageSize: PAGE_SIZE }, read))),
  );

  api.writeBody('post', '/notices/read', markRead, async ({ write }, { ids }) => {
    await notification.call('markNoticesRead', { ids }, write);
    return noContent;
  });
}
