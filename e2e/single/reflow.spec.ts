import type { Page } from '@playwright/test';
import { expect, test } from '../support/test.ts';
import { furnishedSchool, type FurnishedSchool } from '../support/furnish.ts';
import { DICTIONARIES } from '../support/language.ts';
import { visit } from '../support/people.ts';
import { openScreen, type Screen, SCREENS } from '../support/screens.ts';

let furnished: FurnishedSchool;
test.beforeAll(async () => {
  furnished = await furnishedSchool();
});

const people: readonly Screen['who'][] = [null, 'student5', 'student1', 'teacher1', 'admin1'];

/** What sticks out at the right of the window, innermost first. */
function sticksOut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    if (document.documentElement.scrollWidth <= innerWidth) return [];
    return [...document.body.querySelectorAll('*')]
      .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
      .map((element) => `${element.tagName.toLowerCase()}.${element.className}`)
      .slice(-3);
  });
}

/** Targets of the finger smaller than 24 × 24 px (WCAG 2.2) or, for our own buttons, than 44 px high. */
function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button, [role=tab], select, .button')]
      .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest('[inert]'))
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 1 && (box.height < 43.5 || box.width < 43.5))
      .map(({ element, box }) => {
        const name = (element.textContent ?? '').trim().slice(0, 20);
        return `${element.className || element.tagName} "${name}" ${Math.round(box.width)}×${Math.round(box.height)}`;
      }),
  );
}

async function forEveryScreen(
  browser: Parameters<typeof visit>[0],
  viewport: { width: number; height: number },
  look: (page: Page) => Promise<string[]>,
  prepare: (page: Page) => Promise<unknown> = async () => {},
): Promise<string[]> {
  const faults: string[] = [];
  for (const language of ['zh-Hant', 'en'] as const) {
    for (const who of people) {
      const { page, signIn } = await visit(browser, language, { viewport, hasTouch: viewport.width < 500 });
      if (who !== null) await signIn(furnished.account(who));
      await prepare(page);
      for (const screen of SCREENS.filter((one) => one.who === who)) {
        await openScreen(screen, { page, words: DICTIONARIES[language], school: furnished });
        for (const fault of await look(page)) faults.push(`${screen.name} (${language}): ${fault}`);
        await page.unrouteAll({ behavior: 'ignoreErrors' });
      }
      await page.context().close();
    }
  }
  return faults;
}

test('at 320 px (400 % zoom) no screen scrolls sideways', async ({ browser }) => {
  test.setTimeout(600_000);
  const faults = await forEveryScreen(browser, { width: 320, height: 256 }, sticksOut);
  expect(faults, faults.join('\n')).toEqual([]);
});

test('with text at 200 % no screen scrolls sideways', async ({ browser }) => {
  test.setTimeout(600_000);
  const doubled = (page: Page) =>
    page.addInitScript(() => {
      document.addEventListener('DOMContentLoaded', () => {
        document.documentElement.style.fontSize = '200%';
      });
    });
  const faults = await forEveryScreen(browser, { width: 1280, height: 800 }, sticksOut, doubled);
  expect(faults, faults.join('\n')).toEqual([]);
});

test('every button is at least 44 px high and wide for a finger', async ({ browser }) => {
  test.setTimeout(600_000);
  const faults = await forEveryScreen(browser, { width: 360, height: 760 }, smallTargets);
  expect(faults, faults.join('\n')).toEqual([]);
});
