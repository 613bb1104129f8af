import type { Page } from '@playwright/test';
import { expect, test } from './support/app.ts';
import { editorUrl, putMeeting } from './support/meetings.ts';

test.use({ story: 'layout' });

const GUESTS = ['alice', 'bob', 'carol', 'dan'].map((name) => `ATTENDEE:mailto:${name}@convoke.example`);
const LONG = 'A planning meeting with a name of sixty characters or even more';

for (const width of [320, 390, 768, 1440, 3840]) {
  test(`at ${width} px no page scrolls sideways`, async ({ signedInPage, app, page: signInPage }) => {
    await signInPage.setViewportSize({ width, height: 900 });
    await signInPage.goto('/sign-in');
    await expect(signInPage.getByRole('button', { name: 'Sign in' })).toBeVisible();
    expect(await sidewaysScroll(signInPage), 'sign-in').toBe(0);

    const href = await putMeeting(app, {
      uid: `wide-${width}`,
      summary: LONG,
      lines: ['RRULE:FREQ=WEEKLY;COUNT=30', ...GUESTS, `ATTENDEE:mailto:${'x'.repeat(60)}@elsewhere.example`],
    });
    const page = await signedInPage('olivia');
    await page.setViewportSize({ width, height: 900 });
    const urls = [
      '/calendar?view=month&date=2027-03-08',
      '/calendar?view=week&date=2027-03-08',
      '/calendar?view=day&date=2027-03-08',
      '/calendar?view=agenda&date=2027-03-08',
      '/event/new',
      editorUrl(href),
      '/invitations',
      '/settings',
    ];
    for (const url of urls) {
      await page.goto(url);
      await page.waitForLoadState('networkidle');
      expect(await sidewaysScroll(page), url).toBe(0);
    }
  });
}

test('at 320 px the preview opens from its bar above the foot', async ({ signedInPage, app }) => {
  const href = await putMeeting(app, { uid: 'narrow', summary: 'Narrow', lines: GUESTS });
  const page = await signedInPage('olivia');
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto(editorUrl(href));
  await page.getByRole('textbox', { name: 'Title' }).fill('Narrower');
  const bar = page.getByRole('button', { name: 'What saving will send' });
  await expect(bar).toContainText('4 updates');
  await bar.click();
  await expect(page.getByRole('dialog').getByRole('list', { name: 'Who is told what' })).toContainText('Alice Ames');
  expect(await sidewaysScroll(page)).toBe(0);
});

/** How many pixels of the page stand beyond the right edge of the window. */
function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return Math.max(0, Math.max(scrollWidth, document.body.scrollWidth) - clientWidth);
  });
}
