import type { CaseFileResource } from '@licheng/rest-contract';
import ExternalLink from 'lucide-solid/icons/external-link';
import { createSignal, Match, onCleanup, Show, Switch } from 'solid-js';
import { formatBytes } from '../../lib/bytes.ts';
import { text } from '../../text/text.ts';
import './file-preview.css';

const WIDE = '(min-width: 48rem)';

/** The file itself where the browser can show it, always with a link that opens it alone. */
export function FilePreview(props: { file: CaseFileResource }) {
  const wide = window.matchMedia(WIDE);
  const [isWide, setIsWide] = createSignal(wide.matches);
  const follow = () => setIsWide(wide.matches);
  wide.addEventListener('change', follow);
  onCleanup(() => wide.removeEventListener('change', follow));
  const is = (start: string) => props.file.mediaType.startsWith(start);

  return (
    <figure class="preview">
      <figcaption class="preview__head">
        <span class="preview__name">{props.file.fileName}</span>
        <span class="soft numeric">{formatBytes(props.file.sizeBytes)}</span>
        <a class="preview__open" href={props.file.href} target="_blank" rel="noopener">
          <ExternalLink class="icon" aria-hidden="true" />
          {text().certification.open}
        </a>
      </figcaption>
      <Switch fallback={<p class="preview__none soft">{text().certification.noPreview}</p>}>
        <Match when={is('image/')}>
          <img class="preview__image" src={props.file.href} alt={props.file.fileName} />
        </Match>
        <Match when={is('video/')}>
          {/* A student's own recording comes without captions. */}
          <video class="preview__video" src={props.file.href} controls preload="metadata" />
        </Match>
        <Match when={is('audio/')}>
          {/* A student's own recording comes without captions. */}
          <audio class="preview__audio" src={props.file.href} controls preload="metadata" />
        </Match>
        {/* No `sandbox`: browsers refuse their own PDF viewer in one. The type is fixed by the server (nosniff), so the
            frame can only ever be that viewer. Phones have none; they get the first page as a picture. */}
        <Match when={is('application/pdf') && isWide()}>
          <iframe class="preview__frame" src={props.file.href} title={props.file.fileName} />
        </Match>
        <Match when={props.file.thumbnailHref}>
          {(source) => (
            <a href={props.file.href} target="_blank" rel="noopener">
              <img class="preview__image" src={source()} alt={props.file.fileName} />
            </a>
          )}
        </Match>
      </Switch>
      <p class="preview__print">
        <Show when={props.file.sha256}>
          {text().certification.fingerprint} <code>{props.file.sha256}</code>
        </Show>
      </p>
    </figure>
  );
}
