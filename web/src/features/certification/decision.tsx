import { type CertifierAction, COMMENT_MAX_CHARACTERS } from '@licheng/portfolio-rules';
import type { CaseResource } from '@licheng/rest-contract';
import { createSignal, createUniqueId, Show } from 'solid-js';
import { ApiProblem } from '../../api/api-problem.ts';
import { api } from '../../api/endpoints.ts';
import { keys, queryClient } from '../../api/queries.ts';
import { createAction } from '../../lib/create-action.ts';
import { ProblemMessage } from '../../lib/problem-message.tsx';
import { text } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { Message } from '../../ui/message.tsx';
import '../../ui/field.css';
import './decision.css';

/** Buttons for what the server allows on this case now; a refusal needs a comment the student can act on. */
export function Decision(props: { case: CaseResource; onNext: () => void; hasNext: boolean }) {
  const commentId = createUniqueId();
  const [comment, setComment] = createSignal('');
  const [done, setDone] = createSignal<CertifierAction | null>(null);
  const [field, setField] = createSignal<HTMLTextAreaElement>();
  const can = (action: CertifierAction) => props.case.allowedActions.includes(action);

  const action = createAction(async (chosen: CertifierAction) => {
    const { outcomeId, version } = props.case;
    const said = comment().trim();
    if (chosen !== 'certify' && said === '') {
      field()?.focus();
      throw new ApiProblem('comment_required');
    }
    if (Array.from(said).length > COMMENT_MAX_CHARACTERS) {
      field()?.focus();
      throw new ApiProblem('comment_too_long');
    }
    setDone(null);
    try {
      const decided = await api.recordVerdict(outcomeId, { version, action: chosen, comment: said });
      queryClient.setQueryData(keys.case(outcomeId), decided);
      setComment('');
      setDone(chosen);
    } catch (error) {
      // Someone else decided, or the student's version moved on: show what is true now beside the refusal.
      await queryClient.invalidateQueries({ queryKey: keys.case(outcomeId) });
      throw error;
    } finally {
      void queryClient.invalidateQueries({ queryKey: ['cases'] });
    }
  });

  return (
    <div class="decision">
      <Show when={done()}>
        {(chosen) => (
          <Message
            tone={chosen() === 'certify' ? 'green' : 'slate'}
            urgent
            title={chosen() === 'certify' ? text().certification.certified : text().certification.refused}
          />
        )}
      </Show>
      <ProblemMessage error={action.error()} />
      <Show when={props.case.allowedActions.length > 0}>
        <div class="field">
          <label class="field__label" for={commentId}>
            {text().certification.comment}
          </label>
          <textarea
            ref={setField}
            class="input"
            id={commentId}
            rows="3"
            value={comment()}
            aria-describedby={`${commentId}-hint`}
            onInput={(event) => setComment(event.currentTarget.value)}
          />
          <p class="field__hint" id={`${commentId}-hint`}>
            {text().certification.commentHint}
          </p>
        </div>
        <div class="decision__buttons">
          <Show when={can('certify')}>
            <Button look="primary" busy={action.pending()} onClick={() => void action.run('certify')}>
              {text().certification.certify}
            </Button>
          </Show>
          <Show when={can('refuse')}>
            <Button look="danger" busy={action.pending()} onClick={() => void action.run('refuse')}>
              {text().certification.refuse}
            </Button>
          </Show>
          <Show when={can('revoke')}>
            <Button look="danger" busy={action.pending()} onClick={() => void action.run('revoke')}>
              {text().certification.revoke}
            </Button>
          </Show>
        </div>
      </Show>
      <Show when={done() !== null && props.hasNext}>
        <Button onClick={() => props.onNext()}>{text().certification.next}</Button>
      </Show>
    </div>
  );
}
