import solid from 'vite-plugin-solid';
import { defineConfig } from 'vitest/config';
import { offlineShell } from './offline-shell.ts';
import { precompress } from './precompress.ts';

const gateway = process.env['LICHENG_URL'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [solid(), offlineShell(), precompress()],
  server: { host: '127.0.0.1', port: 5173, proxy: { '/api': gateway, '/files': gateway } },
  build: {
    // The content security policy allows nothing inline, so nothing may become a data: script or style.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: ['chrome107', 'firefox115', 'safari16'],
  },
  test: { environment: 'node', include: ['test/**/*.test.ts'] },
});
