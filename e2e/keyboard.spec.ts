import type { Page } from '@playwright/test';
import { expect, test } from './support/app.ts';
import { previewedMessages, received } from './support/editor.ts';

test.use({ story: 'keyboard' });

test('the main job by keyboard alone: sign in, make a weekly meeting, read the matrix, save', async ({ page, app }) => {
  await page.goto('/');
  await expect(page.getByLabel('Name', { exact: true })).toBeFocused();
  await page.keyboard.type('olivia');
  await page.keyboard.press('Tab');
  await page.keyboard.type('olivia-demo');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/calendar/);
  await expect(page.getByRole('button', { name: 'New event' })).toBeVisible();

  await page.keyboard.press('c');
  await expect(page).toHaveURL(/\/event\/new/);
  await tabTo(page, page.getByRole('textbox', { name: 'Title' }));
  await page.keyboard.type('By keyboard');
  const allDay = page.getByRole('checkbox', { name: 'All day' });
  if (await allDay.isChecked()) {
    await tabTo(page, allDay);
    await page.keyboard.press('Space');
    await tabTo(page, page.getByRole('spinbutton', { name: 'day, Starts on' }), 'Shift+Tab');
  } else {
    await tabTo(page, page.getByRole('spinbutton', { name: 'day, Starts on' }));
  }
  await page.keyboard.type('08032027');
  await tabTo(page, page.getByRole('spinbutton', { name: 'hour, Starts at' }));
  await page.keyboard.type('1000');
  await tabTo(page, page.getByRole('group', { name: 'Repeats' }).getByRole('button', { name: 'Change' }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('radio', { name: 'Never' }).first());
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Space');
  await expect(page.getByRole('radio', { name: 'Weekly' })).toBeChecked();
  await tabTo(page, page.getByRole('combobox', { name: 'Add guests' }));
  await page.keyboard.type('alice');
  await expect(page.getByRole('option', { name: 'Alice Ames' })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Remove Alice Ames' })).toBeVisible();

  const cell = page.getByRole('button', { name: /^Alice Ames, all dates: Invite/ });
  await tabTo(page, cell);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toContainText('RFC 6638');
  await page.keyboard.press('Escape');
  await expect(cell).toBeFocused();
  expect(await previewedMessages(page)).toEqual(['alice: REQUEST from 20270308T090000Z']);

  await tabTo(page, page.getByRole('button', { name: 'Save · 1 request' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('list', { name: 'Delivery, guest by guest' })).toContainText('delivered (1.2)');
  expect(await received(app, ['alice'])).toEqual({ alice: ['REQUEST from 20270308T090000Z'] });
});

/** Presses Tab until the element has the focus; what cannot be reached by 80 of them is not reachable. */
async function tabTo(
  page: Page,
  target: ReturnType<Page['getByRole']>,
  key: 'Tab' | 'Shift+Tab' = 'Tab',
): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${String(target)} is not reached by ${key}.`);
}
