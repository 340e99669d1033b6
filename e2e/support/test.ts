import { test as base, type BrowserContextOptions, type Page } from '@playwright/test';
import { DICTIONARIES, type Language, speak, type Text } from './language.ts';
import { type Visit, visit } from './people.ts';
import { type School, makeSchool } from './school.ts';

export { expect } from '@playwright/test';

interface Options {
  /** Of the interface; a file whose assertion is the manual's own wording says `test.use({ language: 'zh-Hant' })`. */
  language: Language;
}

interface Fixtures {
  /** The interface's texts in the project's language. */
  words: Text;
  /** Whether the project's viewport is a phone's. */
  isPhone: boolean;
  /** This test's own institution. */
  school: School;
  /** Opens a browser profile of their own for somebody of this test's school, signed in through the login page. */
  signIn: (who: string, options?: BrowserContextOptions, at?: School) => Promise<Page>;
  /** Opens a browser profile for nobody in particular. */
  visitor: (options?: BrowserContextOptions) => Promise<Visit>;
  profilesClosed: undefined;
}

export const test = base.extend<Options & Fixtures>({
  language: ['zh-Hant', { option: true }],
  words: async ({ language }, use) => use(DICTIONARIES[language]),
  isPhone: async ({ isMobile }, use) => use(isMobile),
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of the fixtures from this pattern.
  school: async ({}, use) => use(await makeSchool()),
  page: async ({ page, language }, use) => {
    await speak(page.context(), language);
    await use(page);
  },
  visitor: async ({ browser, language }, use) => use((options) => visit(browser, language, options)),
  signIn: async ({ visitor, school }, use) =>
    use(async (who, options, at = school) => (await visitor(options)).signIn(at.account(who))),
  /** Every profile is closed with the test that opened it: nobody stays signed in, no live channel stays open. */
  profilesClosed: [
    async ({ browser }, use) => {
      await use(undefined);
      for (const context of browser.contexts()) await context.close();
    },
    { auto: true },
  ],
});
