import type { Component, JSX } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import './badge.css';

export type Tone = 'slate' | 'amber' | 'green' | 'red';
export type IconComponent = Component<{ class?: string; 'aria-hidden'?: 'true' }>;

/** A status: the word first, an icon and a colour beside it. */
export function Badge(props: { tone: Tone; icon: IconComponent; children: JSX.Element }) {
  return (
    <span class={`badge badge--${props.tone}`}>
      <Dynamic component={props.icon} class="icon" aria-hidden="true" />
      {props.children}
    </span>
  );
}
