import { createSignal, Show } from 'solid-js';
import { text } from '../../text/text.ts';
import { Message } from '../../ui/message.tsx';
import type { PreviewFile } from './preview-query.ts';
import { createZoom, ZoomButtons, ZoomFrame } from './zoom.tsx';

export function Picture(props: { file: PreviewFile; href: string }) {
  const zoom = createZoom();
  const [broken, setBroken] = createSignal(false);
  return (
    <Show
      when={!broken()}
      fallback={
        <div class="preview__none">
          <Message tone="amber" title={text().preview.notShown} body={text().preview.notShownBody} />
        </div>
      }
    >
      <div class="preview__tools">
        <ZoomButtons zoom={zoom} />
      </div>
      <ZoomFrame zoom={zoom} label={text().preview.pictureOf(props.file.fileName)}>
        <img
          class="preview__picture"
          classList={{ 'preview__picture--fits': zoom.factor() === 1 }}
          src={props.href}
          alt={props.file.fileName}
          decoding="async"
          onDblClick={() => (zoom.canGrow() ? zoom.grow() : zoom.reset())}
          onError={() => setBroken(true)}
        />
      </ZoomFrame>
    </Show>
  );
}
