import { Show } from 'solid-js';
import { ApiProblem } from '../api/api-problem.ts';
import type { ErrorText } from '../text/error-text.ts';
import { text } from '../text/text.ts';
import { Button } from '../ui/button.tsx';
import { Message } from '../ui/message.tsx';

/** What happened, in words, for any failed call. */
export function errorText(error: unknown): ErrorText {
  return error instanceof ApiProblem ? text().errors[error.code](error.details) : text().errors.internal({});
}

/** What happened, what it means and what to do, for any failed call; nothing while there is no error. */
export function ProblemMessage(props: { error: unknown; onRetry?: () => void }) {
  return (
    <Show when={props.error !== null && props.error !== undefined}>
      <Message
        tone="red"
        urgent
        title={errorText(props.error).title}
        body={errorText(props.error).body}
        actions={
          props.onRetry && (
            <Button compact onClick={() => props.onRetry?.()}>
              {text().common.retry}
            </Button>
          )
        }
      />
    </Show>
  );
}
