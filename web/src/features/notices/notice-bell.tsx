import { A } from '@solidjs/router';
import Bell from 'lucide-solid/icons/bell';
import { createSignal, onCleanup, onMount, Show } from 'solid-js';
import { noticesQuery } from '../../api/queries.ts';
import { watchQuery } from '../../api/watch-query.ts';
import { paths } from '../../paths.ts';
import { text } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { Popover } from '../../ui/popover.tsx';
import { markRead } from './mark-read.ts';
import { NoticeList } from './notice-list.tsx';
import './notice-bell.css';

const SHOWN_IN_BELL = 6;
/** The page itself comes first. */
const ASK_AFTER_MS = 600;

export function NoticeBell() {
  const [settled, setSettled] = createSignal(false);
  onMount(() => {
    const timer = setTimeout(() => setSettled(true), ASK_AFTER_MS);
    onCleanup(() => clearTimeout(timer));
  });
  const query = watchQuery(() => ({ ...noticesQuery(), enabled: settled() }));
  const notices = () => (query.isPending ? [] : (query.data?.notices ?? []));
  const unreadCount = () => (query.isPending ? 0 : (query.data?.unreadCount ?? 0));
  const unread = () => notices().filter((notice) => !notice.read);
  return (
    <Popover
      label={unreadCount() > 0 ? text().shell.unreadNotices(unreadCount()) : text().shell.notices}
      button={
        <span class="bell">
          <Bell class="icon" aria-hidden="true" />
          <Show when={unreadCount() > 0}>
            <span class="bell__count" aria-hidden="true">
              {unreadCount() > 99 ? '99+' : unreadCount()}
            </span>
          </Show>
        </span>
      }
    >
      {(close) => (
        <div class="bell__panel">
          <div class="bell__head">
            <h2>{text().notices.title}</h2>
            <Show when={unread().length > 0}>
              <Button look="plain" compact onClick={() => void markRead(unread().map((notice) => notice.id))}>
                {text().notices.markAllRead}
              </Button>
            </Show>
          </div>
          <Show when={notices().length > 0} fallback={<p class="soft bell__none">{text().notices.empty}</p>}>
            <NoticeList
              notices={notices().slice(0, SHOWN_IN_BELL)}
              onOpen={(notice) => {
                close();
                if (!notice.read) void markRead([notice.id]);
              }}
            />
          </Show>
          <A class="bell__all" href={paths.notices} onClick={close}>
            {text().notices.all}
          </A>
        </div>
      )}
    </Popover>
  );
}
