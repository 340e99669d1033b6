import { test as base } from '@playwright/test';

export { expect } from '@playwright/test';

/** Every person's browser profile is closed with the test that opened it: nobody stays signed in, no live channel stays open. */
export const test = base.extend<{ profilesClosed: undefined }>({
  profilesClosed: [
    async ({ browser }, use) => {
      await use(undefined);
      for (const context of browser.contexts()) await context.close();
    },
    { auto: true },
  ],
});
