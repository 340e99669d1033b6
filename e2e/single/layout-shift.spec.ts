import { expect, test } from '../support/test.ts';
import { furnishedSchool, type FurnishedSchool } from '../support/furnish.ts';
import { DICTIONARIES } from '../support/language.ts';
import { visit } from '../support/people.ts';
import { openScreen, SCREENS } from '../support/screens.ts';

let furnished: FurnishedSchool;
test.beforeAll(async () => {
  furnished = await furnishedSchool();
});

interface Shift extends PerformanceEntry {
  value: number;
  hadRecentInput: boolean;
  sources: { node: Node | null }[];
}

declare global {
  interface Window {
    shifts: { value: number; what: string }[];
  }
}

/** Google's "good" is 0.1; a page whose place is reserved has next to nothing. */
const NEXT_TO_NOTHING = 0.02;

for (const viewport of [
  { width: 360, height: 760 },
  { width: 1280, height: 800 },
]) {
  test(`nothing jumps while a page loads, ${viewport.width} px`, async ({ browser }) => {
    test.setTimeout(300_000);
    const faults: string[] = [];
    for (const who of [null, 'student5', 'teacher1', 'admin1'] as const) {
      const { page, signIn } = await visit(browser, 'zh-Hant', { viewport });
      await page.addInitScript(() => {
        window.shifts = [];
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries() as Shift[]) {
            if (entry.hadRecentInput) continue;
            const nodes = entry.sources.map(({ node }) => (node instanceof Element ? node.className : 'text'));
            window.shifts.push({ value: entry.value, what: nodes.join(', ') });
          }
        }).observe({ type: 'layout-shift', buffered: true });
      });
      if (who !== null) await signIn(furnished.account(who));
      for (const screen of SCREENS.filter((one) => one.who === who && one.act === undefined)) {
        await openScreen(screen, { page, words: DICTIONARIES['zh-Hant'], school: furnished });
        const shifts = await page.evaluate(() => window.shifts);
        const sum = shifts.reduce((total, shift) => total + shift.value, 0);
        if (sum > NEXT_TO_NOTHING) {
          faults.push(`${screen.name}: ${sum.toFixed(3)} by ${shifts.map((shift) => shift.what).join('; ')}`);
        }
      }
      await page.context().close();
    }
    expect(faults, faults.join('\n')).toEqual([]);
  });
}
