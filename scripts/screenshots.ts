// npm run screenshots [-- part-of-a-name]: a picture of every screen into docs/screenshots/ (360, 768, 1280 px, light and dark).
import { ensureRequirements } from '@licheng/local-platform';
import { playwright, withSystem } from './browser-run.ts';

const [only] = process.argv.slice(2).filter((argument) => argument !== '--');
await ensureRequirements(['ffmpeg', 'ffprobe', 'pdftoppm', 'chromium', 'cjkFont'], (line) => console.error(line));
const code = await withSystem('screenshots', ({ env }) =>
  playwright(['--reporter=list', '--project=screenshots'], {
    ...env,
    LICHENG_SCREENSHOTS: '1',
    ...(only === undefined ? {} : { LICHENG_SCREENSHOT_ONLY: only }),
  }),
);
process.exit(code);
