import type { JSX } from 'solid-js';
import './sticky-actions.css';

/** The one thing to do on a page: where it stands at a desk, within the thumb's reach above the bottom bar on a phone. */
export function StickyActions(props: { label: string; children: JSX.Element }) {
  return (
    <div class="sticky-actions" role="group" aria-label={props.label}>
      {props.children}
    </div>
  );
}
