import { type CertifierAction, COMMENT_MAX_CHARACTERS, type RefusalReason } from '@licheng/portfolio-rules';
import type { CaseResource } from '@licheng/rest-contract';
import { createEffect, createSignal, onCleanup, onMount, Show, untrack } from 'solid-js';
import { ApiProblem } from '../../api/api-problem.ts';
import { useSignedIn } from '../../api/signed-in.tsx';
import { createAction } from '../../lib/create-action.ts';
import { errorText, ProblemMessage } from '../../lib/problem-message.tsx';
import { reviewText } from '../../text/review-text.ts';
import { Button } from '../../ui/button.tsx';
import { showToast } from '../../ui/toast.tsx';
import { readDraft, writeDraft } from './comment-drafts.ts';
import { charactersOf, CommentField } from './comment-field.tsx';
import { focusReason, ReasonChoice } from './reason-choice.tsx';
import { SavedComments } from './saved-comments.tsx';
import { giveVerdict } from './verdicts.ts';
import './decision.css';

/** What the page's shortcuts do here; each says whether it did anything. */
export interface DecisionHandle {
  certify: () => boolean;
  refuse: () => boolean;
  leaveRefusal: () => boolean;
}

type Refusal = Exclude<CertifierAction, 'certify'>;

/** What the server allows on this case now. A refusal opens its own part: a reason and a comment the student can act on. */
export function Decision(props: {
  case: CaseResource;
  followingOf: (decided: CaseResource) => Promise<string | null>;
  onOpen: (outcomeId: string | null) => void;
  ref: (handle: DecisionHandle | null) => void;
}) {
  const words = () => reviewText().certification;
  const personId = useSignedIn()().person.id;
  const draft = readDraft(personId, props.case.outcomeId);
  const [comment, setComment] = createSignal(draft.comment);
  const [reason, setReason] = createSignal<RefusalReason | null>(draft.reason);
  const [refusing, setRefusing] = createSignal<Refusal | null>(null);
  let field: HTMLTextAreaElement | undefined;
  let reasons: HTMLFieldSetElement | undefined;
  let refuseButton: HTMLButtonElement | undefined;
  let here = true;
  onCleanup(() => {
    here = false;
    props.ref(null);
  });

  const can = (action: CertifierAction) => props.case.allowedActions.includes(action);
  /** The one refusal that is allowed: of a waiting case, or of a certified one. */
  const refusal = (): Refusal | null => (can('refuse') ? 'refuse' : can('revoke') ? 'revoke' : null);
  const refusingNow = () => refusing() !== null && refusing() === refusal();

  /** Whether the comment's field is there. */
  const writing = () => can('certify') || refusingNow();

  const keep = (next: { comment?: string; reason?: RefusalReason | null }) => {
    if (next.comment !== undefined) setComment(next.comment);
    if (next.reason !== undefined) setReason(next.reason);
    writeDraft(personId, props.case.outcomeId, { comment: comment(), reason: reason() });
  };

  const demand = (fault: 'reason_required' | 'comment_required' | 'comment_too_long') => {
    if (fault === 'reason_required') focusReason(reasons);
    else field?.focus();
    throw new ApiProblem(fault);
  };

  const give = createAction(async (action: CertifierAction) => {
    const decided = props.case;
    const said = comment().trim();
    const why = action === 'certify' ? null : reason();
    if (action !== 'certify') {
      if (why === null) demand('reason_required');
      if (said === '') demand('comment_required');
    }
    if (charactersOf(said) > COMMENT_MAX_CHARACTERS) demand('comment_too_long');
    try {
      const next = props.followingOf(decided);
      await giveVerdict(decided, { action, comment: said, refusalReason: why });
      writeDraft(personId, decided.outcomeId, null);
      // Who has moved on by themselves meanwhile is not moved again.
      if (here) props.onOpen(await next);
    } catch (error) {
      if (!here) tellElsewhere(decided, error);
      throw error;
    }
  });

  const tellElsewhere = (failed: CaseResource, error: unknown) => {
    const { onOpen } = props;
    showToast({
      tone: 'red',
      message: () => `${failed.studentName}〈${failed.subject}〉 ${errorText(error).title}`,
      action: { label: () => words().open, run: () => onOpen(failed.outcomeId) },
      showForMs: 15_000,
    });
  };

  const startRefusal = () => {
    setRefusing(refusal());
    give.clearError();
    queueMicrotask(() => focusReason(reasons));
  };
  const leaveRefusal = () => {
    if (!refusingNow()) return false;
    setRefusing(null);
    give.clearError();
    queueMicrotask(() => refuseButton?.focus());
    return true;
  };

  onMount(() =>
    props.ref({
      // While a refusal is being written an `a` is a slip, not a decision.
      certify: () => {
        if (!can('certify') || refusingNow()) return false;
        void give.run('certify');
        return true;
      },
      refuse: () => {
        if (refusal() === null) return false;
        startRefusal();
        return true;
      },
      leaveRefusal,
    }),
  );

  // Somebody else has decided meanwhile: the part for refusing closes, what was typed stays.
  createEffect(() => {
    if (refusal() !== null) return;
    setRefusing(null);
    // What was missing of it does not matter any more.
    const error = untrack(() => give.error());
    if (error instanceof ApiProblem && error.status === 0 && error.code !== 'offline') give.clearError();
  });

  return (
    <div class="decision">
      <ProblemMessage error={give.error()} />
      <Show when={!writing() && comment().trim() !== ''}>
        <KeptDraft comment={comment()} onDiscard={() => keep({ comment: '', reason: null })} />
      </Show>
      <Show when={refusal() !== null}>
        <div class="decision__fields">
          <Show when={can('certify') && !refusingNow()}>
            <p class="decision__reminder">{words().notAGrade}</p>
          </Show>
          <Show when={refusingNow()}>
            <ReasonChoice
              value={reason()}
              onChange={(chosen) => keep({ reason: chosen })}
              ref={(group) => {
                reasons = group;
              }}
            />
          </Show>
          <Show when={writing()}>
            <CommentField
              value={comment()}
              required={refusingNow()}
              onChange={(typed) => keep({ comment: typed })}
              onSubmit={() => {
                const chosen = refusing();
                if (chosen !== null) void give.run(chosen);
              }}
              ref={(element) => {
                field = element;
              }}
            />
          </Show>
        </div>
        <div class="decision__buttons">
          <Show
            when={refusingNow() && refusing()}
            fallback={
              <>
                <Show when={can('certify')}>
                  <Button
                    look="primary"
                    busy={give.pending()}
                    aria-keyshortcuts="a"
                    onClick={() => void give.run('certify')}
                  >
                    {words().certify}
                  </Button>
                </Show>
                <Button
                  look="danger"
                  busy={give.pending()}
                  aria-keyshortcuts="r"
                  ref={(button) => {
                    refuseButton = button;
                  }}
                  onClick={startRefusal}
                >
                  {can('refuse') ? words().refuse : words().revoke}
                </Button>
              </>
            }
          >
            {(chosen) => (
              <>
                <Button onClick={leaveRefusal}>{words().cancelRefusal}</Button>
                <Button look="danger" busy={give.pending()} onClick={() => void give.run(chosen())}>
                  {chosen() === 'refuse' ? words().refuse : words().revoke}
                </Button>
              </>
            )}
          </Show>
        </div>
      </Show>
    </div>
  );
}

/** A comment that was typed before somebody else decided is not thrown away. */
function KeptDraft(props: { comment: string; onDiscard: () => void }) {
  const words = () => reviewText().certification;
  return (
    <section class="decision__kept" aria-label={words().keptDraft}>
      <p class="soft">{words().keptDraft}</p>
      <blockquote>{props.comment}</blockquote>
      <SavedComments comment={props.comment} onInsert={() => undefined} />
      <Button look="plain" compact onClick={() => props.onDiscard()}>
        {words().discardDraft}
      </Button>
    </section>
  );
}
