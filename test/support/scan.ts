import type { Page } from 'playwright-core';

/** Types as a keyboard-wedge scanner does: every key is on its way before the first has arrived, and Enter ends it. */
export async function scan(page: Page, code: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const pressed = (key: string, text: string) => [
    session.send('Input.dispatchKeyEvent', { type: 'keyDown', key, text }),
    session.send('Input.dispatchKeyEvent', { type: 'keyUp', key }),
  ];
  await Promise.all([...[...code].flatMap(letter => pressed(letter, letter)), ...pressed('Enter', '\r')]);
  await session.detach();
}
