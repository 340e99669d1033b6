import ExternalLink from 'lucide-solid/icons/external-link';
import { Match, Show, Switch } from 'solid-js';
import { text } from '../../text/text.ts';
import { formatBytes } from '../bytes.ts';
import { DocumentPages } from './document-pages.tsx';
import { Picture } from './picture.tsx';
import type { PreviewFile } from './preview-query.ts';
import { Recording } from './recording.tsx';
import './file-preview.css';

/**
 * One file, looked at in its place: a document page by page, a picture with zoom, a recording with seeking; always with a
 * link to the original. `fill` takes the whole height of its container instead of a height of its own.
 */
export function FilePreview(props: { file: PreviewFile; fill?: boolean }) {
  const is = (start: string) => props.file.mediaType.startsWith(start);
  return (
    <figure class="preview" classList={{ 'preview--fill': props.fill === true }}>
      <figcaption class="preview__head">
        <span class="preview__name">{props.file.fileName}</span>
        <span class="soft numeric">{formatBytes(props.file.sizeBytes)}</span>
        <Show when={props.file.href}>
          {(href) => (
            <a class="preview__open" href={href()} target="_blank" rel="noopener">
              <ExternalLink class="icon" aria-hidden="true" />
              {text().preview.openOriginal}
              <span class="visually-hidden">{text().common.opensInNewTab}</span>
            </a>
          )}
        </Show>
      </figcaption>
      <Switch fallback={<p class="preview__none soft">{text().preview.unavailable}</p>}>
        <Match when={props.file.href === null}>
          <p class="preview__none soft">{text().preview.notCheckedYet}</p>
        </Match>
        {/* Keyed: another file starts at its own first page. */}
        <Match keyed when={props.file.previewHref}>
          {(previewHref) => <DocumentPages file={props.file} previewHref={previewHref} />}
        </Match>
        <Match keyed when={is('image/') && props.file.href}>
          {(href) => <Picture file={props.file} href={href} />}
        </Match>
        <Match keyed when={(is('video/') || is('audio/')) && props.file.href}>
          {(href) => <Recording file={props.file} href={href} />}
        </Match>
      </Switch>
      <Show when={props.file.sha256 !== ''}>
        <p class="preview__print">
          {text().preview.fingerprint} <code>{props.file.sha256}</code>
        </p>
      </Show>
    </figure>
  );
}
