import type { CertificationResult } from '@licheng/contracts/events';
import type { Transaction } from '@licheng/database';
import type { CloudEvent, EventHandlers } from '@licheng/messaging';
import { OPERATIONS, REFUSAL_REASONS } from '@licheng/portfolio-rules';
import { acknowledgeHandIn } from '../application/acknowledge-hand-in.ts';
import { applyVerdict } from '../application/apply-verdict.ts';
import type { Records } from '../application/ports.ts';
import { recordFileCheck } from '../application/record-file-check.ts';

type RecordsIn = (tx: Transaction, institutionId: string) => Records;
type Commit = (effect: (tx: Transaction) => Promise<void>) => Promise<void>;

function instant(value: Date | undefined, field: string): Date {
  if (value === undefined) throw new Error(`event without ${field}`);
  return value;
}

function oneOf<T extends string>(values: readonly T[], value: string, field: string): T {
  const known = values.find((candidate) => candidate === value);
  if (known === undefined) throw new Error(`event with an unknown ${field}`);
  return known;
}

export function factHandlers(recordsIn: RecordsIn): EventHandlers<'course-record.facts'> {
  const verdict =
    (action: 'certify' | 'refuse' | 'revoke') =>
    ({ data }: { data: CertificationResult }, commit: Commit) =>
      commit((tx) =>
        applyVerdict(recordsIn(tx, data.institutionId), {
          action,
          outcomeId: data.outcomeId,
          version: data.version,
          certifierName: data.certifierName,
          comment: data.comment,
          // Empty in verdicts given before reasons were asked for.
          refusalReason: data.refusalReason === '' ? '' : oneOf(REFUSAL_REASONS, data.refusalReason, 'refusalReason'),
          onBehalfOfName: data.onBehalfOfName,
          decidedAt: instant(data.decidedAt, 'decidedAt'),
        }),
      );

  return {
    'media.validated.v1': ({ data }, commit) =>
      commit((tx) =>
        recordFileCheck(recordsIn(tx, data.institutionId), {
          uploadId: data.uploadId,
          result: 'passed',
          rejection: '',
          mediaType: data.mediaType,
          hasThumbnail: data.hasThumbnail,
        }),
      ),
    'media.rejected.v1': ({ data }, commit) =>
      commit((tx) =>
        recordFileCheck(recordsIn(tx, data.institutionId), {
          uploadId: data.uploadId,
          result: 'rejected',
          rejection: data.rejection,
          mediaType: '',
          hasThumbnail: false,
        }),
      ),
    'certification.result.certified.v1': verdict('certify'),
    'certification.result.refused.v1': verdict('refuse'),
    'certification.result.revoked.v1': verdict('revoke'),
    'calendar.window.set.v1': ({ data }: CloudEvent<'calendar.window.set.v1'>, commit) =>
      commit((tx) =>
        recordsIn(tx, data.institutionId).calendar.put({
          windowId: data.windowId,
          academicYear: data.academicYear,
          operation: oneOf(OPERATIONS, data.operation, 'operation'),
          opensAt: instant(data.opensAt, 'opensAt'),
          closesAt: instant(data.closesAt, 'closesAt'),
          version: data.version,
        }),
      ),
    'central.acknowledged.v1': ({ data }, commit) =>
      commit((tx) =>
        acknowledgeHandIn(recordsIn(tx, data.institutionId), {
          itemId: data.itemId,
          batchId: data.batchId,
          result: oneOf(['received', 'rejected'], data.result, 'result'),
          rejection: data.rejection,
          acknowledgedAt: instant(data.acknowledgedAt, 'acknowledgedAt'),
        }),
      ),
  };
}
