import type { Page } from '@playwright/test';
import { expect, test } from './support/app.ts';
import { violations } from './support/axe.ts';
import { editorUrl, meetingText, putMeeting } from './support/meetings.ts';

test.use({ story: 'sharing' });
test.describe.configure({ timeout: 180_000 });

const WEEK = '/calendar?view=week&date=2027-03-08';
const GUESTS = ['ATTENDEE;CN=Bob Byrne:mailto:bob@convoke.example'];

test('a calendar is shared, the rights are changed and taken back', async ({ signedInPage, app }) => {
  await putMeeting(app, { uid: 'shared', summary: 'Board meeting', lines: GUESTS });
  const carol = await signedInPage('carol');
  await carol.goto(WEEK);
  await expect(carol.getByRole('checkbox', { name: 'Work' })).toHaveCount(1);

  const olivia = await signedInPage('olivia');
  await olivia.goto(WEEK);
  const dialog = await openSharing(olivia, 'Work');
  await expect(dialog.getByText('Only you have this calendar.')).toBeVisible();
  await share(olivia, 'car', 'Carol Cole', 'May see');
  await expect(dialog.getByRole('status')).toHaveText('Carol Cole may see this calendar now.');
  await expect(dialog.getByRole('combobox', { name: 'Share with' })).toBeFocused();
  expect(await violations(olivia)).toEqual([]);

  await carol.reload();
  const oliviasGroup = carol.getByRole('region', { name: 'Olivia Organizer' });
  await expect(oliviasGroup.getByRole('checkbox', { name: 'Work (read only)' })).toBeChecked();
  await expect(oliviasGroup.getByRole('button')).toHaveCount(0);
  await expect(carol.getByText('Board meeting').first()).toBeVisible();
  expect(await violations(carol)).toEqual([]);
  await carol.getByText('Board meeting').first().click();
  await expect(carol.getByText('Olivia Organizer lets you see this calendar, but not change it')).toBeVisible();
  await expect(carol.getByRole('textbox', { name: 'Title' })).toHaveAttribute('readonly', '');
  await expect(carol.getByRole('button', { name: /^Save/ })).toHaveCount(0);

  await dialog.getByRole('button', { name: /What Carol Cole may do/ }).click();
  await olivia.getByRole('option', { name: /^May change and invite/ }).click();
  await expect(dialog.getByRole('status')).toHaveText(
    'Carol Cole may change this calendar and invite in your name now.',
  );
  await expect(dialog.getByRole('button', { name: /What Carol Cole may do/ })).toBeFocused();
  await dialog.getByRole('button', { name: 'Take the calendar back from Carol Cole' }).click();
  await expect(dialog.getByText('Only you have this calendar.')).toBeVisible();
  const undo = dialog.getByRole('button', { name: 'Undo' });
  await expect(undo).toBeFocused();
  await undo.press('Enter');
  await expect(dialog.getByRole('button', { name: /What Carol Cole may do/ })).toContainText('May change and invite');
  await dialog.getByRole('button', { name: 'Take the calendar back from Carol Cole' }).click();
  await expect(dialog.getByText('Carol Cole has this calendar no more.')).toBeVisible();
  await carol.goto(WEEK);
  await expect(carol.getByRole('checkbox', { name: 'Work' })).toHaveCount(1);
});

test('who may invite for the owner does so in the owner’s name', async ({ signedInPage, app }) => {
  const href = await putMeeting(app, { uid: 'on-behalf', summary: 'Budget', lines: GUESTS });
  const olivia = await signedInPage('olivia');
  await olivia.goto(WEEK);
  await openSharing(olivia, 'Work');
  await share(olivia, 'ali', 'Alice Ames', 'May change and invite');
  await expect(olivia.getByText('Alice Ames may change this calendar and invite in your name now.')).toBeVisible();
  await expect(olivia.getByRole('button', { name: /What they may do/ })).toContainText('May see');
  await app.caldav.newMessagesOf('bob');

  const alice = await signedInPage('alice');
  await alice.goto(editorUrl(href));
  await expect(alice.getByText('You act for Olivia Organizer')).toBeVisible();
  await alice.getByRole('textbox', { name: 'Title' }).fill('Budget 2028');
  const preview = alice.getByRole('region', { name: 'What saving will send' });
  await expect(preview.getByText('In the name of Olivia Organizer')).toBeVisible();
  expect(await violations(alice)).toEqual([]);
  await alice.getByRole('button', { name: 'Save · 1 request', exact: true }).click();
  await expect(alice.getByRole('list', { name: 'Delivery, guest by guest' })).toContainText('delivered');
  const [message] = await app.caldav.newMessagesOf('bob');
  expect(message?.method).toBe('REQUEST');
  expect(message?.text).toContain('mailto:olivia@convoke.example');
  expect(message?.text).toContain('SUMMARY:Budget 2028');
  expect(message?.text).not.toContain('alice');

  await alice.goto('/event/new?start=2027-03-10T09:00:00Z&end=2027-03-10T10:00:00Z');
  await alice.getByRole('textbox', { name: 'Title' }).fill('Kick-off');
  await alice.getByRole('button', { name: /^Work/ }).click();
  await alice.getByRole('option', { name: 'Work · Olivia Organizer' }).click();
  await expect(alice.getByText('You act for Olivia Organizer')).toBeVisible();
  await alice.getByRole('combobox', { name: 'Add guests' }).fill('bob@convoke.example');
  await alice.getByRole('combobox', { name: 'Add guests' }).press('Enter');
  await alice.getByRole('button', { name: 'Save · 1 request', exact: true }).click();
  await expect(alice.getByRole('list', { name: 'Delivery, guest by guest' })).toContainText('delivered');
  const stored = await app.caldav.eventOf('olivia', 'Kick-off');
  expect(stored?.text).toMatch(/ORGANIZER[^\r\n]*mailto:olivia@convoke\.example/);
  expect(await app.caldav.eventOf('alice', 'Kick-off')).toBeUndefined();
});

test('who may not invite for the owner is told so before saving', async ({ signedInPage, app }) => {
  const href = await putMeeting(app, { uid: 'not-for-her', summary: 'Hiring', lines: GUESTS });
  const plain = '/dav/calendars/olivia/work/plain.ics';
  const text = meetingText({ uid: 'plain', summary: 'Errand' }).replace(/ORGANIZER[^\r]*\r\n/, '');
  expect((await app.caldav.put('olivia', plain, text)).status).toBe(201);
  const olivia = await signedInPage('olivia');
  await olivia.goto(WEEK);
  await openSharing(olivia, 'Work');
  await share(olivia, 'dan', 'Dan Dietz', 'May change');
  await expect(olivia.getByText(/may change this calendar now\.$/)).toBeVisible();
  await app.caldav.newMessagesOf('bob');

  const dan = await signedInPage('dan');
  await dan.goto(editorUrl(href));
  await dan.getByRole('textbox', { name: 'Title' }).fill('Hiring, later');
  await expect(dan.getByText('You may not send invitations for Olivia Organizer')).toBeVisible();
  await expect(dan.getByRole('button', { name: /^Save/ })).toBeDisabled();
  expect(await violations(dan)).toEqual([]);
  await dan.getByRole('button', { name: 'Discard' }).click();
  await dan.getByRole('button', { name: 'Delete meeting…' }).click();
  await expect(dan.getByRole('button', { name: 'Delete and tell them' })).toBeDisabled();
  await dan.getByRole('button', { name: 'Keep it' }).click();

  await dan.goto(editorUrl(plain));
  await dan.getByRole('textbox', { name: 'Title' }).fill('Errand, done');
  await dan.getByRole('button', { name: /^Save/ }).click();
  await expect(dan.getByText('Saved.', { exact: true })).toBeVisible();
  expect(await app.caldav.eventOf('olivia', 'Errand, done')).toBeDefined();
  expect(await app.caldav.newMessagesOf('bob')).toEqual([]);
});

/** Opens the dialog that shares one's own calendar. */
async function openSharing(page: Page, calendar: string) {
  await page.getByRole('checkbox', { name: calendar, exact: true }).hover({ force: true });
  await page.getByRole('button', { name: `More about the calendar ${calendar}`, exact: true }).click();
  await page.getByRole('menuitem', { name: 'Share…' }).click();
  return page.getByRole('dialog', { name: `Share “${calendar}”` });
}

/** Finds somebody by a part of his name and gives him the calendar. */
async function share(page: Page, typed: string, name: string, level: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Share with' }).fill(typed);
  await page.getByRole('option', { name }).click();
  await page.getByRole('button', { name: /What they may do/ }).click();
  await page.getByRole('option', { name: new RegExp(`^${level}(?! and)`) }).click();
  await page.getByRole('button', { name: 'Share', exact: true }).click();
}
