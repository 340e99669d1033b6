import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../support/test.ts';
import { furnishedSchool, type FurnishedSchool } from '../support/furnish.ts';
import { DICTIONARIES } from '../support/language.ts';
import { visit } from '../support/people.ts';
import { openScreen, type Screen, SCREENS, settled } from '../support/screens.ts';

let furnished: FurnishedSchool;
test.beforeAll(async () => {
  furnished = await furnishedSchool();
});

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'];
const PHONE = { width: 360, height: 760 };
const DESK = { width: 1280, height: 800 };
/** As the journeys: each language and each screen in every run, all four combinations with `npm test -- e2e --all`. */
const COMBINATIONS = [
  { language: 'zh-Hant', viewport: PHONE },
  { language: 'en', viewport: DESK },
  ...(process.env['LICHENG_E2E_ALL'] === undefined
    ? []
    : ([
        { language: 'zh-Hant', viewport: DESK },
        { language: 'en', viewport: PHONE },
      ] as const)),
] as const;
const people: readonly Screen['who'][] = [null, 'student5', 'student1', 'teacher1', 'admin1'];

async function faultsOf(page: Page, axe: AxeBuilder): Promise<string[]> {
  await settled(page);
  const { violations, passes } = await axe.analyze();
  // A page on which no rule applies was not looked at.
  expect(passes.length).toBeGreaterThan(0);
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id} at ${node.target.join(' ')} (${help}; ${node.any[0]?.message ?? ''})`),
  );
}

for (const { language, viewport } of COMBINATIONS) {
  test(`axe finds nothing on any screen in either theme: ${language}, ${viewport.width} px`, async ({ browser }) => {
    test.setTimeout(900_000);
    const faults: string[] = [];
    for (const who of people) {
      const { page, signIn } = await visit(browser, language, { viewport, colorScheme: 'light' });
      if (who !== null) await signIn(furnished.account(who));
      for (const screen of SCREENS.filter((one) => one.who === who)) {
        await openScreen(screen, { page, words: DICTIONARIES[language], school: furnished });
        const light = await faultsOf(page, new AxeBuilder({ page }).withTags(TAGS));
        // Nothing but colours changes with the theme.
        await page.emulateMedia({ colorScheme: 'dark' });
        const dark = await faultsOf(page, new AxeBuilder({ page }).withRules(['color-contrast']));
        await page.emulateMedia({ colorScheme: 'light' });
        faults.push(
          ...light.map((fault) => `${screen.name}, light: ${fault}`),
          ...dark.map((fault) => `${screen.name}, dark: ${fault}`),
        );
        await page.unrouteAll({ behavior: 'ignoreErrors' });
      }
      await page.context().close();
    }
    expect(faults, faults.join('\n')).toEqual([]);
  });
}
