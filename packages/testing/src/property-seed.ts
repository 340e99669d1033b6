/**
 * Where a property-based test begins to look: the same place on every run, so that what it finds can be found again and a
 * change is not blamed for what was there before. `LICHENG_PROPERTY_SEED=random` looks elsewhere; a number repeats a search.
 */
export function propertySeed(): number {
  const asked = process.env['LICHENG_PROPERTY_SEED'] ?? '20260901';
  const seed = asked === 'random' ? Math.floor(Math.random() * 2 ** 31) : Number(asked);
  if (!Number.isSafeInteger(seed)) throw new Error('LICHENG_PROPERTY_SEED is neither a whole number nor "random"');
  return seed;
}
