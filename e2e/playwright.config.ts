import { defineConfig } from '@playwright/test';
import { required } from './support/environment.ts';

// The distribution's browser: its own download is not to be had everywhere, and a student's browser is not pinned either.
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

export default defineConfig({
  testDir: './journeys',
  // One running system and its engines are shared, and fault journeys stop parts of it.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  outputDir: './test-results',
  use: {
    baseURL: required('LICHENG_E2E_URL'),
    locale: 'zh-TW',
    timezoneId: 'Asia/Taipei',
    viewport: { width: 1280, height: 800 },
    screenshot: 'only-on-failure',
    trace: 'off',
    launchOptions: {
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
