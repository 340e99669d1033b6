import { createMemo, createUniqueId, onCleanup, Show } from 'solid-js';
import { formatBytes } from '../../lib/bytes.ts';
import { text } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import type { ImageSize } from './image-work.ts';
import type { FileState, Offer } from './session-state.ts';
import './file-offer.css';

type PictureOffer = Extract<Offer, { kind: 'picture' }>;

/** What could be done with a file that cannot be taken as it is. Nothing happens before the person agrees. */
export function FileOffer(props: { state: FileState; offer: Offer; inputId: string; onAccept: () => void }) {
  const id = createUniqueId();
  const picture = () => (props.offer.kind === 'picture' ? props.offer : null);
  const question = () => {
    const { offer } = props;
    const texts = text().upload.offer;
    if (offer.kind === 'rename') return texts.misnamed(offer.newName);
    if (offer.kind === 'other_slot') return texts.otherSlot(text().slot[offer.slot]);
    return offer.why === 'heic' ? texts.heic : texts.tooLarge;
  };
  const acceptance = () => {
    const { offer } = props;
    const texts = text().upload.offer;
    if (offer.kind === 'rename') return texts.rename;
    if (offer.kind === 'other_slot') return texts.move(text().slot[offer.slot]);
    return offer.why === 'heic' ? texts.useJpeg : texts.useSmaller;
  };
  return (
    <div class="offer">
      <p class="offer__question" id={id} role="alert">
        {question()}
      </p>
      <Show when={picture()}>{(offer) => <Comparison before={props.state.file} offer={offer()} />}</Show>
      <p class="zone__buttons">
        <Button look="primary" compact aria-describedby={id} onClick={() => props.onAccept()}>
          {acceptance()}
        </Button>
        <label class="button button--compact" for={props.inputId}>
          {text().upload.offer.other}
        </label>
      </p>
    </div>
  );
}

function Comparison(props: { before: File | null; offer: PictureOffer }) {
  return (
    <>
      <div class="offer__pictures">
        <Picture file={props.before} size={props.offer.beforeSize} words={text().upload.offer.before} />
        <Picture
          file={props.offer.after}
          size={props.offer.afterSize}
          words={props.offer.why === 'heic' ? text().upload.offer.afterJpeg : text().upload.offer.afterSmaller}
        />
      </div>
      <p class="offer__note">{text().upload.offer.note}</p>
    </>
  );
}

function Picture(props: { file: File | null; size: ImageSize; words: string }) {
  const address = createMemo<string | null>(() => {
    if (props.file === null) return null;
    const made = URL.createObjectURL(props.file);
    onCleanup(() => URL.revokeObjectURL(made));
    return made;
  });
  return (
    <figure class="offer__picture">
      <Show when={address()}>{(src) => <img class="offer__image" src={src()} alt="" decoding="async" />}</Show>
      <figcaption class="offer__facts numeric">
        <strong>{props.words}</strong>
        <span>
          {text().upload.offer.facts(formatBytes(props.file?.size ?? 0), props.size.width, props.size.height)}
        </span>
      </figcaption>
    </figure>
  );
}
