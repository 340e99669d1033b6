import { useInfiniteQuery } from '@tanstack/solid-query';
import Bell from 'lucide-solid/icons/bell';
import { Show } from 'solid-js';
import { api } from '../../api/endpoints.ts';
import { keys } from '../../api/queries.ts';
import { Loaded } from '../../lib/loaded.tsx';
import { text } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { markRead } from './mark-read.ts';
import { NoticeList } from './notice-list.tsx';

export default function NoticesPage() {
  const query = useInfiniteQuery(() => ({
    queryKey: [...keys.notices, 'all'],
    queryFn: ({ pageParam, signal }: { pageParam: string | null; signal: AbortSignal }) =>
      api.getNotices(signal, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last: Awaited<ReturnType<typeof api.getNotices>>) => last.nextCursor,
  }));
  return (
    <Page title={text().notices.title} product={text().product.name}>
      <Loaded query={query}>
        {(data) => {
          const notices = () => data().pages.flatMap((page) => page.notices);
          const unread = () => notices().filter((notice) => !notice.read);
          return (
            <Show
              when={notices().length > 0}
              fallback={<EmptyState icon={Bell} title={text().notices.title} body={text().notices.empty} />}
            >
              <Show when={unread().length > 0}>
                <div>
                  <Button compact onClick={() => void markRead(unread().map((notice) => notice.id))}>
                    {text().notices.markAllRead}
                  </Button>
                </div>
              </Show>
              <NoticeList
                notices={notices()}
                onOpen={(notice) => {
                  if (!notice.read) void markRead([notice.id]);
                }}
              />
              <Show when={query.hasNextPage}>
                <div>
                  <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                    {text().common.more}
                  </Button>
                </div>
              </Show>
            </Show>
          );
        }}
      </Loaded>
    </Page>
  );
}
