import { createEffect, createSignal } from 'solid-js';
import './progress.css';

export function Progress(props: { label: string; percent: number }) {
  const [bar, setBar] = createSignal<HTMLDivElement>();
  // Set through the object model: the content security policy allows no style attributes.
  createEffect(() => {
    bar()?.style.setProperty('transform', `scaleX(${props.percent / 100})`);
  });
  return (
    <div
      class="progress"
      role="progressbar"
      aria-label={props.label}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow={props.percent}
    >
      <div class="progress__bar" ref={setBar} />
    </div>
  );
}
