import type { FileSlot } from '@licheng/portfolio-rules';
import CircleAlert from 'lucide-solid/icons/circle-alert';
import CircleCheck from 'lucide-solid/icons/circle-check';
import CircleDot from 'lucide-solid/icons/circle-dot';
import FileText from 'lucide-solid/icons/file-text';
import Film from 'lucide-solid/icons/film';
import Hourglass from 'lucide-solid/icons/hourglass';
import Pause from 'lucide-solid/icons/pause';
import Upload from 'lucide-solid/icons/upload';
import { createSignal, createUniqueId, Show } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { formatBytes } from '../../lib/bytes.ts';
import { text } from '../../text/text.ts';
import type { FilePhase } from '../../text/vocabulary.ts';
import { Badge, type IconComponent, type Tone } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Progress } from '../../ui/progress.tsx';
import { acceptedTypes } from './check-file.ts';
import type { FileState } from './upload-session.ts';
import './drop-zone.css';

const LOOK: Record<FilePhase, { tone: Tone; icon: IconComponent }> = {
  empty: { tone: 'slate', icon: CircleDot },
  refused: { tone: 'red', icon: CircleAlert },
  chosen: { tone: 'slate', icon: CircleDot },
  uploading: { tone: 'slate', icon: Upload },
  paused: { tone: 'amber', icon: Pause },
  received: { tone: 'green', icon: CircleCheck },
  checking: { tone: 'amber', icon: Hourglass },
  passed: { tone: 'green', icon: CircleCheck },
  rejected: { tone: 'red', icon: CircleAlert },
  failed: { tone: 'red', icon: CircleAlert },
};

const ICON: Record<FileSlot, IconComponent> = { document: FileText, media: Film };

export function DropZone(props: {
  slot: FileSlot;
  state: FileState;
  open: boolean;
  onChoose: (file: File) => void;
  onRemove: () => void;
}) {
  const id = createUniqueId();
  const [over, setOver] = createSignal(false);
  const isEmpty = () => props.state.phase === 'empty';
  const isMoving = () => props.state.phase === 'uploading' || props.state.phase === 'paused';
  const percent = () =>
    props.state.sizeBytes === 0 ? 0 : Math.floor((props.state.sentBytes / props.state.sizeBytes) * 100);
  const reason = () => {
    const { refusal, rejection } = props.state;
    if (refusal !== null) return text().upload.refusal[refusal];
    return rejection === null ? null : text().fileRejection[rejection];
  };
  const take = (files: FileList | null | undefined) => {
    const file = files?.[0];
    if (file !== undefined) props.onChoose(file);
  };
  return (
    <div class="zone-field">
      <p class="field__label" id={`${id}-label`}>
        {text().slot[props.slot]}
      </p>
      <div
        class="zone"
        classList={{ 'zone--over': over(), 'zone--bad': reason() !== null }}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(props.open);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          if (props.open) take(event.dataTransfer?.files);
        }}
      >
        <input
          class="zone__input"
          id={id}
          type="file"
          accept={acceptedTypes(props.slot)}
          disabled={!props.open}
          aria-labelledby={`${id}-label`}
          aria-describedby={`${id}-hint ${id}-state`}
          aria-invalid={reason() !== null}
          onChange={(event) => {
            take(event.currentTarget.files);
            // So that choosing the same file again is a change too.
            event.currentTarget.value = '';
          }}
        />
        <Show
          when={!isEmpty()}
          fallback={
            <label class="zone__prompt" for={id}>
              <Dynamic component={ICON[props.slot]} class="icon" aria-hidden="true" />
              <span class="zone__choose">
                {text().upload.choose} <span class="zone__browse">{text().upload.browse}</span>
              </span>
              <span class="zone__drop">{text().upload.dropHere}</span>
            </label>
          }
        >
          <div class="zone__file" id={`${id}-state`}>
            <p class="zone__name">
              <Dynamic component={ICON[props.slot]} class="icon" aria-hidden="true" />
              <span>{props.state.name}</span>
            </p>
            <p class="zone__line numeric">
              <span aria-live="polite">
                <Badge tone={LOOK[props.state.phase].tone} icon={LOOK[props.state.phase].icon}>
                  {text().upload.phase[props.state.phase]}
                </Badge>
              </span>
              <span class="soft">
                {isMoving() ? `${formatBytes(props.state.sentBytes)} / ` : ''}
                {formatBytes(props.state.sizeBytes)}
              </span>
            </p>
            <Show when={isMoving()}>
              <Progress label={text().upload.progress} percent={percent()} />
            </Show>
            <Show when={reason()}>{(words) => <p class="zone__reason">{words()}</p>}</Show>
            <Show when={props.open}>
              <p class="zone__buttons">
                <label class="button button--compact" for={id}>
                  {text().upload.replace}
                </label>
                <Button look="plain" compact aria-describedby={`${id}-label`} onClick={() => props.onRemove()}>
                  {text().upload.remove}
                </Button>
              </p>
            </Show>
          </div>
        </Show>
      </div>
      <p class="field__hint" id={`${id}-hint`}>
        {text().slotHint[props.slot]}
      </p>
    </div>
  );
}
