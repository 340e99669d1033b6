import { createUniqueId, For, type JSX } from 'solid-js';
import './tabs.css';

export interface Tab<T extends string> {
  value: T;
  label: JSX.Element;
}

/** Tabs after the ARIA pattern: one tab stop, arrows move and choose, Home and End lead to the ends. */
export function Tabs<T extends string>(props: {
  label: string;
  tabs: readonly Tab<T>[];
  value: T;
  onChange: (value: T) => void;
  children: JSX.Element;
}) {
  const id = createUniqueId();
  const buttons = new Map<T, HTMLButtonElement>();

  const onKeyDown = (event: KeyboardEvent) => {
    const at = props.tabs.findIndex((tab) => tab.value === props.value);
    const last = props.tabs.length - 1;
    const moves: Record<string, number> = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at <= 0 ? last : at - 1,
      Home: 0,
      End: last,
    };
    const to = props.tabs[moves[event.key] ?? -1];
    if (to === undefined) return;
    event.preventDefault();
    props.onChange(to.value);
    buttons.get(to.value)?.focus();
  };

  return (
    <div class="tabs">
      <div class="tabs__list" role="tablist" aria-label={props.label} onKeyDown={onKeyDown}>
        <For each={props.tabs}>
          {(tab) => (
            <button
              type="button"
              role="tab"
              class="tabs__tab"
              id={`${id}-${tab.value}`}
              ref={(button) => buttons.set(tab.value, button)}
              aria-selected={tab.value === props.value}
              aria-controls={`${id}-panel`}
              tabindex={tab.value === props.value ? 0 : -1}
              onClick={() => props.onChange(tab.value)}
            >
              {tab.label}
            </button>
          )}
        </For>
      </div>
      <div class="tabs__panel" role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${props.value}`} tabindex="0">
        {props.children}
      </div>
    </div>
  );
}
