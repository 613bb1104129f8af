import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, signIn, test } from './support/app.ts';

test.use({ story: 'account' });

test('a calendar program gets a password of its own, which opens calendars and nothing else, until it is revoked', async ({
  signedInPage,
  app,
  request,
}) => {
  const page = await signedInPage('olivia');
  await page.goto('/settings');
  await expect(page.getByText('No program has a password of its own yet.')).toBeVisible();
  await page.getByRole('button', { name: 'Make password' }).click();
  await expect(page.getByText('Say which program or device it is for.')).toBeVisible();
  await page.getByLabel('A new password for').fill('Phone');
  await page.getByLabel('A new password for').press('Enter');

  const dialog = page.getByRole('dialog', { name: 'Password for Phone' });
  const secret = (await dialog.locator('code').textContent()) ?? '';
  expect(secret).toMatch(/^([a-z0-9]{4}-){4}[a-z0-9]{4}$/);
  expect(await violations(page), 'the dialog').toEqual([]);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeVisible();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByText(secret)).toHaveCount(0);

  const asProgram = { Authorization: `Basic ${Buffer.from(`olivia:${secret}`).toString('base64')}`, Depth: '0' };
  const home = async () =>
    (await fetch(`${app.origin}/dav/calendars/olivia/`, { method: 'PROPFIND', headers: asProgram })).status;
  expect(await home()).toBe(207);
  const signInAnswer = await request.post('/api/session', { data: { username: 'olivia', password: secret } });
  expect(signInAnswer.status()).toBe(401);

  await page.reload();
  const list = page.getByRole('list', { name: 'Passwords for calendar programs' });
  await expect(list.getByRole('listitem')).toContainText(/Phone.*last used just now/);
  await page.getByRole('button', { name: 'Revoke the password for Phone' }).click();
  const question = page.getByRole('alertdialog', { name: 'Revoke the password for Phone?' });
  await question.getByRole('button', { name: 'Cancel' }).click();
  expect(await home()).toBe(207);
  await page.getByRole('button', { name: 'Revoke the password for Phone' }).click();
  await question.getByRole('button', { name: 'Revoke password' }).click();
  await expect(page.getByText('The password for Phone opens nothing any more')).toBeVisible();
  await expect(page.getByText('No program has a password of its own yet.')).toBeVisible();
  expect(await home()).toBe(401);
});

test('whoever changes the password stays signed in here, and is signed out elsewhere', async ({
  signedInPage,
  browser,
  app,
}) => {
  const page = await signedInPage('carol');
  const elsewhere = await (await browser.newContext({ baseURL: app.origin })).newPage();
  await signIn(elsewhere, 'carol');
  await page.goto('/settings');
  await page.getByRole('button', { name: 'Change password…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change password' });
  await dialog.getByRole('button', { name: 'Change password' }).click();
  await expect(dialog.getByText('Type the password that you have now.')).toBeVisible();
  expect(await violations(page), 'the dialog').toEqual([]);

  await dialog.getByLabel('Current password').fill('wrong one');
  await dialog.getByLabel('New password', { exact: true }).fill('correct horse');
  await dialog.getByLabel('New password once more').fill('correct house');
  await dialog.getByRole('button', { name: 'Change password' }).click();
  await expect(dialog.getByText('The two differ.')).toBeVisible();
  await dialog.getByLabel('New password once more').fill('correct horse');
  await dialog.getByRole('button', { name: 'Change password' }).click();
  await expect(dialog.getByText('This is not your current password.')).toBeVisible();
  await dialog.getByLabel('Current password').fill('carol-demo');
  await dialog.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('Your password is changed')).toBeVisible();

  await expect(page.getByRole('list', { name: 'Where you are signed in' }).getByRole('listitem')).toHaveCount(1);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Your password' })).toBeVisible();
  await elsewhere.goto('/calendar');
  await expect(elsewhere).toHaveURL(/\/sign-in/);
  await elsewhere.getByLabel('Name', { exact: true }).fill('carol');
  await elsewhere.getByLabel('Password', { exact: true }).fill('correct horse');
  await elsewhere.getByRole('button', { name: 'Sign in' }).click();
  await expect(elsewhere).toHaveURL(/\/calendar/);
  await elsewhere.context().close();
});

test('one sees where one is signed in, ends one of them, and then all', async ({ signedInPage, browser, app }) => {
  const page = await signedInPage('dan');
  const phone = await browser.newContext({
    baseURL: app.origin,
    userAgent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
  });
  const phonePage = await phone.newPage();
  await signIn(phonePage, 'dan');

  await page.goto('/settings');
  const list = page.getByRole('list', { name: 'Where you are signed in' });
  await expect(list.getByRole('listitem')).toHaveCount(2);
  await expect(list.getByRole('listitem').first()).toContainText('This browser');
  await expect(list.getByRole('listitem').last()).toContainText('Safari on iPhone');
  await page.getByRole('button', { name: 'Sign out: Safari on iPhone' }).click();
  await expect(page.getByText('Signed out: Safari on iPhone')).toBeVisible();
  await expect(list.getByRole('listitem')).toHaveCount(1);
  await phonePage.goto('/calendar');
  await expect(phonePage).toHaveURL(/\/sign-in/);

  await signIn(phonePage, 'dan');
  await page.getByRole('button', { name: 'Sign out everywhere…' }).click();
  const question = page.getByRole('alertdialog', { name: 'Sign out everywhere?' });
  await question.getByRole('button', { name: 'Sign out everywhere' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await phonePage.goto('/calendar');
  await expect(phonePage).toHaveURL(/\/sign-in/);
  await phone.close();
});

test('what cannot be loaded says so and can be tried again; at 390 px nothing stands out; axe agrees in light and dark', async ({
  signedInPage,
}) => {
  const page = await signedInPage('alice');
  await page.setViewportSize({ width: 390, height: 800 });
  await page.route('**/api/sessions', (route) => route.fulfill({ status: 500, json: {} }));
  await page.goto('/settings');
  const failure = page.getByRole('alert').filter({ hasText: 'The server failed' });
  await expect(failure).toBeVisible({ timeout: 30_000 });
  await page.unroute('**/api/sessions');
  await failure.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('This browser', { exact: true })).toBeVisible();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violations(page), colorScheme).toEqual([]);
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
});

async function violations(page: Page): Promise<readonly string[]> {
  const { violations: found } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}
