import { defineConfig } from '@playwright/test';
import { required } from './support/environment.ts';
import type { Language } from './support/language.ts';

// The distribution's browser: its own download is not to be had everywhere, and a student's browser is not pinned either.
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

const desktop = { viewport: { width: 1280, height: 800 } };
const phone = { viewport: { width: 360, height: 760 }, hasTouch: true, isMobile: true };
const zh = { locale: 'zh-TW', language: 'zh-Hant' as const };
const en = { locale: 'en-GB', language: 'en' as const };

/** Every journey on both screens and in both languages; all four combinations with `npm test -- e2e --all`. */
const everyCombination = process.env['LICHENG_E2E_ALL'] !== undefined;

export default defineConfig<{ language: Language }>({
  // One running system and its engines are shared, and fault journeys stop parts of it.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  outputDir: './test-results',
  projects: [
    { name: 'desktop-zh', testDir: './journeys', use: { ...desktop, ...zh } },
    { name: 'phone-en', testDir: './journeys', use: { ...phone, ...en } },
    ...(everyCombination
      ? [
          { name: 'desktop-en', testDir: './journeys', use: { ...desktop, ...en } },
          { name: 'phone-zh', testDir: './journeys', use: { ...phone, ...zh } },
        ]
      : []),
    ...(process.env['LICHENG_SCREENSHOTS'] === undefined
      ? []
      : [{ name: 'screenshots', testDir: './screenshots', use: { ...desktop, ...zh } }]),
    // What goes through the sizes and languages itself, or depends on neither.
    { name: 'once', testDir: './single', use: { ...desktop, ...zh } },
  ],
  use: {
    baseURL: required('LICHENG_E2E_URL'),
    timezoneId: 'Asia/Taipei',
    // What a journey intercepts must not be answered from a cache; the offline shell has a file of its own.
    serviceWorkers: 'block',
    screenshot: 'only-on-failure',
    trace: 'off',
    launchOptions: {
      executablePath,
      // Without a locale of its own the browser cannot write Chinese file names.
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
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
