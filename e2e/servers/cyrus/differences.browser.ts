/** What the preview says where Cyrus differs from the RFC, seen by everybody: light, dark, on a telephone; and that the way around helps. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { edit, openOn, save } from '../../support/editor.ts';
import { expect, sendAgain, sentSince, test } from './appOnCyrus.ts';
import { calendarText, on as instance, vevent, WEEKLY } from './meeting.ts';

const PEOPLE = [
  'ORGANIZER;CN=Olivia Organizer:mailto:olivia@convoke.example',
  'ATTENDEE;CN=Olivia Organizer;PARTSTAT=ACCEPTED:mailto:olivia@convoke.example',
  'ATTENDEE;CN=Bob Byrne:mailto:bob@convoke.example',
  'ATTENDEE;CN=Erin Elsewhere:mailto:erin@elsewhere.example',
];
const WARNING = 'This server will not do what you may expect';

test.use({ story: 'differences of Cyrus' });
test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ on }) => {
  const cancelled = vevent(...instance('0315'), 'STATUS:CANCELLED', ...PEOPLE);
  const text = calendarText('weekly', [vevent(...WEEKLY, ...PEOPLE), cancelled]);
  const { status } = await on.as('olivia').send('PUT', '/dav/calendars/user/olivia/Default/weekly.ics', text);
  expect(status).toBe(201);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing to complain about in a warning, ${colorScheme}`, async ({ signedInPage }) => {
    const page = await signedInPage('olivia');
    await page.emulateMedia({ colorScheme });
    await openOn(page, '2027-03-22', 'Planning');
    await edit(page, 'All events');
    await page.getByRole('textbox', { name: 'Video link' }).fill('https://meet.example/planning');
    await expect(page.getByText(WARNING)).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });

  test(`axe finds nothing to complain about in the differences unfolded, ${colorScheme}`, async ({ signedInPage }) => {
    const page = await signedInPage('olivia');
    await page.emulateMedia({ colorScheme });
    await openOn(page, '2027-03-22', 'Planning');
    await edit(page, 'This event');
    await page.getByRole('button', { name: 'Remove Bob Byrne' }).click();
    await page.getByText('How Cyrus IMAP 3.6.1 differs from the standard here').click();
    await expect(page.getByText('For Bob Byrne: an update of all dates without 22 March')).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });
}

test('on a telephone the bar warns, and the sheet says of what', async ({ signedInPage }) => {
  const page = await signedInPage('olivia');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/event?url=/dav/calendars/user/olivia/Default/weekly.ics');
  await page.getByRole('textbox', { name: 'Video link' }).fill('https://meet.example/planning');
  const bar = page.getByRole('button', { name: /^What saving will send/ });
  await expect(bar).toContainText(`${WARNING}Nobody is told2 told nothing`);
  await bar.click();
  const sheet = page.getByRole('dialog', { name: 'What saving will send' });
  await expect(sheet.getByText(WARNING)).toBeVisible();
  await expect(
    sheet.getByText(
      'Cyrus IMAP 3.6.1 will not tell Bob Byrne and Erin Elsewhere what changed for all dates: video link.',
    ),
  ).toBeVisible();
  const widths = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  expect(widths).toEqual([390, 390]);
  expect(await violations(page)).toEqual([]);
});

test('a cancelled date that takes place again is told when it is asked for', async ({ signedInPage, on }) => {
  const page = await signedInPage('olivia');
  await openOn(page, '2027-03-15', 'Planning');
  await edit(page, 'This event');
  await page.getByRole('button', { name: 'Let it take place again' }).click();
  await expect(
    page.getByText('Cyrus IMAP 3.6.1 will not tell Bob Byrne and Erin Elsewhere that 15 March takes place after all.'),
  ).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save · nobody is told' })).toBeEnabled();

  await sendAgain(page, 'Bob Byrne');
  await sendAgain(page, 'Erin Elsewhere');
  await expect(page.getByText(WARNING)).toHaveCount(0);
  await sentSince(on);
  await save(page, 'Save · 2 requests');
  const { mailed, written } = await sentSince(on);
  expect(mailed).toEqual(['erin REQUEST 20270315T090000Z']);
  expect(written).toEqual(['bob']);
});

/** One line for each rule that is broken, with the elements that break it. */
async function violations(page: Page): Promise<readonly string[]> {
  const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const results = await new AxeBuilder({ page }).withTags(standards).analyze();
  return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}
