import ChevronLeft from 'lucide-solid/icons/chevron-left';
import ChevronRight from 'lucide-solid/icons/chevron-right';
import type { PreviewResource } from '@licheng/rest-contract';
import { createMemo, createSignal, For, Match, Show, Switch } from 'solid-js';
import { watchQuery } from '../../api/watch-query.ts';
import { text } from '../../text/text.ts';
import { ProblemMessage } from '../problem-message.tsx';
import { type PreviewFile, pagesQuery } from './preview-query.ts';
import { createZoom, ZoomButtons, ZoomFrame } from './zoom.tsx';

/** A4 upright until the first picture says otherwise, so that nothing jumps for what most documents are. */
const A4 = { width: 1200, height: 1697 };

/** The pages of a document as pictures, drawn by the server: the same in every browser, and nothing of the file runs. */
export function DocumentPages(props: { file: PreviewFile; previewHref: string }) {
  const query = watchQuery(() => pagesQuery(props.previewHref));
  const known = () => (query.isPending ? undefined : query.data);
  // New links for the same pages would load every picture again: the first ones stay until one of them has run out.
  const [renewals, setRenewals] = createSignal(0);
  const shown = createMemo<{ preview: PreviewResource | undefined; renewals: number }>(
    (before) => {
      const preview = known();
      if (before.preview?.state === 'ready' && before.renewals === renewals()) return before;
      return { preview: preview ?? before.preview, renewals: renewals() };
    },
    { preview: undefined, renewals: 0 },
  );
  const state = () =>
    shown().preview === undefined && query.isError ? 'failed' : (shown().preview?.state ?? 'pending');

  // A link that has run out is renewed once; a picture that is really gone must not be asked for for ever.
  let renewedAt = 0;
  const renew = async () => {
    if (Date.now() - renewedAt < 30_000) return;
    renewedAt = Date.now();
    await query.refetch();
    setRenewals(renewals() + 1);
  };

  return (
    <Switch>
      <Match when={state() === 'ready' && shown().preview}>
        {(preview) => (
          <Pages
            file={props.file}
            pages={preview().pages}
            pageCount={Math.max(preview().pageCount, preview().pages.length)}
            onBroken={() => void renew()}
          />
        )}
      </Match>
      <Match when={state() === 'pending'}>
        <div class="preview__wait" role="status">
          <div class="preview__ghost" aria-hidden="true" />
          <p class="soft">{text().preview.pending}</p>
        </div>
      </Match>
      <Match when={state() === 'unavailable'}>
        <p class="preview__none soft">{text().preview.unavailable}</p>
      </Match>
      <Match when={state() === 'failed'}>
        <div class="preview__none">
          <ProblemMessage error={query.error} onRetry={() => void query.refetch()} />
        </div>
      </Match>
    </Switch>
  );
}

function Pages(props: { file: PreviewFile; pages: readonly string[]; pageCount: number; onBroken: () => void }) {
  const zoom = createZoom();
  const [current, setCurrent] = createSignal(1);
  const [shape, setShape] = createSignal(A4);
  const [frame, setFrame] = createSignal<HTMLDivElement>();
  const images: HTMLImageElement[] = [];

  /** The page that was turned to, until the reader scrolls on: a short one may not reach the top of the frame. */
  let turnedTo: { page: number; scrollTop: number } | null = null;

  const go = (page: number) => {
    const target = images[page - 1];
    const scroller = frame();
    if (target === undefined || scroller === undefined) return;
    scroller.scrollTop += target.getBoundingClientRect().top - scroller.getBoundingClientRect().top - 8;
    turnedTo = { page, scrollTop: scroller.scrollTop };
    setCurrent(page);
  };

  const follow = () => {
    const scroller = frame();
    if (scroller === undefined) return;
    const { scrollTop, scrollHeight, clientHeight } = scroller;
    if (turnedTo !== null && Math.abs(scrollTop - turnedTo.scrollTop) < 2) return;
    turnedTo = null;
    const readingLine = scroller.getBoundingClientRect().top + clientHeight / 3;
    const atEnd = scrollTop > 0 && scrollTop + clientHeight >= scrollHeight - 2;
    const passed = images.filter((image) => image.getBoundingClientRect().top <= readingLine).length;
    setCurrent(atEnd ? props.pages.length : Math.max(1, passed));
  };

  return (
    <>
      <div class="preview__tools">
        <span class="preview__turn">
          <button
            type="button"
            class="preview__tool"
            aria-label={text().preview.previousPage}
            aria-disabled={current() <= 1}
            onClick={() => go(current() - 1)}
          >
            <ChevronLeft class="icon" aria-hidden="true" />
          </button>
          <span class="numeric" aria-hidden="true">
            {text().preview.pageShort(current(), props.pageCount)}
          </span>
          <span class="visually-hidden" role="status">
            {text().preview.page(current(), props.pageCount)}
          </span>
          <button
            type="button"
            class="preview__tool"
            aria-label={text().preview.nextPage}
            aria-disabled={current() >= props.pages.length}
            onClick={() => go(current() + 1)}
          >
            <ChevronRight class="icon" aria-hidden="true" />
          </button>
        </span>
        <ZoomButtons zoom={zoom} />
      </div>
      <ZoomFrame zoom={zoom} label={text().preview.pagesOf(props.file.fileName)} ref={setFrame} onScroll={follow}>
        <For each={props.pages}>
          {(source, index) => (
            <img
              class="preview__page"
              src={source}
              alt={text().preview.page(index() + 1, props.pageCount)}
              width={shape().width}
              height={shape().height}
              loading={index() === 0 ? 'eager' : 'lazy'}
              decoding="async"
              ref={(element) => {
                images[index()] = element;
              }}
              onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => {
                if (index() === 0 && naturalWidth > 0) setShape({ width: naturalWidth, height: naturalHeight });
                // What came in above has moved the page that was turned to.
                if (turnedTo !== null) go(turnedTo.page);
              }}
              onError={() => props.onBroken()}
            />
          )}
        </For>
        <Show when={props.pageCount > props.pages.length}>
          <p class="preview__rest soft">{text().preview.onlyFirst(props.pages.length, props.pageCount)}</p>
        </Show>
      </ZoomFrame>
    </>
  );
}
