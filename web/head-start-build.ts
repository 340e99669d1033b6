import type { Plugin, Rolldown } from 'vite';

const ENTRY = 'src/head-start/head-start.ts';
const LANGUAGES = { 'zh-Hant': '/src/text/zh-hant/index.ts', en: '/src/text/en/index.ts' };
/** The pages people come to by an address, by how it begins. */
const PAGES = {
  '/login': '/src/features/account/login-page.tsx',
  '/courses/': '/src/features/outcomes/outcomes-page.tsx',
  '/certification': '/src/features/certification/certification-page.tsx',
  '/outcomes/': '/src/features/outcomes/outcome-page.tsx',
  '/selection': '/src/features/selection/selection-page.tsx',
  '/receipts/': '/src/features/receipt/receipt-page.tsx',
  '/verify': '/src/features/receipt/verify-page.tsx',
  '/hand-ins': '/src/features/hand-in/hand-in-record-page.tsx',
  '/notices': '/src/features/notices/notices-page.tsx',
};

type Styled = Rolldown.OutputChunk & { viteMetadata?: { importedCss: Set<string> } };

/** What a chunk needs beside what is there already. */
function filesOf(bundle: Rolldown.OutputBundle, first: Rolldown.OutputChunk, there: ReadonlySet<string>): string[] {
  const files = new Set<string>();
  const add = (name: string) => {
    const part = bundle[name];
    if (part?.type !== 'chunk' || files.has(name) || there.has(name)) return;
    files.add(name);
    for (const style of (part as Styled).viteMetadata?.importedCss ?? []) files.add(style);
    for (const next of part.imports) add(next);
  };
  add(first.fileName);
  return [...files].map((name) => `/${name}`);
}

/** Lets the page begin with the head start, and writes into it which files are to be fetched at once for which address. */
export function headStart(): Plugin {
  return {
    name: 'licheng-head-start',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle }) {
        if (bundle === undefined) return [];
        const chunks = Object.values(bundle).filter((part) => part.type === 'chunk');
        const find = (what: string, is: (chunk: Rolldown.OutputChunk) => boolean): Rolldown.OutputChunk => {
          const found = chunks.find(is);
          if (found === undefined) throw new Error(`the build has no ${what}`);
          return found;
        };
        const from = (source: string) => find(source, ({ moduleIds }) => moduleIds.some((id) => id.endsWith(source)));
        const own = find(ENTRY, ({ moduleIds }) => moduleIds.length === 1 && moduleIds[0]?.endsWith(ENTRY) === true);
        const app = find(
          'page',
          ({ isEntry, facadeModuleId }) => isEntry && facadeModuleId?.endsWith('.html') === true,
        );
        const there = new Set(filesOf(bundle, app, new Set()).map((file) => file.slice(1)));
        const parts = (sources: Record<string, string>) =>
          Object.fromEntries(
            Object.entries(sources).map(([key, source]) => [key, filesOf(bundle, from(source), there)]),
          );
        const content = JSON.stringify({ languages: parts(LANGUAGES), pages: parts(PAGES) });
        return [
          { tag: 'meta', attrs: { name: 'licheng-parts', content }, injectTo: 'head-prepend' },
          {
            tag: 'script',
            attrs: { type: 'module', async: true, crossorigin: true, src: `/${own.fileName}` },
            // After the app itself, which so gets the connection that is open already: it is the longest to come.
            injectTo: 'head',
          },
        ];
      },
    },
  };
}
