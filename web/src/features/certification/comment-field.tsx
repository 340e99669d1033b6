import { COMMENT_MAX_CHARACTERS } from '@licheng/portfolio-rules';
import { createSignal, createUniqueId } from 'solid-js';
import { reviewText } from '../../text/review-text.ts';
import { SavedComments } from './saved-comments.tsx';
import '../../ui/field.css';
import './comment-field.css';

/** Code points, as the server counts them. */
export const charactersOf = (comment: string) => Array.from(comment.trim()).length;

export function CommentField(props: {
  value: string;
  required: boolean;
  onChange: (comment: string) => void;
  /** Control or command with Enter. */
  onSubmit?: () => void;
  ref: (field: HTMLTextAreaElement) => void;
}) {
  const words = () => reviewText().certification;
  const id = createUniqueId();
  const [field, setField] = createSignal<HTMLTextAreaElement>();

  const insert = (saved: string) => {
    const element = field();
    if (element === undefined) return;
    const atEnd = element.selectionStart === element.value.length;
    const gap = atEnd && element.value !== '' && !element.value.endsWith('\n') ? '\n' : '';
    element.setRangeText(`${gap}${saved}`, element.selectionStart, element.selectionEnd, 'end');
    props.onChange(element.value);
    element.focus();
  };

  return (
    <div class="comment">
      <div class="field">
        <label class="field__label" for={id}>
          {words().comment}
          <span class="comment__need">{props.required ? words().required : words().optional}</span>
        </label>
        <textarea
          ref={(element) => {
            setField(element);
            props.ref(element);
          }}
          class="input comment__input"
          id={id}
          rows="3"
          value={props.value}
          required={props.required}
          aria-describedby={`${id}-hint`}
          onInput={(event) => props.onChange(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.isComposing) return;
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) props.onSubmit?.();
            // Out of the text and back to the shortcuts; in a dialog Escape is the dialog's.
            if (event.key === 'Escape' && event.currentTarget.closest('dialog') === null) {
              event.preventDefault();
              event.currentTarget.closest('section')?.closest<HTMLElement>('[aria-busy]')?.querySelector('h2')?.focus();
            }
          }}
        />
        <p class="field__hint comment__hint" id={`${id}-hint`}>
          <span>{props.required ? words().refusalHint : words().commentHint}</span>
          <span class="numeric" classList={{ comment__over: charactersOf(props.value) > COMMENT_MAX_CHARACTERS }}>
            {words().characters(charactersOf(props.value), COMMENT_MAX_CHARACTERS)}
          </span>
        </p>
      </div>
      <SavedComments comment={props.value} onInsert={insert} />
    </div>
  );
}
