import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { test } from '../support/test.ts';
import { furnishedSchool, type FurnishedSchool } from '../support/furnish.ts';
import { DICTIONARIES, type Language } from '../support/language.ts';
import { visit } from '../support/people.ts';
import { openScreen, type Screen, SCREENS, settled } from '../support/screens.ts';

const FOLDER = join(import.meta.dirname, '../../docs/screenshots');
const WIDTHS = [
  { width: 360, height: 760 },
  { width: 768, height: 1024 },
  { width: 1280, height: 800 },
];
const THEMES = ['light', 'dark'] as const;
const LARGEST_BYTES = 45_000;
const HIGHEST_PX = 2_400;
const language = (process.env['LICHENG_SCREENSHOT_LANGUAGE'] ?? 'zh-Hant') as Language;
const only = process.env['LICHENG_SCREENSHOT_ONLY'];
const wanted = SCREENS.filter(({ name }) => only === undefined || name.includes(only));

let furnished: FurnishedSchool;
test.beforeAll(async () => {
  furnished = await furnishedSchool();
  mkdirSync(FOLDER, { recursive: true });
  if (only !== undefined) return;
  for (const file of readdirSync(FOLDER)) if (/\.(png|webp)$/.test(file)) rmSync(join(FOLDER, file));
});

/** The best quality that stays small: these pictures live in the repository. */
async function kept(png: Buffer, file: string): Promise<void> {
  for (const quality of [70, 55, 40, 25]) {
    const picture = await sharp(png).webp({ quality, effort: 5 }).toBuffer();
    if (picture.length <= LARGEST_BYTES || quality === 25) {
      writeFileSync(join(FOLDER, file), picture);
      return;
    }
  }
}

const people: readonly Screen['who'][] = [null, 'student5', 'student1', 'teacher1', 'admin1'];

for (const viewport of WIDTHS) {
  for (const colorScheme of THEMES) {
    test(`every screen at ${viewport.width} px, ${colorScheme}`, async ({ browser }) => {
      test.setTimeout(900_000);
      const phone = viewport.width < 500;
      for (const who of people) {
        const options = { viewport, colorScheme, hasTouch: phone, isMobile: phone };
        const { page, signIn } = await visit(browser, language, options);
        if (who !== null) await signIn(furnished.account(who));
        for (const screen of wanted.filter((one) => one.who === who)) {
          await openScreen(screen, { page, words: DICTIONARIES[language], school: furnished });
          // The window grows with the page, so that bars at its edges do not stand in the middle of the picture.
          const height = await page.evaluate(() => document.documentElement.scrollHeight);
          const tall = Math.min(Math.max(height, viewport.height), HIGHEST_PX);
          await page.setViewportSize({ width: viewport.width, height: screen.window ? viewport.height : tall });
          await settled(page);
          const png = await page.screenshot();
          await page.setViewportSize(viewport);
          await kept(png, `${screen.name}-${viewport.width}-${colorScheme}.webp`);
          await page.unrouteAll({ behavior: 'ignoreErrors' });
        }
        await page.context().close();
      }
    });
  }
}

test.afterAll(() => {
  const files = new Set(readdirSync(FOLDER));
  const picture = (name: string, width: number, theme: string) => {
    const file = `${name}-${width}-${theme}.webp`;
    return files.has(file) ? `[${theme}](${file})` : '';
  };
  const rows = SCREENS.map(({ name, who }) => {
    const cells = WIDTHS.map(({ width }) => THEMES.map((theme) => picture(name, width, theme)).join(' '));
    return `| ${name} | ${who?.replace(/\d+$/, '') ?? 'nobody'} | ${cells.join(' | ')} |`;
  });
  const head = `# Every screen

Made by \`npm run screenshots\`; not edited by hand. Phone, tablet and desk, in both themes.

| screen | seen by | ${WIDTHS.map(({ width }) => `${width} px`).join(' | ')} |
|---|---|---|---|---|
`;
  writeFileSync(join(FOLDER, 'index.md'), `${head}${rows.join('\n')}\n`);
});
