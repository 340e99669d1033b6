import type { NoticeResource } from '@licheng/rest-contract';
import { A } from '@solidjs/router';
import { For } from 'solid-js';
import { formatDateTime } from '../../lib/taipei.ts';
import { paths } from '../../paths.ts';
import { text } from '../../text/text.ts';
import { textFor } from '../../text/vocabulary.ts';
import './notice-list.css';

function noticeText(notice: NoticeResource): string {
  const words = textFor(text().notices.kind, notice.kind) ?? text().notices.otherKind;
  return words(notice.subject);
}

export function NoticeList(props: { notices: readonly NoticeResource[]; onOpen?: (notice: NoticeResource) => void }) {
  return (
    <ul class="notices">
      <For each={props.notices}>
        {(notice) => (
          <li class="notices__item" classList={{ 'notices__item--unread': !notice.read }}>
            <A
              class="notices__link"
              href={notice.courseId === '' ? paths.home : paths.outcomes(notice.courseId)}
              onClick={() => props.onOpen?.(notice)}
            >
              <span>
                {noticeText(notice)}
                {notice.read ? null : <span class="visually-hidden"> {text().notices.unread}</span>}
              </span>
              <time class="notices__time" dateTime={notice.createdAt}>
                {formatDateTime(notice.createdAt)}
              </time>
            </A>
          </li>
        )}
      </For>
    </ul>
  );
}
