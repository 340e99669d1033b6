// Formats every file the way `npm run check` wants it.
import { run } from './run.ts';

await run('biome', ['format', '--write', '.']);
