import { LichengError } from '@licheng/portfolio-rules';
import { requireOpen } from '../domain/windows.ts';
import { type Fact, outcomeChanged } from '../domain/facts.ts';
import type { HandInBatch, VersionRef } from '../domain/hand-in.ts';
import type { Caller, Deps } from './ports.ts';

/**
 * 提交: selected, certified outcomes of one academic year go to the central database as one batch. A batch left behind by
 * a crash is finished first; the same id again continues or returns the first.
 * @throws LichengError `window_closed`, `nothing_to_hand_in`, `idempotency_key_reused`, `service_unavailable`
 */
export async function handIn(
  deps: Deps,
  caller: Caller,
  command: { batchId: string; academicYear: number },
): Promise<HandInBatch> {
  const unfinished = await deps.withRecords(caller.institutionId, (records) => records.handIns.unfinished());
  for (const batchId of unfinished) await finish(deps, caller, batchId);
  await open(deps, caller, command);
  return finish(deps, caller, command.batchId);
}

async function open(deps: Deps, caller: Caller, command: { batchId: string; academicYear: number }): Promise<void> {
  const { batchId, academicYear } = command;
  await deps.withRecords(caller.institutionId, async (records) => {
    await records.handIns.lockInstitution();
    const known = await records.handIns.find(batchId);
    if (known !== null) {
      if (known.academicYear !== academicYear) throw new LichengError('idempotency_key_reused');
      return;
    }
    const { windows, now } = await records.outcomes.windows(academicYear);
    requireOpen(windows, 'hand_in', now);
    const taken = await records.handIns.open({ id: batchId, academicYear, caller });
    if (taken === null) throw new LichengError('idempotency_key_reused');
    if (taken === 0) throw new LichengError('nothing_to_hand_in');
  });
}

/** Seals what the batch holds and sends it; safe to run again, and by several at once. */
async function finish(deps: Deps, caller: Caller, batchId: string): Promise<HandInBatch> {
  const held = await deps.withRecords(caller.institutionId, (records) => records.handIns.held(batchId));
  const sealed = await seal(deps, caller, batchId, held);

  return deps.withRecords(caller.institutionId, async (records) => {
    if (await records.handIns.lockSealing(batchId)) {
      const items = await records.handIns.settle(batchId, sealed, caller.name);
      const batch = await find(records.handIns, batchId);
      await records.tell(
        items.flatMap((item): Fact[] => [
          { kind: 'hand_in_submitted', batch, item, submittedAt: item.sentAt },
          outcomeChanged('handed_in', {
            id: item.outcomeId,
            courseId: item.courseId,
            studentId: item.studentId,
            subject: item.subject,
            status: 'certified',
          }),
        ]),
      );
      return batch;
    }
    return find(records.handIns, batchId);
  });
}

async function find(handIns: { find(id: string): Promise<HandInBatch | null> }, batchId: string): Promise<HandInBatch> {
  const batch = await handIns.find(batchId);
  if (batch === null) throw new LichengError('not_found');
  return batch;
}

/** @returns the versions that may be sent. */
async function seal(
  deps: Deps,
  caller: Caller,
  batchId: string,
  held: readonly (VersionRef & { sealedBefore: boolean })[],
): Promise<VersionRef[]> {
  // Certification seals a version once and for good; one that the central database rejected before is sealed already.
  const before = held.filter((version) => version.sealedBefore);
  const open = held.filter((version) => !version.sealedBefore);
  if (open.length === 0) return before;
  const answer = await deps.certification.seal(batchId, open, caller.token);
  requireAnswerForEach(open, [...answer.sealed, ...answer.refused]);
  return [...before, ...answer.sealed];
}

/** An item certification said nothing of must neither be sent nor dropped. */
function requireAnswerForEach(asked: readonly VersionRef[], answered: readonly VersionRef[]): void {
  const key = ({ outcomeId, version }: VersionRef) => `${outcomeId}/${version}`;
  const known = new Set(answered.map(key));
  if (asked.some((version) => !known.has(key(version))))
    throw new Error('certification did not answer for every version');
}
