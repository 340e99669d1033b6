import type { FileSlot } from '@licheng/portfolio-rules';
import { extensionOf } from '@licheng/portfolio-rules';
import Camera from 'lucide-solid/icons/camera';
import CircleAlert from 'lucide-solid/icons/circle-alert';
import CircleCheck from 'lucide-solid/icons/circle-check';
import CircleDot from 'lucide-solid/icons/circle-dot';
import FileText from 'lucide-solid/icons/file-text';
import Film from 'lucide-solid/icons/film';
import Hourglass from 'lucide-solid/icons/hourglass';
import Pause from 'lucide-solid/icons/pause';
import Upload from 'lucide-solid/icons/upload';
import WifiOff from 'lucide-solid/icons/wifi-off';
import { createSignal, createUniqueId, Match, Show, Switch } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { formatBytes } from '../../lib/bytes.ts';
import { text } from '../../text/text.ts';
import type { FilePhase } from '../../text/vocabulary.ts';
import { Badge, type IconComponent, type Tone } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Progress } from '../../ui/progress.tsx';
import { acceptedTypes, isAppleTouchDevice } from './check-file.ts';
import { FileOffer } from './file-offer.tsx';
import { FileProblem } from './file-problem.tsx';
import { type FileState, percentOf } from './session-state.ts';
import { isMoving } from './upload-machine.ts';
import './drop-zone.css';

const LOOK: Record<FilePhase, { tone: Tone; icon: IconComponent }> = {
  empty: { tone: 'slate', icon: CircleDot },
  reading: { tone: 'slate', icon: Hourglass },
  converting: { tone: 'slate', icon: Hourglass },
  offered: { tone: 'amber', icon: CircleAlert },
  refused: { tone: 'red', icon: CircleAlert },
  chosen: { tone: 'slate', icon: CircleDot },
  uploading: { tone: 'slate', icon: Upload },
  paused: { tone: 'amber', icon: Pause },
  interrupted: { tone: 'amber', icon: WifiOff },
  received: { tone: 'green', icon: CircleCheck },
  checking: { tone: 'amber', icon: Hourglass },
  passed: { tone: 'green', icon: CircleCheck },
  rejected: { tone: 'red', icon: CircleAlert },
  failed: { tone: 'red', icon: CircleAlert },
};

const ICON: Record<FileSlot, IconComponent> = { document: FileText, media: Film };

export interface DropZoneProps {
  slot: FileSlot;
  state: FileState;
  /** Whether the file may be exchanged. */
  open: boolean;
  /** Whether it may be paused, continued and cancelled. */
  inHand: boolean;
  onChoose: (file: File) => void;
  onPhotograph: (file: File) => void;
  onDrop: (files: FileList) => void;
  onAccept: () => void;
  onRemove: () => void;
  onPause: () => void;
  onResume: () => void;
}

/** One of the two fields: a place to drop a file on, a button that opens the picker, and what became of the file. */
export function DropZone(props: DropZoneProps) {
  const id = createUniqueId();
  const [over, setOver] = createSignal(false);
  const [picker, setPicker] = createSignal<HTMLInputElement>();
  const isBad = () => ['refused', 'rejected', 'failed'].includes(props.state.phase);
  const remove = () => {
    props.onRemove();
    // The button that was pressed is gone.
    picker()?.focus();
  };
  const acceptsDrop = () => props.open || props.inHand;
  return (
    <div class="zone-field">
      <p class="field__label" id={`${id}-label`}>
        {text().slot[props.slot]}
      </p>
      <div
        class="zone"
        classList={{ 'zone--over': over(), 'zone--bad': isBad() }}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(acceptsDrop());
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          event.stopPropagation();
          setOver(false);
          const files = event.dataTransfer?.files;
          if (props.open && files !== undefined) props.onDrop(files);
        }}
      >
        <input
          class="zone__input"
          ref={setPicker}
          id={id}
          type="file"
          accept={acceptedTypes(props.slot, isAppleTouchDevice(navigator))}
          disabled={!props.open}
          aria-labelledby={`${id}-label`}
          aria-describedby={`${id}-hint ${id}-state ${id}-problem`}
          aria-invalid={isBad()}
          onKeyDown={(event) => {
            // Chromium opens the picker of an input that takes no pointer by the space bar only.
            if (event.key !== 'Enter') return;
            event.preventDefault();
            event.currentTarget.click();
          }}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            if (file !== undefined) props.onChoose(file);
            // So that choosing the same file again is a change too.
            event.currentTarget.value = '';
          }}
        />
        <Show
          when={props.state.phase !== 'empty'}
          fallback={
            <div class="zone__empty">
              <label class="zone__prompt" for={id}>
                <Dynamic component={ICON[props.slot]} class="icon" aria-hidden="true" />
                <span class="zone__choose">
                  {text().upload.choose} <span class="zone__browse">{text().upload.browse}</span>
                </span>
                <span class="zone__drop">{text().upload.dropHere}</span>
              </label>
              <Show when={props.slot === 'document' && props.open}>
                <CameraButton onPhotograph={props.onPhotograph} />
              </Show>
            </div>
          }
        >
          <div class="zone__file">
            <div class="zone__facts" id={`${id}-state`}>
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
                <Amount state={props.state} />
              </p>
            </div>
            <div class="zone__problem" id={`${id}-problem`}>
              <FileProblem slot={props.slot} state={props.state} />
            </div>
            <Show when={props.state.phase === 'offered' && props.open ? props.state.offer : null}>
              {(offer) => (
                <FileOffer state={props.state} offer={offer()} inputId={id} onAccept={() => props.onAccept()} />
              )}
            </Show>
            <Actions {...props} inputId={id} onRemove={remove} />
          </div>
        </Show>
      </div>
      <p class="field__hint" id={`${id}-hint`}>
        {text().slotHint[props.slot]}
      </p>
    </div>
  );
}

/** How much of it is there, how fast it goes and how long it will take. */
function Amount(props: { state: FileState }) {
  const travels = () => isMoving(props.state.phase) || props.state.phase === 'paused';
  const left = (seconds: number) =>
    seconds < 90 ? text().upload.seconds(seconds) : text().upload.minutes(Math.ceil(seconds / 60));
  return (
    <>
      <span class="soft">
        {travels() ? `${formatBytes(props.state.sentBytes)} / ` : ''}
        {formatBytes(props.state.sizeBytes)}
      </span>
      <Show when={travels()}>
        <Progress label={text().upload.progress} percent={percentOf(props.state.sentBytes, props.state.sizeBytes)} />
        <span class="zone__rate soft">
          <Show when={props.state.phase === 'uploading' ? props.state.rate : null}>
            {(rate) => text().upload.speed(formatBytes(rate().bytesPerSecond), left(rate().secondsLeft))}
          </Show>
        </span>
      </Show>
      <Show when={props.state.resumedAt !== null && isMoving(props.state.phase) ? props.state.resumedAt : null}>
        {(percent) => <span class="zone__said">{text().upload.resumedAt(percent())}</span>}
      </Show>
      <Show when={props.state.recognised}>
        <span class="zone__said">{text().upload.recognised}</span>
      </Show>
    </>
  );
}

function Actions(props: DropZoneProps & { inputId: string }) {
  const isPaused = () => props.state.phase === 'paused';
  const isFailed = () => props.state.phase === 'failed';
  const travels = () => isMoving(props.state.phase) || isPaused() || isFailed();
  return (
    <Switch>
      <Match when={travels() && props.inHand}>
        <p class="zone__buttons">
          <Button compact onClick={() => (isPaused() || isFailed() ? props.onResume() : props.onPause())}>
            <Switch fallback={text().upload.pause}>
              <Match when={isPaused()}>{text().upload.resume}</Match>
              <Match when={isFailed()}>{text().common.retry}</Match>
            </Switch>
          </Button>
          <Button look="plain" compact onClick={() => props.onRemove()}>
            {isFailed() ? text().upload.remove : text().upload.cancel}
          </Button>
        </p>
      </Match>
      <Match when={props.open && props.state.phase !== 'offered'}>
        <p class="zone__buttons">
          <label class="button button--compact" for={props.inputId}>
            {text().upload.replace}
          </label>
          <Button look="plain" compact onClick={() => props.onRemove()}>
            {text().upload.remove}
          </Button>
        </p>
      </Match>
    </Switch>
  );
}

/** Only where there is a camera at hand: elsewhere the picker would open all the same. */
function CameraButton(props: { onPhotograph: (file: File) => void }) {
  const [input, setInput] = createSignal<HTMLInputElement>();
  return (
    <p class="zone__camera">
      <Button compact onClick={() => input()?.click()}>
        <Camera class="icon" aria-hidden="true" />
        {text().upload.takePhoto}
      </Button>
      <input
        ref={setInput}
        type="file"
        accept="image/*"
        capture="environment"
        hidden
        onChange={(event) => {
          const photo = event.currentTarget.files?.[0];
          if (photo !== undefined) props.onPhotograph(named(photo, text().upload.photoName));
          event.currentTarget.value = '';
        }}
      />
    </p>
  );
}

/** Cameras call every picture `image.jpg`; HEIC keeps its name, so that the conversion is offered. */
function named(photo: File, nameOf: (stamp: string) => string): File {
  if (!['jpg', 'jpeg'].includes(extensionOf(photo.name))) return photo;
  return new File([photo], nameOf(timeStamp()), { type: photo.type, lastModified: photo.lastModified });
}

/** `20261123-2350`, by the device's clock: for names only. */
export function timeStamp(): string {
  const now = new Date();
  const two = (value: number) => String(value).padStart(2, '0');
  return `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}-${two(now.getHours())}${two(now.getMinutes())}`;
}
