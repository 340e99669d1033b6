import { createEffect, createSignal, on, Show } from 'solid-js';
import { text } from '../../text/text.ts';
import { Message } from '../../ui/message.tsx';
import type { PreviewFile } from './preview-query.ts';

/** Sound or film in the browser's own player: it seeks, takes the keyboard and is known to everyone. */
export function Recording(props: { file: PreviewFile; href: string }) {
  const [broken, setBroken] = createSignal(false);
  let renewedAt = 0;
  createEffect(on([() => props.href], () => setBroken(false), { defer: true }));

  // The link behind the address runs out after a while: fetched anew once, at the place that was reached.
  const renew = (player: HTMLMediaElement) => {
    if (Date.now() - renewedAt < 30_000) {
      setBroken(true);
      return;
    }
    renewedAt = Date.now();
    const { currentTime, paused } = player;
    player.load();
    player.addEventListener(
      'loadedmetadata',
      () => {
        player.currentTime = currentTime;
        if (!paused) void player.play().catch(() => undefined);
      },
      { once: true },
    );
  };

  return (
    <Show
      when={!broken()}
      fallback={
        <div class="preview__none">
          <Message tone="amber" title={text().preview.notPlayable} body={text().preview.notPlayableBody} />
        </div>
      }
    >
      {/* A student's own recording comes without captions. */}
      <Show
        when={props.file.mediaType.startsWith('video/')}
        fallback={
          <audio
            class="preview__audio"
            src={props.href}
            controls
            preload="metadata"
            aria-label={props.file.fileName}
            onError={(event) => renew(event.currentTarget)}
          />
        }
      >
        <video
          class="preview__video"
          src={props.href}
          controls
          playsinline
          preload="metadata"
          width="1280"
          height="720"
          aria-label={props.file.fileName}
          onError={(event) => renew(event.currentTarget)}
        />
      </Show>
    </Show>
  );
}
