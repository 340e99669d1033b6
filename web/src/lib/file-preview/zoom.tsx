import ZoomIn from 'lucide-solid/icons/zoom-in';
import ZoomOut from 'lucide-solid/icons/zoom-out';
import { type Accessor, createEffect, createSignal, type JSX } from 'solid-js';
import { text } from '../../text/text.ts';

const STEPS = [1, 1.5, 2, 3] as const;

export interface Zoom {
  factor: Accessor<number>;
  canGrow: Accessor<boolean>;
  canShrink: Accessor<boolean>;
  grow: () => void;
  shrink: () => void;
  reset: () => void;
}

export function createZoom(): Zoom {
  const [step, setStep] = createSignal(0);
  return {
    factor: () => STEPS[step()] ?? 1,
    canGrow: () => step() < STEPS.length - 1,
    canShrink: () => step() > 0,
    grow: () => setStep(Math.min(STEPS.length - 1, step() + 1)),
    shrink: () => setStep(Math.max(0, step() - 1)),
    reset: () => setStep(0),
  };
}

export function ZoomButtons(props: { zoom: Zoom }) {
  return (
    <span class="preview__zoom" role="group" aria-label={text().preview.zoom}>
      <button
        type="button"
        class="preview__tool"
        aria-label={text().preview.zoomOut}
        aria-disabled={!props.zoom.canShrink()}
        onClick={() => props.zoom.shrink()}
      >
        <ZoomOut class="icon" aria-hidden="true" />
      </button>
      <span class="numeric preview__percent" aria-live="polite">
        {text().preview.percent(Math.round(props.zoom.factor() * 100))}
      </span>
      <button
        type="button"
        class="preview__tool"
        aria-label={text().preview.zoomIn}
        aria-disabled={!props.zoom.canGrow()}
        onClick={() => props.zoom.grow()}
      >
        <ZoomIn class="icon" aria-hidden="true" />
      </button>
    </span>
  );
}

/** What stands in it keeps its middle in sight while it grows; scrolled by wheel, touch and the arrow keys. */
export function ZoomFrame(props: {
  zoom: Zoom;
  label: string;
  ref?: (element: HTMLDivElement) => void;
  onScroll?: () => void;
  children: JSX.Element;
}) {
  const [frame, setFrame] = createSignal<HTMLDivElement>();
  const [sheet, setSheet] = createSignal<HTMLDivElement>();
  let shown = 1;

  createEffect(() => {
    const factor = props.zoom.factor();
    const scroller = frame();
    if (scroller === undefined) return;
    const x = scroller.scrollLeft + scroller.clientWidth / 2;
    const y = scroller.scrollTop + scroller.clientHeight / 2;
    // Set through the object model: the content security policy allows no style attributes.
    sheet()?.style.setProperty('inline-size', `${factor * 100}%`);
    const ratio = factor / shown;
    if (ratio !== 1) {
      scroller.scrollLeft = x * ratio - scroller.clientWidth / 2;
      scroller.scrollTop = y * ratio - scroller.clientHeight / 2;
    }
    shown = factor;
  });

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === '+' || event.key === '=') props.zoom.grow();
    else if (event.key === '-') props.zoom.shrink();
    else if (event.key === '0') props.zoom.reset();
    else return;
    event.preventDefault();
  };

  return (
    <div
      class="preview__frame"
      role="region"
      aria-label={props.label}
      tabindex="0"
      ref={(element) => {
        setFrame(element);
        props.ref?.(element);
      }}
      onKeyDown={onKeyDown}
      onScroll={() => props.onScroll?.()}
    >
      <div class="preview__sheet" ref={setSheet}>
        {props.children}
      </div>
    </div>
  );
}
