import MessageSquareQuote from 'lucide-solid/icons/message-square-quote';
import Pencil from 'lucide-solid/icons/pencil';
import Trash from 'lucide-solid/icons/trash';
import { createSignal, createUniqueId, For, onMount, Show } from 'solid-js';
import { api } from '../../api/endpoints.ts';
import { keys, queryClient, savedCommentsQuery } from '../../api/queries.ts';
import { watchQuery } from '../../api/watch-query.ts';
import { createAction } from '../../lib/create-action.ts';
import { Loaded } from '../../lib/loaded.tsx';
import { ProblemMessage } from '../../lib/problem-message.tsx';
import { reviewText } from '../../text/review-text.ts';
import { text } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import './saved-comments.css';

/** The certifier's own comments to write once and use often. */
export function SavedComments(props: { comment: string; onInsert: (saved: string) => void }) {
  const words = () => reviewText().certification;
  const panelId = createUniqueId();
  const [open, setOpen] = createSignal(false);
  const [said, setSaid] = createSignal('');

  const change = createAction(async (work: () => Promise<unknown>, done: string) => {
    setSaid('');
    await work();
    // A list that is still on its way may be the one from before.
    await queryClient.cancelQueries({ queryKey: keys.savedComments });
    await queryClient.invalidateQueries({ queryKey: keys.savedComments });
    setSaid(done);
  });
  const save = () => {
    setOpen(true);
    return change.run(() => api.putSavedComment(crypto.randomUUID(), props.comment.trim()), words().commentSaved);
  };

  return (
    <div class="saved">
      <div class="saved__bar">
        <button
          type="button"
          class="saved__toggle"
          aria-expanded={open()}
          aria-controls={panelId}
          onClick={() => setOpen(!open())}
        >
          <MessageSquareQuote class="icon" aria-hidden="true" />
          {words().savedComments}
        </button>
        <Show when={props.comment.trim() !== ''}>
          <Button look="plain" compact busy={change.pending()} onClick={() => void save()}>
            {words().saveComment}
          </Button>
        </Show>
      </div>
      <div id={panelId} hidden={!open()}>
        <Show when={open()}>
          <List
            onInsert={(saved) => {
              props.onInsert(saved);
              setSaid(words().commentInserted);
            }}
            onPut={(id, comment) => change.run(() => api.putSavedComment(id, comment), words().commentSaved)}
            onDelete={(id) => change.run(() => api.deleteSavedComment(id), words().commentDeleted)}
          />
        </Show>
      </div>
      <ProblemMessage error={change.error()} />
      <p class="visually-hidden" role="status">
        {said()}
      </p>
    </div>
  );
}

function List(props: {
  onInsert: (saved: string) => void;
  onPut: (id: string, comment: string) => Promise<void>;
  onDelete: (id: string) => Promise<void>;
}) {
  const words = () => reviewText().certification;
  const query = watchQuery(() => savedCommentsQuery());
  const [editing, setEditing] = createSignal<string | null>(null);
  const [list, setList] = createSignal<HTMLDivElement>();
  onMount(() => list()?.scrollIntoView({ block: 'nearest' }));

  const remove = async (id: string) => {
    await props.onDelete(id);
    // The button that had the focus is gone.
    list()?.focus();
  };

  return (
    <div class="saved__panel" tabindex="-1" ref={setList}>
      <Loaded query={query} rows={2}>
        {(data) => (
          <Show when={data().comments.length > 0} fallback={<p class="soft saved__none">{words().noSavedComments}</p>}>
            <ul class="saved__list" aria-label={words().savedComments}>
              <For each={data().comments}>
                {(saved) => (
                  <li class="saved__item">
                    <Show
                      when={editing() === saved.id}
                      fallback={
                        <>
                          <button
                            type="button"
                            class="saved__text"
                            aria-label={words().insertComment(saved.text)}
                            onClick={() => props.onInsert(saved.text)}
                          >
                            {saved.text}
                          </button>
                          <button
                            type="button"
                            class="saved__tool"
                            title={words().editComment}
                            onClick={() => setEditing(saved.id)}
                          >
                            <Pencil class="icon" aria-hidden="true" />
                            <span class="visually-hidden">{words().editComment}</span>
                          </button>
                          <button
                            type="button"
                            class="saved__tool"
                            title={words().deleteComment}
                            onClick={() => void remove(saved.id)}
                          >
                            <Trash class="icon" aria-hidden="true" />
                            <span class="visually-hidden">{words().deleteComment}</span>
                          </button>
                        </>
                      }
                    >
                      <Edit
                        text={saved.text}
                        onCancel={() => {
                          setEditing(null);
                          list()?.focus();
                        }}
                        onSave={async (changed) => {
                          await props.onPut(saved.id, changed);
                          setEditing(null);
                          list()?.focus();
                        }}
                      />
                    </Show>
                  </li>
                )}
              </For>
            </ul>
          </Show>
        )}
      </Loaded>
    </div>
  );
}

function Edit(props: { text: string; onCancel: () => void; onSave: (changed: string) => Promise<void> }) {
  const words = () => reviewText().certification;
  const [changed, setChanged] = createSignal(props.text);
  return (
    <div class="saved__edit">
      <textarea
        class="input"
        rows="2"
        aria-label={words().savedCommentText}
        value={changed()}
        ref={(field) => queueMicrotask(() => field.focus())}
        onInput={(event) => setChanged(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || event.isComposing) return;
          event.preventDefault();
          props.onCancel();
        }}
      />
      <div class="saved__edit-buttons">
        <Button compact onClick={() => props.onCancel()}>
          {text().common.cancel}
        </Button>
        <Button
          compact
          look="primary"
          disabled={changed().trim() === ''}
          onClick={() => void props.onSave(changed().trim())}
        >
          {words().save}
        </Button>
      </div>
    </div>
  );
}
