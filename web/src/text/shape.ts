import type { zhHant } from './zh-hant/index.ts';

/** The same entries with any words. */
export type Widened<T> = T extends string
  ? string
  : T extends (...args: infer A) => infer R
    ? (...args: A) => Widened<R>
    : { readonly [K in keyof T]: Widened<T[K]> };

/** Every language has exactly the entries of the Chinese one; a missing one fails the build. */
export type Text = Widened<typeof zhHant>;
