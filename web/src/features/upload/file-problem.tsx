import { extensionOf, type FileSlot } from '@licheng/portfolio-rules';
import { Show } from 'solid-js';
import { text } from '../../text/text.ts';
import type { FileState } from './session-state.ts';

/** Why this file cannot stay as it is, and what to do; nothing where all is well. */
export function FileProblem(props: { slot: FileSlot; state: FileState }) {
  const words = () => {
    const { refusal, rejection, error } = props.state;
    const { upload, fileRejection, errors } = text();
    if (refusal === 'too_large') return `${upload.refusal.too_large}${fix(props.state.name)}`;
    if (refusal !== null) return upload.refusal[refusal];
    if (rejection !== null) return fileRejection[rejection];
    if (error === null) return null;
    const { title, body } = errors[error.code](error.details);
    return `${title} ${body}`;
  };
  return (
    <Show when={words()}>
      {(reason) => (
        <p class="zone__reason" role="alert">
          {reason()}
        </p>
      )}
    </Show>
  );
}

function fix(name: string): string {
  const fixes = text().upload.tooLargeFix;
  const extension = extensionOf(name);
  return extension === 'pdf' || extension === 'mp3' || extension === 'mp4' ? fixes[extension] : fixes.other;
}
