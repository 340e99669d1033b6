import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { playwrightCounts, sum, vitestCounts } from '../test-counts.ts';

const folder = mkdtempSync(join(tmpdir(), 'licheng-counts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function report(content: object): string {
  const file = join(folder, 'report.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
}

const passedFile = { status: 'passed', assertionResults: [{ status: 'passed' }] };
const vitestReport = (testResults: object[], numFailedTests = 0) =>
  report({ numPassedTests: 1, numFailedTests, numPendingTests: 2, testResults });

test('a test file that could not be loaded counts as one failure', () => {
  const counts = vitestCounts(vitestReport([passedFile, { status: 'failed', assertionResults: [] }]), 1);
  expect(counts).toEqual({ passed: 1, failed: 1, skipped: 2 });
});

test('a failed test counts once, not again for its file', () => {
  const failedFile = { status: 'failed', assertionResults: [{ status: 'failed' }] };
  expect(vitestCounts(vitestReport([passedFile, failedFile], 1), 1).failed).toBe(1);
});

test('a runner that fails without a failed test is a failure', () => {
  expect(vitestCounts(vitestReport([passedFile]), 1).failed).toBe(1);
  expect(
    playwrightCounts(report({ stats: { expected: 3, unexpected: 0, flaky: 0, skipped: 0 }, errors: [] }), 1).failed,
  ).toBe(1);
});

test('a runner without a report is a failure', () => {
  expect(vitestCounts(join(folder, 'missing.json'), 0).failed).toBe(1);
});

test('browser tests that need a second try have passed; files that do not load have failed', () => {
  const file = report({ stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 0 }, errors: [{}] });
  expect(playwrightCounts(file, 1)).toEqual({ passed: 4, failed: 2, skipped: 0 });
});

test('the sum is over all runners', () => {
  const counts = { passed: 2, failed: 1, skipped: 0 };
  expect(sum([counts, counts])).toEqual({ passed: 4, failed: 2, skipped: 0 });
});
