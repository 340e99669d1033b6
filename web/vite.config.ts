import solid from 'vite-plugin-solid';
import { defineConfig } from 'vitest/config';
import { headStart } from './head-start-build.ts';
import { offlineShell } from './offline-shell.ts';
import { plainIcons } from './plain-icons.ts';
import { precompress } from './precompress.ts';

const gateway = process.env['LICHENG_URL'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [plainIcons(), solid(), headStart(), offlineShell(), precompress()],
  server: { host: '127.0.0.1', port: 5173, proxy: { '/api': gateway, '/files': gateway } },
  build: {
    // The content security policy allows nothing inline, so nothing may become a data: script or style.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: ['chrome107', 'firefox115', 'safari16'],
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'head-start', test: /\/src\/head-start\//, priority: 1 },
            // What every visit needs comes in one file: each further one is a connection of its own to be opened first.
            { name: 'app', tags: ['$initial'], test: (id) => !id.includes('/service-worker/') },
            // Few files compress better than many, and each is a request of its own: a student's further pages, what goes on
            // with uploads on every page, and what those and a desk's pages share.
            {
              name: 'pages',
              test: /\/features\/(outcomes|selection|notices)\//,
              includeDependenciesRecursively: false,
            },
            {
              name: 'uploads',
              test: /\/features\/upload\/(?!upload-(sheet|form)|drop-zone|file-(offer|problem)|form-notices|convert-image|image-work|leaving)/,
              includeDependenciesRecursively: false,
            },
            {
              name: 'shared',
              test: /\/(src\/(ui|lib)|lucide-solid)\//,
              minShareCount: 2,
              includeDependenciesRecursively: false,
            },
          ],
        },
      },
    },
  },
  test: { environment: 'node', include: ['test/**/*.test.ts'] },
});
