import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const PLAIN = fileURLToPath(new URL('src/ui/plain-icon.tsx', import.meta.url));

/** Gives Lucide's icons our own component to be drawn with. */
export function plainIcons(): Plugin {
  return {
    name: 'licheng-plain-icons',
    enforce: 'pre',
    resolveId: (source, importer) =>
      source === '../Icon' && importer?.includes('/lucide-solid/') === true ? PLAIN : null,
  };
}
