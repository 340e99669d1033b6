import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));

const withTests = (parent: string) =>
  readdirSync(`${root}${parent}`)
    .filter((name) => existsSync(`${root}${parent}/${name}/package.json`))
    .map((name) => ({
      extends: true as const,
      root: `${root}${parent}/${name}`,
      test: { name, include: ['test/**/*.test.ts', 'src/**/*.test.ts'] },
    }));

export default defineConfig({
  test: {
    globalSetup: [`${root}packages/testing/src/global-setup.ts`],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    teardownTimeout: 60_000,
    projects: [
      ...withTests('packages'),
      ...withTests('services'),
      ...(existsSync(`${root}web/vite.config.ts`)
        ? [{ extends: `${root}web/vite.config.ts`, root: `${root}web`, test: { name: 'web' } }]
        : []),
      { extends: true, root: `${root}scripts`, test: { name: 'scripts', include: ['**/*.test.ts'] } },
    ],
  },
});
