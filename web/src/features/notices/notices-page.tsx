import type { NoticeListResource, NoticeResource } from '@licheng/rest-contract';
import Bell from 'lucide-solid/icons/bell';
import { createSignal, Show } from 'solid-js';
import { api } from '../../api/endpoints.ts';
import { noticesQuery } from '../../api/queries.ts';
import { watchQuery } from '../../api/watch-query.ts';
import { createAction } from '../../lib/create-action.ts';
import { Loaded } from '../../lib/loaded.tsx';
import { ProblemMessage } from '../../lib/problem-message.tsx';
import { text } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { markRead } from './mark-read.ts';
import { NoticeList } from './notice-list.tsx';

export default function NoticesPage() {
  const query = watchQuery(() => noticesQuery());
  return (
    <Page title={text().notices.title} product={text().product.name}>
      <Loaded query={query}>
        {(data) => (
          <Show
            when={data().notices.length > 0}
            fallback={<EmptyState icon={Bell} title={text().notices.title} body={text().notices.empty} />}
          >
            <Notices newest={data()} />
          </Show>
        )}
      </Loaded>
    </Page>
  );
}

/** The newest page stays current by itself; older ones are added below it as they are asked for. */
function Notices(props: { newest: NoticeListResource }) {
  const [older, setOlder] = createSignal<readonly NoticeResource[]>([]);
  const [cursor, setCursor] = createSignal<string | null>();
  const nextCursor = () => (cursor() === undefined ? props.newest.nextCursor : (cursor() ?? null));
  const notices = () => {
    // A new one pushes others onto the next page, where they may be already.
    const inNewest = new Set(props.newest.notices.map(({ id }) => id));
    return [...props.newest.notices, ...older().filter(({ id }) => !inNewest.has(id))];
  };
  const unread = () => notices().filter((notice) => !notice.read);

  const more = createAction(async () => {
    const page = await api.getNotices(undefined, nextCursor());
    setOlder((before) => [...before, ...page.notices]);
    setCursor(page.nextCursor);
  });
  const read = (ids: string[]) => {
    setOlder((before) => before.map((notice) => (ids.includes(notice.id) ? { ...notice, read: true } : notice)));
    void markRead(ids);
  };

  return (
    <>
      <Show when={unread().length > 0}>
        <div>
          <Button compact onClick={() => read(unread().map(({ id }) => id))}>
            {text().notices.markAllRead}
          </Button>
        </div>
      </Show>
      <NoticeList
        notices={notices()}
        onOpen={(notice) => {
          if (!notice.read) read([notice.id]);
        }}
      />
      <ProblemMessage error={more.error()} />
      <Show when={nextCursor() !== null}>
        <div>
          <Button busy={more.pending()} onClick={() => void more.run()}>
            {text().common.more}
          </Button>
        </div>
      </Show>
    </>
  );
}
