import { type JSX, splitProps } from 'solid-js';
import './button.css';

export interface ButtonProps extends JSX.ButtonHTMLAttributes<HTMLButtonElement> {
  look?: 'primary' | 'plain' | 'danger' | 'normal';
  compact?: boolean;
  /** Under way: the button keeps its focus and says so, but does nothing more. */
  busy?: boolean;
}

export function Button(props: ButtonProps) {
  const [own, rest] = splitProps(props, ['look', 'compact', 'busy', 'type', 'class']);
  return (
    <button
      {...rest}
      type={own.type ?? 'button'}
      aria-disabled={own.busy === true ? 'true' : undefined}
      class={own.class}
      classList={{
        button: true,
        'button--primary': own.look === 'primary',
        'button--plain': own.look === 'plain',
        'button--danger': own.look === 'danger',
        'button--compact': own.compact === true,
      }}
    />
  );
}
