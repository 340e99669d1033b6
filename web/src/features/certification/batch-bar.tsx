import { type CertifierAction, COMMENT_MAX_CHARACTERS, type RefusalReason } from '@licheng/portfolio-rules';
import type { CaseResource } from '@licheng/rest-contract';
import { createSignal, Show } from 'solid-js';
import { ApiProblem } from '../../api/api-problem.ts';
import type { VerdictContent } from '../../api/endpoints.ts';
import { createAction } from '../../lib/create-action.ts';
import { ProblemMessage } from '../../lib/problem-message.tsx';
import { reviewText } from '../../text/review-text.ts';
import { text } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogButtons } from '../../ui/dialog.tsx';
import { type BatchResult, giveVerdicts } from './batch-verdicts.ts';
import { charactersOf, CommentField } from './comment-field.tsx';
import { focusReason, ReasonChoice } from './reason-choice.tsx';
import { offerUndo } from './verdicts.ts';
import './batch-bar.css';

type Refusal = Exclude<CertifierAction, 'certify'>;

/** What can be done to all that is selected. */
export function BatchBar(props: {
  items: readonly CaseResource[];
  onStart: () => void;
  onDone: (results: readonly BatchResult[]) => void;
  onClear: () => void;
}) {
  const words = () => reviewText().certification;
  const [refusing, setRefusing] = createSignal<Refusal | null>(null);
  const [progress, setProgress] = createSignal<{ done: number; total: number } | null>(null);

  const some = (action: CertifierAction) => props.items.some((item) => item.allowedActions.includes(action));

  const give = createAction(async (verdict: VerdictContent) => {
    const { items, onDone } = props;
    props.onStart();
    setProgress({ done: 0, total: items.length });
    try {
      const results = await giveVerdicts(items, verdict, (done) => setProgress({ done, total: items.length }));
      offerUndo(
        results.filter(({ problem }) => problem === null).map(({ item }) => item),
        verdict.action,
      );
      onDone(results);
    } finally {
      setProgress(null);
    }
  });

  return (
    <section class="batch" aria-label={words().batch}>
      <p class="batch__count numeric" role="status">
        <Show when={progress()} fallback={words().selected(props.items.length)}>
          {(at) => words().batchRunning(at().done, at().total)}
        </Show>
      </p>
      <Button look="plain" compact onClick={() => props.onClear()}>
        {words().clearSelection}
      </Button>
      <div class="batch__buttons">
        <Show when={some('certify')}>
          <Button
            look="primary"
            compact
            busy={give.pending()}
            onClick={() => void give.run({ action: 'certify', comment: '', refusalReason: null })}
          >
            {words().certify}
          </Button>
        </Show>
        <Show when={some('refuse')}>
          <Button look="danger" compact busy={give.pending()} onClick={() => setRefusing('refuse')}>
            {words().refuse}
          </Button>
        </Show>
        <Show when={!some('refuse') && some('revoke')}>
          <Button look="danger" compact busy={give.pending()} onClick={() => setRefusing('revoke')}>
            {words().revoke}
          </Button>
        </Show>
      </div>
      <Show when={refusing()}>
        {(action) => (
          <BatchRefusal
            action={action()}
            count={props.items.length}
            onClose={() => setRefusing(null)}
            onRefuse={(comment, refusalReason) => {
              const verdict = { action: action(), comment, refusalReason };
              setRefusing(null);
              void give.run(verdict);
            }}
          />
        )}
      </Show>
    </section>
  );
}

function BatchRefusal(props: {
  action: Refusal;
  count: number;
  onClose: () => void;
  onRefuse: (comment: string, reason: RefusalReason) => void;
}) {
  const words = () => reviewText().certification;
  const [comment, setComment] = createSignal('');
  const [reason, setReason] = createSignal<RefusalReason | null>(null);
  const [fault, setFault] = createSignal<ApiProblem | null>(null);
  let field: HTMLTextAreaElement | undefined;
  let reasons: HTMLFieldSetElement | undefined;

  const refuse = () => {
    const chosen = reason();
    const said = comment().trim();
    if (chosen === null) {
      setFault(new ApiProblem('reason_required'));
      focusReason(reasons);
    } else if (said === '' || charactersOf(said) > COMMENT_MAX_CHARACTERS) {
      setFault(new ApiProblem(said === '' ? 'comment_required' : 'comment_too_long'));
      field?.focus();
    } else props.onRefuse(said, chosen);
  };

  return (
    <Dialog title={words().batchRefuseTitle(props.count)} onClose={() => props.onClose()}>
      <p class="soft">{words().batchRefuseHint}</p>
      <ProblemMessage error={fault()} />
      <ReasonChoice
        value={reason()}
        onChange={setReason}
        ref={(group) => {
          reasons = group;
        }}
      />
      <CommentField
        value={comment()}
        required
        onChange={setComment}
        onSubmit={refuse}
        ref={(element) => {
          field = element;
        }}
      />
      <DialogButtons>
        <Button onClick={() => props.onClose()}>{text().common.cancel}</Button>
        <Button look="danger" onClick={refuse}>
          {props.action === 'refuse' ? words().refuse : words().revoke}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
