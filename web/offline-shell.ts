import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

const ENTRY = 'service-worker/service-worker.ts';
const FILE = 'sw.js';
/** Pages of a desk; a student's phone does not fetch them ahead. They are kept once they have been used. */
const DESK_ONLY = /\/features\/(certification|deputies|hand-in\/hand-in-desk)/;

/**
 * Builds the service worker as an entry of its own and tells it which files make up the shell. Its bytes change with every
 * build whose files do, which is what makes browsers take the new one.
 */
export function offlineShell(): Plugin {
  return {
    name: 'licheng-offline-shell',
    apply: 'build',
    enforce: 'post',
    buildStart() {
      this.emitFile({ type: 'chunk', id: ENTRY, fileName: FILE });
    },
    generateBundle(_options, bundle) {
      const files = new Set<string>();
      const add = (name: string) => {
        const part = bundle[name];
        if (files.has(name) || part?.type !== 'chunk' || DESK_ONLY.test(part.facadeModuleId ?? '')) return;
        files.add(name);
        const styles = (part as { viteMetadata?: { importedCss: Set<string> } }).viteMetadata?.importedCss ?? [];
        for (const style of styles) files.add(style);
        for (const next of [...part.imports, ...part.dynamicImports]) add(next);
      };
      for (const part of Object.values(bundle)) {
        if (part.type === 'chunk' && part.isEntry && part.fileName !== FILE) add(part.fileName);
      }
      const worker = bundle[FILE];
      if (files.size === 0 || worker?.type !== 'chunk') this.error('the service worker or the entry was not built');
      if (worker.imports.length > 0)
        this.error(`the service worker must stand alone, it imports ${worker.imports.join(', ')}`);
      const page = bundle['index.html'];
      const hash = createHash('sha256').update([...files].sort().join('\n'));
      if (page?.type === 'asset') hash.update(page.source);
      const shell = { build: hash.digest('hex').slice(0, 12), files: [...files].sort().map((name) => `/${name}`) };
      worker.code = `const SHELL=${JSON.stringify(shell)};\n${worker.code}`;
    },
  };
}
