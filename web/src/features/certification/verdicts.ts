import type { CertifierAction } from '@licheng/portfolio-rules';
import type { CaseResource } from '@licheng/rest-contract';
import { ApiProblem } from '../../api/api-problem.ts';
import { api, type VerdictContent } from '../../api/endpoints.ts';
import { keys, queryClient } from '../../api/queries.ts';
import { errorText } from '../../lib/problem-message.tsx';
import { serverNow } from '../../lib/server-clock.ts';
import { reviewText } from '../../text/review-text.ts';
import { showToast } from '../../ui/toast.tsx';
import { tellCaseChanged } from './case-changes.ts';

/** Verdicts that may still be taken back together: one, or those of a batch. */
interface Undoable {
  cases: readonly CaseResource[];
  undoUntil: string;
  removeToast: () => void;
}

let undoable: readonly Undoable[] = [];

type UndoneListener = (undone: readonly CaseResource[]) => void;
const undoneListeners = new Set<UndoneListener>();

/** Calls `listener` with the cases that wait again, until the returned function is called. */
export function onUndone(listener: UndoneListener): () => void {
  undoneListeners.add(listener);
  return () => undoneListeners.delete(listener);
}

function forget(entry: Undoable): void {
  undoable = undoable.filter((other) => other !== entry);
}

/** @throws ApiProblem */
export async function giveVerdict(item: CaseResource, verdict: VerdictContent): Promise<CaseResource> {
  const { outcomeId, version } = item;
  try {
    const decided = await api.recordVerdict(outcomeId, { version, ...verdict });
    tellCaseChanged(decided);
    offerUndo([decided], verdict.action);
    return decided;
  } catch (error) {
    // Somebody else was faster, or the window closed: what is true now stands beside the refusal.
    await refresh(outcomeId);
    throw error;
  }
}

async function refresh(outcomeId: string): Promise<void> {
  const fresh = await api.getCase(outcomeId).catch(() => null);
  if (fresh === null) await queryClient.invalidateQueries({ queryKey: keys.case(outcomeId) });
  else tellCaseChanged(fresh);
}

/** The bar with the way back, for as long as the server leaves it open. */
export function offerUndo(decided: readonly CaseResource[], action: CertifierAction): void {
  const [first] = decided;
  if (first === undefined) return;
  const words = () =>
    decided.length === 1
      ? reviewText().certification.decided[action](first.studentName, first.subject)
      : reviewText().certification.decidedMany[action](decided.length);
  const pending = decided.filter((item) => item.pendingVerdict?.own === true);
  const until = pending.map((item) => item.pendingVerdict?.undoUntil ?? '').toSorted()[0];
  const tone = action === 'certify' ? 'green' : 'red';
  if (until === undefined || Date.parse(until) <= serverNow()) {
    showToast({ tone, message: words });
    return;
  }
  const entry: Undoable = {
    cases: pending,
    undoUntil: until,
    removeToast: showToast({
      key: `verdict-${first.outcomeId}-${until}`,
      tone,
      message: words,
      action: { label: () => reviewText().certification.undo, run: () => undo(entry) },
      until,
      showForMs: Date.parse(until) - serverNow(),
      onGone: (how) => {
        if (how === 'expired') forget(entry);
      },
    }),
  };
  undoable = [...undoable, entry];
}

/** Takes back what was decided last and may still be taken back; false when there is nothing. */
export function undoLast(): boolean {
  undoable = undoable.filter(({ undoUntil }) => Date.parse(undoUntil) > serverNow());
  const last = undoable.at(-1);
  if (last === undefined) return false;
  void undo(last);
  return true;
}

/** Takes one verdict back wherever it was given from: the bar of it goes too. */
export async function undoOne(item: CaseResource): Promise<void> {
  const entry = undoable.find(({ cases }) => cases.length === 1 && cases[0]?.outcomeId === item.outcomeId);
  await undo(entry ?? { cases: [item], undoUntil: '', removeToast: () => undefined });
}

async function undo(entry: Undoable): Promise<void> {
  forget(entry);
  entry.removeToast();
  const undone: CaseResource[] = [];
  let problem: unknown = null;
  for (const { outcomeId } of entry.cases) {
    try {
      const back = await api.undoVerdict(outcomeId);
      tellCaseChanged(back);
      undone.push(back);
    } catch (error) {
      problem = error;
      await refresh(outcomeId);
    }
  }
  if (undone.length > 0) {
    const [first] = undone;
    const name = first?.studentName ?? '';
    showToast({ message: () => reviewText().certification.undone(undone.length, name) });
    for (const listener of undoneListeners) listener(undone);
  }
  if (problem !== null) {
    const failed = entry.cases.length - undone.length;
    // A network that is away leaves the way back open until the server's time is over.
    if (undone.length === 0 && problem instanceof ApiProblem && problem.code !== 'undo_expired' && stillOpen(entry)) {
      undoable = [...undoable, entry];
    }
    showToast({
      tone: 'red',
      message: () =>
        `${failed > 1 ? reviewText().certification.notUndone(failed) : ''}${errorText(problem).title}${reviewText().certification.stop}${errorText(problem).body}`,
      showForMs: 12_000,
    });
  }
}

function stillOpen(entry: Undoable): boolean {
  return Date.parse(entry.undoUntil) > serverNow();
}
