import { describe, expect, it } from 'vitest';
import { paths, safeBackPath } from '../src/paths.ts';

describe('the way back after signing in', () => {
  it.each(['//evil.test', 'https://evil.test', '/\\evil.test', 'courses', '', undefined, null])(
    'never leaves this site: %s',
    (value) => {
      expect(safeBackPath(value)).toBe('/');
    },
  );

  it('keeps the whole address of the page', () => {
    const back = new URL(paths.login('/courses/1?add=2'), 'http://x').searchParams.get('back');
    expect(safeBackPath(back)).toBe('/courses/1?add=2');
  });
});
