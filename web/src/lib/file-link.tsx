import type { FileCheck, FileRejection, FileSlot } from '@licheng/portfolio-rules';
import CircleAlert from 'lucide-solid/icons/circle-alert';
import FileText from 'lucide-solid/icons/file-text';
import Film from 'lucide-solid/icons/film';
import Hourglass from 'lucide-solid/icons/hourglass';
import ImageIcon from 'lucide-solid/icons/image';
import Music from 'lucide-solid/icons/music';
import { createSignal, Match, Show, Switch } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { text } from '../text/text.ts';
import { Badge, type IconComponent } from '../ui/badge.tsx';
import './file-link.css';

export interface LinkedFile {
  slot: FileSlot;
  fileName: string;
  mediaType: string;
  href: string | null;
  thumbnailHref: string | null;
  check?: FileCheck;
  rejection?: FileRejection | null;
}

function iconOf(mediaType: string): IconComponent {
  if (mediaType.startsWith('image/')) return ImageIcon;
  if (mediaType.startsWith('audio/')) return Music;
  return mediaType.startsWith('video/') ? Film : FileText;
}

/**
 * A file by name with its picture; opens in a new tab once it may be opened, and says why when it may not. With `onPreview`
 * the picture is a button that shows the file in its place.
 */
export function FileLink(props: { file: LinkedFile; onPreview?: (() => void) | undefined }) {
  return (
    <span class="file">
      <Show
        when={props.file.href !== null && props.onPreview}
        fallback={
          <span class="file__picture" aria-hidden="true">
            <Picture file={props.file} />
          </span>
        }
      >
        {(onPreview) => (
          <button
            type="button"
            class="file__picture file__picture--opens"
            aria-label={text().outcome.preview(props.file.fileName)}
            onClick={() => onPreview()()}
          >
            <Picture file={props.file} />
          </button>
        )}
      </Show>
      <span class="file__words">
        <Show when={props.file.href} fallback={<span>{props.file.fileName}</span>}>
          {(href) => (
            <a href={href()} target="_blank" rel="noopener">
              {props.file.fileName}
              <span class="visually-hidden">{text().common.opensInNewTab}</span>
            </a>
          )}
        </Show>
        <Switch>
          <Match when={props.file.check === 'checking'}>
            <Badge tone="amber" icon={Hourglass}>
              {text().outcome.checking}
            </Badge>
          </Match>
          <Match when={props.file.check === 'rejected'}>
            <Badge tone="red" icon={CircleAlert}>
              {text().outcome.rejected}
            </Badge>
            <Show when={props.file.rejection}>
              {(rejection) => <span class="file__reason">{text().fileRejection[rejection()]}</span>}
            </Show>
          </Match>
        </Switch>
      </span>
    </span>
  );
}

function Picture(props: { file: LinkedFile }) {
  const [broken, setBroken] = createSignal(false);
  return (
    <Show
      when={!broken() && props.file.thumbnailHref}
      fallback={<Dynamic component={iconOf(props.file.mediaType)} class="icon" aria-hidden="true" />}
    >
      {(source) => <img src={source()} alt="" width="44" height="44" loading="lazy" onError={() => setBroken(true)} />}
    </Show>
  );
}
