import type { CaseResource } from '@licheng/rest-contract';
import ArrowLeft from 'lucide-solid/icons/arrow-left';
import ChevronDown from 'lucide-solid/icons/chevron-down';
import ChevronUp from 'lucide-solid/icons/chevron-up';
import Eye from 'lucide-solid/icons/eye';
import Lock from 'lucide-solid/icons/lock';
import UsersRound from 'lucide-solid/icons/users-round';
import { For, Show } from 'solid-js';
import { FilePreview } from '../../lib/file-preview/file-preview.tsx';
import { OutcomeStatusBadge } from '../../lib/outcome-status-badge.tsx';
import { createServerClock } from '../../lib/server-clock.ts';
import { formatDateTime } from '../../lib/taipei.ts';
import { courseTermLine } from '../../lib/term-labels.ts';
import { reviewText } from '../../text/review-text.ts';
import { text } from '../../text/text.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { CaseHistory } from './case-history.tsx';
import { Decision, type DecisionHandle } from './decision.tsx';
import { PendingVerdict } from './pending-verdict.tsx';
import './case-view.css';

/** One case: what was handed in, by whom, what is known of it, and the decision. */
export function CaseView(props: {
  case: CaseResource;
  followingOf: (decided: CaseResource) => Promise<string | null>;
  onOpen: (outcomeId: string | null) => void;
  onStep: (by: 1 | -1) => void;
  decisionRef: (handle: DecisionHandle | null) => void;
}) {
  const words = () => reviewText().certification;
  const now = createServerClock();
  const looking = () => {
    const { claim } = props.case;
    return claim !== null && Date.parse(claim.expiresAt) > now() ? claim.certifierName : null;
  };
  return (
    <article class="case">
      <header class="case__head">
        <Button look="plain" compact class="case__back" onClick={() => props.onOpen(null)}>
          <ArrowLeft class="icon" aria-hidden="true" />
          {words().back}
        </Button>
        <div class="case__titles">
          <p class="soft case__term">{courseTermLine(props.case)}</p>
          <h2 tabindex="-1">
            {props.case.studentName}
            <span class="case__subject">{props.case.subject}</span>
          </h2>
          <p class="soft numeric case__when">
            {words().submittedAt} {formatDateTime(props.case.submittedAt)} ·{' '}
            {text().outcome.version(props.case.version)}
          </p>
        </div>
        <div class="case__marks">
          <OutcomeStatusBadge status={props.case.status} />
          <Show when={looking()}>
            {(who) => (
              <Badge tone="amber" icon={Eye}>
                {words().looking(who())}
              </Badge>
            )}
          </Show>
        </div>
        <div class="case__steps">
          <Step label={words().previous} icon={ChevronUp} onClick={() => props.onStep(-1)} />
          <Step label={words().next} icon={ChevronDown} onClick={() => props.onStep(1)} />
        </div>
      </header>
      <div class="case__files" classList={{ 'case__files--one': props.case.files.length === 1 }}>
        <h3 class="visually-hidden">{words().preview}</h3>
        <For each={props.case.files}>
          {(file) => <FilePreview file={file} fill={props.case.files.length === 1 && file.previewHref !== null} />}
        </For>
      </div>
      <section class="case__decision" aria-label={words().decision}>
        <div class="case__facts">
          <Show when={props.case.deputisingForName}>
            {(teacher) => (
              <div class="case__note">
                <Badge tone="slate" icon={UsersRound}>
                  {words().deputising(teacher())}
                </Badge>
                <p>{words().deputisingHint(teacher())}</p>
              </div>
            )}
          </Show>
          <PendingVerdict case={props.case} />
          <Show when={props.case.sealed}>
            <p class="case__note case__sealed">
              <Lock class="icon" aria-hidden="true" />
              {words().sealed}
            </p>
          </Show>
          <Show when={props.case.decidedAt}>{(at) => <LastVerdict case={props.case} at={at()} />}</Show>
          <div class="case__fact">
            <h3>{text().outcome.columns.summary}</h3>
            <p class="case__summary" classList={{ soft: props.case.summary === '' }}>
              {props.case.summary === '' ? words().noSummary : props.case.summary}
            </p>
          </div>
        </div>
        <Decision
          case={props.case}
          followingOf={props.followingOf}
          onOpen={props.onOpen}
          ref={(handle) => props.decisionRef(handle)}
        />
        <CaseHistory history={props.case.history} />
      </section>
    </article>
  );
}

function Step(props: { label: string; icon: typeof ChevronUp; onClick: () => void }) {
  return (
    <button type="button" class="case__step" onClick={() => props.onClick()} title={props.label}>
      <props.icon class="icon" aria-hidden="true" />
      <span class="visually-hidden">{props.label}</span>
    </button>
  );
}

function LastVerdict(props: { case: CaseResource; at: string }) {
  const words = () => reviewText().certification;
  const who = () =>
    props.case.onBehalfOfName === null
      ? props.case.certifierName
      : words().nameFor(props.case.certifierName, props.case.onBehalfOfName);
  return (
    <div class="case__verdict">
      <p class="numeric">
        {words().decidedAs(text().outcome.status[props.case.status], who(), formatDateTime(props.at))}
      </p>
      <Show when={props.case.refusalReason}>{(reason) => <p>{words().reasons[reason()]}</p>}</Show>
      <Show when={props.case.comment !== ''}>
        <blockquote>{props.case.comment}</blockquote>
      </Show>
    </div>
  );
}
