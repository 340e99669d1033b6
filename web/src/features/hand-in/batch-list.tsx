import type { HandInBatchResource, HandInItemResource } from '@licheng/rest-contract';
import CircleCheck from 'lucide-solid/icons/circle-check';
import Hourglass from 'lucide-solid/icons/hourglass';
import Send from 'lucide-solid/icons/send';
import { For } from 'solid-js';
import { formatDateTime } from '../../lib/taipei.ts';
import { text } from '../../text/text.ts';
import { Badge, type IconComponent, type Tone } from '../../ui/badge.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { ItemFiles, ItemStatus } from './hand-in-item.tsx';

const LOOK: Record<HandInBatchResource['status'], { tone: Tone; icon: IconComponent }> = {
  sealing: { tone: 'amber', icon: Hourglass },
  submitted: { tone: 'slate', icon: Send },
  acknowledged: { tone: 'green', icon: CircleCheck },
};

function countOf(batch: HandInBatchResource, status: HandInItemResource['status']): number {
  return batch.items.filter((item) => item.status === status).length;
}

export function BatchList(props: { batches: readonly HandInBatchResource[] }) {
  const columns = (): Column<HandInItemResource>[] => {
    const words = text().handIn.columns;
    return [
      { key: 'student', header: words.student, kind: 'title', cell: (item) => item.studentName },
      { key: 'subject', header: words.subject, cell: (item) => item.subject },
      { key: 'files', header: words.files, cell: (item) => <ItemFiles item={item} /> },
      { key: 'status', header: words.status, cell: (item) => <ItemStatus item={item} /> },
      {
        key: 'acknowledged',
        header: words.acknowledgedAt,
        kind: 'fit',
        cell: (item) => (item.acknowledgedAt === null ? '' : formatDateTime(item.acknowledgedAt)),
        blank: (item) => item.acknowledgedAt === null,
      },
    ];
  };
  return (
    <div class="batches">
      <For each={props.batches}>
        {(batch, index) => (
          <details class="batch" open={index() === 0}>
            <summary class="batch__head">
              <span class="batch__name">{text().handIn.batch(batch.number)}</span>
              <span class="soft numeric">
                {text().common.academicYear(batch.academicYear)} · {formatDateTime(batch.createdAt)}
              </span>
              <Badge tone={LOOK[batch.status].tone} icon={LOOK[batch.status].icon}>
                {text().handIn.batchStatus[batch.status]}
              </Badge>
              <span class="batch__counts numeric" aria-live="polite">
                {text().handIn.counts(countOf(batch, 'received'), countOf(batch, 'rejected'), countOf(batch, 'sent'))}
              </span>
            </summary>
            <DataTable caption={text().handIn.batch(batch.number)} columns={columns()} rows={batch.items} />
          </details>
        )}
      </For>
    </div>
  );
}
