// A person without a mouse: moves by Tab and Shift+Tab, presses by Enter or Space, types. There is no other way to act in here.
import type { Page } from 'playwright-core';

/** More stops than any page has. */
const STOPS_AT_MOST = 40;

export interface Keyboard {
  /** Goes on from where the focus is, until it is on `id`. Throws if it cannot be reached or is not seen to have the focus. */
  tabTo(id: string, way?: 'Tab' | 'Shift+Tab'): Promise<void>;
  type(text: string): Promise<void>;
  press(key: 'Enter' | 'Space'): Promise<void>;
}

export const keyboardOf = (page: Page): Keyboard => ({
  async tabTo(id, way = 'Tab') {
    const passed: string[] = [];
    for (let stop = 0; stop < STOPS_AT_MOST; stop++) {
      await page.keyboard.press(way);
      const focus = await focusOn(page);
      if (focus.id === id && focus.isSeen) return;
      if (focus.id === id) throw new Error(`nothing shows that the focus is on #${id}`);
      passed.push(focus.id);
    }
    throw new Error(`no way to #${id} by ${way}, past ${passed.join(', ')}`);
  },
  type: (text) => page.keyboard.type(text),
  press: (key) => page.keyboard.press(key),
});

/** The focused element, and whether it has an outline. A button without an id is named after its form. */
const focusOn = (page: Page): Promise<{ id: string; isSeen: boolean }> =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return { id: '', isSeen: false };
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const form = element instanceof HTMLButtonElement && element.type === 'submit' ? `${element.form?.id} button` : '';
    const id = element.id || form || `${element.tagName} ${element.textContent?.trim()}`;
    return { id, isSeen: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2 };
  });
