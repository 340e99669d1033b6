import { expect, type Locator, type Page } from '@playwright/test';

const FARTHEST = 120;

/** Whether the focus is drawn: on the element itself, or on what stands for an input that is drawn by other means. */
function focusIsDrawn(element: Element): boolean {
  const candidates = [element, element.nextElementSibling, element.parentElement, element.closest('label')];
  return candidates.some((candidate) => {
    if (candidate === null || candidate === undefined) return false;
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(candidate);
    return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1) || boxShadow !== 'none';
  });
}

/** Presses Tab until this has the focus, which must then be seen and lie in the window. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeAttached();
  const focused = () => target.evaluate((element) => element === document.activeElement);
  for (let presses = 0; !(await focused()); presses += 1) {
    if (presses === FARTHEST) throw new Error(`${FARTHEST} presses of Tab do not lead to ${String(target)}`);
    await page.keyboard.press('Tab');
  }
  expect(await target.evaluate(focusIsDrawn), `the focus on ${String(target)} is not drawn`).toBe(true);
  const inWindow = await target.evaluate((element) => {
    const box = (element.closest('label') ?? element).getBoundingClientRect();
    return box.bottom > 0 && box.top < innerHeight;
  });
  expect(inWindow, `${String(target)} has the focus outside the window`).toBe(true);
}

export async function pressOn(page: Page, target: Locator, key = 'Enter'): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press(key);
}

export async function typeInto(page: Page, target: Locator, text: string): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.type(text);
}

/** Chooses a file for an input reached by keyboard; the system's own file dialog is answered for the person. */
export async function chooseFile(
  page: Page,
  target: Locator,
  file: { name: string; mimeType: string; buffer: Buffer },
): Promise<void> {
  // Waited for before the focus moves: the browser has heard of it by the time the key is pressed.
  const chooser = page.waitForEvent('filechooser');
  await tabTo(page, target);
  await page.keyboard.press('Enter');
  await (await chooser).setFiles(file);
}
