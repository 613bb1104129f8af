import { expect, test } from './support/app.ts';
import { editorUrl, putMeeting } from './support/meetings.ts';

test.use({ story: 'sign in' });

test('a wrong password is answered in words, and the right one leads on', async ({ page }) => {
  await page.goto('/');
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByLabel('Name', { exact: true }).fill('olivia');
  await page.getByLabel('Password', { exact: true }).fill('wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('The name or the password is wrong')).toBeVisible();

  await page.getByLabel('Password', { exact: true }).fill('olivia-demo');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/calendar/);
});

test('a link into the app asks to sign in first, and then leads there', async ({ page, app }) => {
  const href = await putMeeting(app, { uid: 'linked', summary: 'Linked meeting' });
  await page.goto(editorUrl(href));
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByLabel('Name', { exact: true }).fill('olivia');
  await page.getByLabel('Password', { exact: true }).fill('olivia-demo');
  await page.getByLabel('Password', { exact: true }).press('Enter');
  await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('Linked meeting');
});

test('whoever signs out must sign in again', async ({ signedInPage }) => {
  const page = await signedInPage('dan');
  await page.goto('/calendar');
  await page.getByRole('button', { name: /Dan/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto('/calendar');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('a session that ends while one types is renewed over the page, and what was typed is saved', async ({
  signedInPage,
  app,
}) => {
  const href = await putMeeting(app, { uid: 'interrupted', summary: 'Interrupted' });
  const page = await signedInPage('olivia');
  await page.goto(editorUrl(href));
  await page.getByRole('textbox', { name: 'Title' }).fill('Not interrupted');
  // It ends with the save itself: were it over before, a look for invitations might come first and open the dialog.
  await page.route(
    `**${href}`,
    async (route) => {
      await page.context().clearCookies();
      await route.continue();
    },
    { times: 1 },
  );
  await page.getByRole('button', { name: /^Save/ }).click();

  const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
  await dialog.getByLabel('Password', { exact: true }).fill('olivia-demo');
  await dialog.getByRole('button', { name: 'Sign in' }).click();

  await expect(dialog).toBeHidden();
  await expect.poll(async () => (await app.caldav.eventOf('olivia', 'Not interrupted'))?.href).toBe(href);
});
