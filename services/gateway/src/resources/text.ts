/** proto3 has no null: what is absent arrives as the empty string. */
export const textOrNull = <T extends string>(text: string): T | null => (text === '' ? null : (text as T));
