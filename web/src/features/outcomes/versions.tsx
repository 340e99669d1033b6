import type { VersionListResource } from '@licheng/rest-contract';
import { A } from '@solidjs/router';
import { For, Show } from 'solid-js';
import { formatDateTime } from '../../lib/taipei.ts';
import { paths } from '../../paths.ts';
import { text } from '../../text/text.ts';
import './versions.css';

export type Version = VersionListResource['versions'][number];

/** Every version there ever was, newest first; `shown` is the one whose files are in sight. */
export function Versions(props: { outcomeId: string; versions: readonly Version[]; current: number; shown: number }) {
  return (
    <ul class="versions">
      <For each={props.versions}>
        {(version) => (
          <li class="versions__item" classList={{ 'versions__item--shown': version.version === props.shown }}>
            <p class="versions__head">
              <strong>{text().outcome.version(version.version)}</strong>
              <Show when={version.version === props.current}>
                <span class="soft">{text().outcome.versionCurrent}</span>
              </Show>
            </p>
            <p class="soft numeric versions__when">{text().outcome.versionMade(formatDateTime(version.createdAt))}</p>
            <ul class="versions__files">
              <For each={version.files}>{(file) => <li>{file.fileName}</li>}</For>
            </ul>
            <Show when={version.version !== props.shown}>
              <A
                class="versions__view"
                href={
                  version.version === props.current
                    ? paths.outcome(props.outcomeId)
                    : paths.outcome(props.outcomeId, version.version)
                }
                aria-label={`${text().outcome.versionView} ${text().outcome.version(version.version)}`}
                noScroll
                replace
              >
                {text().outcome.versionView}
              </A>
            </Show>
          </li>
        )}
      </For>
    </ul>
  );
}
