import { defineConfig } from 'vite';
import solid from 'vite-plugin-solid';

const gateway = process.env['LICHENG_URL'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [solid()],
  server: { host: '127.0.0.1', port: 5173, proxy: { '/api': { target: gateway, changeOrigin: false } } },
  build: {
    // The content security policy allows nothing inline, so nothing may become a data: script or style.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: ['chrome103', 'firefox115', 'safari15.4'],
    reportCompressedSize: true,
  },
});
