import { useQuery } from '@tanstack/solid-query';
import Bell from 'lucide-solid/icons/bell';
import { Show } from 'solid-js';
import { noticesQuery } from '../../api/queries.ts';
import { Loaded } from '../../lib/loaded.tsx';
import { text } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { markRead } from './mark-read.ts';
import { NoticeList } from './notice-list.tsx';

export default function NoticesPage() {
  const query = useQuery(() => noticesQuery());
  return (
    <Page title={text().notices.title} product={text().product.name}>
      <Loaded query={query}>
        {(data) => (
          <Show
            when={data().notices.length > 0}
            fallback={<EmptyState icon={Bell} title={text().notices.title} body={text().notices.empty} />}
          >
            <Show when={data().unreadCount > 0}>
              <div>
                <Button
                  compact
                  onClick={() =>
                    void markRead(
                      data()
                        .notices.filter((notice) => !notice.read)
                        .map((notice) => notice.id),
                    )
                  }
                >
                  {text().notices.markAllRead}
                </Button>
              </div>
            </Show>
            <NoticeList
              notices={data().notices}
              onOpen={(notice) => {
                if (!notice.read) void markRead([notice.id]);
              }}
            />
          </Show>
        )}
      </Loaded>
    </Page>
  );
}
