import type { HandInBatchResource, HandInItemResource } from '@licheng/rest-contract';
import PackageCheck from 'lucide-solid/icons/package-check';
import { For, Show } from 'solid-js';
import { handInsQuery } from '../../api/queries.ts';
import { useSignedIn } from '../../api/signed-in.tsx';
import { watchQuery } from '../../api/watch-query.ts';
import { Loaded } from '../../lib/loaded.tsx';
import { formatDate } from '../../lib/taipei.ts';
import { text } from '../../text/text.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { BatchList } from './batch-list.tsx';
import { ItemFiles, ItemStatus } from './hand-in-item.tsx';

/** 提交紀錄: a student sees their own items, an administrator every batch. */
export default function HandInRecordPage() {
  const query = watchQuery(() => handInsQuery());
  const signedIn = useSignedIn();
  const isStudent = () => signedIn().person.role === 'student';
  return (
    <Page title={text().handIn.recordTitle} product={text().product.name} lead={text().handIn.recordLead}>
      <Loaded query={query}>
        {(data) => (
          <Show
            when={data().batches.some((batch) => batch.items.length > 0)}
            fallback={
              <EmptyState
                icon={PackageCheck}
                title={text().handIn.recordEmptyTitle}
                body={isStudent() ? text().handIn.recordEmptyStudent : text().handIn.recordEmptyAdministrator}
              />
            }
          >
            <Show when={isStudent()} fallback={<BatchList batches={data().batches} />}>
              <OwnItems batches={data().batches} />
            </Show>
          </Show>
        )}
      </Loaded>
    </Page>
  );
}

function OwnItems(props: { batches: readonly HandInBatchResource[] }) {
  const years = () => [...new Set(props.batches.map((batch) => batch.academicYear))];
  const rows = (year: number) =>
    props.batches.filter((batch) => batch.academicYear === year).flatMap((batch) => batch.items);
  const batchOf = (item: HandInItemResource) => props.batches.find((batch) => batch.items.includes(item));
  const columns = (): Column<HandInItemResource>[] => {
    const words = text().handIn.columns;
    return [
      { key: 'subject', header: words.subject, kind: 'title', cell: (item) => item.subject },
      { key: 'files', header: words.files, cell: (item) => <ItemFiles item={item} /> },
      {
        key: 'at',
        header: words.handedInAt,
        kind: 'fit',
        cell: (item) => {
          const batch = batchOf(item);
          return batch === undefined ? '' : formatDate(batch.createdAt);
        },
      },
      { key: 'status', header: words.status, cell: (item) => <ItemStatus item={item} /> },
      {
        key: 'acknowledged',
        header: words.acknowledgedAt,
        kind: 'fit',
        cell: (item) => (item.acknowledgedAt === null ? '' : formatDate(item.acknowledgedAt)),
        blank: (item) => item.acknowledgedAt === null,
      },
    ];
  };
  return (
    <For each={years()}>
      {(year) => (
        <section class="hand-in__year">
          <h2>{text().common.academicYear(year)}</h2>
          <DataTable caption={text().common.academicYear(year)} columns={columns()} rows={rows(year)} />
        </section>
      )}
    </For>
  );
}
