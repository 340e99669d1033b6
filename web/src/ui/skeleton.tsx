import { Index } from 'solid-js';
import './skeleton.css';

/** Holds the place of a list that is on its way. */
export function Skeleton(props: { rows: number; label: string }) {
  return (
    <div class="skeleton" role="status">
      <span class="visually-hidden">{props.label}</span>
      <Index each={Array.from({ length: props.rows })}>{() => <div class="skeleton__row" aria-hidden="true" />}</Index>
    </div>
  );
}
