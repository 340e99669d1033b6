import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { jpeg, mp3, mp4, pdf, pdfWithEicar, png, TestClock, waitUntil } from '../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'licheng-fixtures-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function inFile(name: string, content: Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('a PDF fixture', () => {
  test.each([1_000, 1_001, 9_999, 10_000, 10_001, 99_990, 100_003, 4_194_304])('has exactly %i bytes', (sizeBytes) => {
    expect(pdf({ sizeBytes }).length).toBe(sizeBytes);
  });

  test.each([
    ['small', pdf()],
    ['4 MB', pdf({ sizeBytes: 4_000_000, pages: 3 })],
    ['with EICAR', pdfWithEicar()],
  ])('(%s) is valid: poppler reads it without a complaint', (_name, content) => {
    const path = inFile('a.pdf', content);
    const text = execFileSync('pdftotext', [path, '-'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    expect(text).toContain('Licheng test');
    const complaints = execFileSync('sh', ['-c', 'pdfinfo "$1" 2>&1 >/dev/null', 'sh', path], { encoding: 'utf8' });
    expect(complaints).toBe('');
  });

  test('differs each time, and is the same for the same seed', () => {
    expect(pdf().equals(pdf())).toBe(false);
    expect(pdf({ seed: 'x' }).equals(pdf({ seed: 'x' }))).toBe(true);
  });
});

test.each([
  ['a.mp4', mp4, 'mov,mp4'],
  ['a.mp3', mp3, 'mp3'],
  ['a.png', png, 'png_pipe'],
  ['a.jpg', jpeg, 'image2'],
] as const)('%s is what it says', async (name, make, format) => {
  const path = inFile(name, await make());
  const found = execFileSync(
    'ffprobe',
    ['-v', 'error', '-show_entries', 'format=format_name', '-of', 'csv=p=0', path],
    {
      encoding: 'utf8',
    },
  );
  expect(found).toContain(format);
});

test('waitUntil says what it waited for', async () => {
  await expect(waitUntil(() => false, { timeoutMs: 30, what: 'the moon' })).rejects.toThrow('the moon');
});

test('a test clock moves only when told', () => {
  const clock = new TestClock('2026-01-01T00:00:00Z');
  clock.advance(1_500);
  expect(clock.now().toISOString()).toBe('2026-01-01T00:00:01.500Z');
});
