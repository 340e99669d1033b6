import { text } from '../../text/text.ts';

/** A deputy's deed names both. */
export function byWhom(name: string, onBehalfOfName: string | null): string {
  return onBehalfOfName === null || onBehalfOfName === ''
    ? name
    : `${name} (${text().outcome.onBehalfOf(onBehalfOfName)})`;
}
