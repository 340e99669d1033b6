import { For, type JSX } from 'solid-js';
import './data-table.css';

export interface Column<Row> {
  key: string;
  header: string;
  /** `title` heads the card on a phone; `actions` holds buttons; `fit` never wraps. */
  kind?: 'text' | 'number' | 'fit' | 'title' | 'actions';
  cell: (row: Row) => JSX.Element;
  /** A card leaves out what a row has nothing for. */
  blank?: (row: Row) => boolean;
  cellId?: (row: Row) => string;
}

/** A table at a desk, cards on a phone: one markup, so a screen reader finds the same table in both. */
export function DataTable<Row>(props: { caption: string; columns: Column<Row>[]; rows: readonly Row[] }) {
  return (
    <div class="table-frame">
      {/* The explicit roles keep it a table where CSS has changed how the elements are displayed. */}
      <table class="table" role="table">
        <caption class="visually-hidden">{props.caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            <For each={props.columns}>
              {(column) => (
                <th role="columnheader" scope="col" classList={{ 'cell--number': column.kind === 'number' }}>
                  {column.header}
                </th>
              )}
            </For>
          </tr>
        </thead>
        <tbody role="rowgroup">
          <For each={props.rows}>
            {(row) => (
              <tr role="row">
                <For each={props.columns}>
                  {(column) => (
                    <td
                      role="cell"
                      id={column.cellId?.(row)}
                      data-label={column.header}
                      class={`cell--${column.kind ?? 'text'}`}
                      classList={{ 'cell--blank': column.blank?.(row) === true }}
                    >
                      {column.cell(row)}
                    </td>
                  )}
                </For>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  );
}

/** Buttons of a row; `stack` puts them above each other where the columns are many. */
export function RowActions(props: { stack?: boolean; children: JSX.Element }) {
  return (
    <div class="table__actions" classList={{ 'table__actions--stack': props.stack === true }}>
      {props.children}
    </div>
  );
}
