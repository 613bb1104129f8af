import type { Page } from '@playwright/test';
import { type App, expect, test } from './support/app.ts';
import { violations } from './support/axe.ts';
import { meetingText, putMeeting } from './support/meetings.ts';

test.use({ story: 'calendars' });

const WEEK = '/calendar?view=week&date=2027-03-08';

test('a calendar is made, renamed, coloured, and the change taken back', async ({ signedInPage, app }) => {
  const olivia = await signedInPage('olivia');
  await olivia.goto(WEEK);
  await olivia.getByRole('button', { name: 'New calendar' }).click();
  const dialog = olivia.getByRole('dialog', { name: 'New calendar' });
  await dialog.getByRole('button', { name: 'Create calendar' }).click();
  await expect(dialog.getByText('Give it a name')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Team & events');
  await dialog.getByRole('radio', { name: 'Orange' }).check({ force: true });
  expect(await violations(olivia)).toEqual([]);
  await olivia.keyboard.press('Tab');
  await dialog.getByRole('textbox', { name: 'Name' }).press('Enter');
  await expect(olivia.getByRole('checkbox', { name: 'Team & events' })).toBeChecked();
  const [made] = await calendarsOf(app, 'Team &amp; events');
  expect(made?.href).toMatch(/^\/dav\/calendars\/olivia\/team-events-[0-9a-f]{6}\/$/);
  expect(made?.text).toContain('#bd5223');

  await command(olivia, 'Team & events', 'Name and colour…');
  const edit = olivia.getByRole('dialog', { name: 'Name and colour' });
  await edit.getByRole('textbox', { name: 'Name' }).fill('Workshops');
  await edit.getByRole('radio', { name: 'Teal' }).check({ force: true });
  await edit.getByRole('button', { name: 'Save' }).click();
  await expect(olivia.getByRole('checkbox', { name: 'Workshops' })).toBeVisible();
  expect((await calendarsOf(app, 'Workshops'))[0]?.text).toContain('#0c8a7c');

  await olivia.getByRole('button', { name: 'Undo' }).click();
  await expect(olivia.getByRole('checkbox', { name: 'Team & events' })).toBeVisible();
  expect((await calendarsOf(app, 'Team &amp; events'))[0]?.text).toContain('#bd5223');
});

test('deleting a calendar says first whose meetings are cancelled', async ({ signedInPage, app }) => {
  const home = '/dav/calendars/olivia';
  const made = await app.caldav.request('olivia', 'MKCALENDAR', `${home}/offsite/`);
  expect(made.status).toBe(201);
  const guests = ['alice', 'bob'].map((name) => `ATTENDEE;CN=${name}:mailto:${name}@convoke.example`);
  const planning = meetingText({ uid: 'offsite-1', summary: 'Offsite planning', lines: guests });
  expect((await app.caldav.put('olivia', `${home}/offsite/offsite-1.ics`, planning)).status).toBe(201);
  const alone = meetingText({ uid: 'offsite-2', summary: 'Packing', lines: [] });
  expect((await app.caldav.put('olivia', `${home}/offsite/offsite-2.ics`, alone)).status).toBe(201);
  await app.caldav.newMessagesOf('alice');

  const olivia = await signedInPage('olivia');
  await olivia.goto(WEEK);
  await expect(olivia.getByText('Offsite planning').first()).toBeVisible();
  await command(olivia, 'offsite', 'Delete…');
  const dialog = olivia.getByRole('dialog', { name: 'Delete “offsite”?' });
  await expect(dialog.getByText('2 entries go with it. This cannot be undone.')).toBeVisible();
  await expect(dialog.getByRole('heading', { name: '1 meeting is cancelled for alice and bob' })).toBeVisible();
  await expect(dialog.getByRole('list', { name: 'Meetings' })).toHaveText('Offsite planningalice and bob');
  expect(await violations(olivia)).toEqual([]);
  await dialog.getByRole('button', { name: 'Keep it' }).click();
  expect(await app.caldav.newMessagesOf('alice')).toEqual([]);

  await command(olivia, 'offsite', 'Delete…');
  await dialog.getByRole('button', { name: 'Delete and tell them' }).click();
  await expect(olivia.getByRole('checkbox', { name: 'offsite' })).toHaveCount(0);
  await expect(olivia.getByText('Offsite planning')).toHaveCount(0);
  expect((await app.caldav.newMessagesOf('alice')).map(({ method }) => method)).toEqual(['CANCEL']);
  expect((await app.caldav.request('olivia', 'PROPFIND', `${home}/offsite/`, { Depth: '0' })).status).toBe(404);
});

test('the calendar that receives invitations stays, and the app says why', async ({ signedInPage, app }) => {
  await putMeeting(app, { uid: 'stays', summary: 'Stays' });
  const olivia = await signedInPage('olivia');
  await olivia.goto(WEEK);
  await command(olivia, 'Work', 'Delete…');
  const dialog = olivia.getByRole('dialog', { name: '“Work” cannot be deleted' });
  await expect(dialog.getByText('invitations that you get')).toBeVisible();
  await dialog.getByRole('button', { name: 'Keep it' }).click();
  await expect(olivia.getByText('Stays').first()).toBeVisible();
});

test('by keyboard alone a calendar is made and deleted', async ({ signedInPage }) => {
  const olivia = await signedInPage('olivia');
  await olivia.goto(WEEK);
  await olivia.getByRole('button', { name: 'New calendar' }).focus();
  await olivia.keyboard.press('Enter');
  await expect(olivia.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await olivia.keyboard.type('By keys');
  await olivia.keyboard.press('Tab');
  await olivia.keyboard.press('ArrowRight');
  await olivia.keyboard.press('Tab');
  await olivia.keyboard.press('Tab');
  await olivia.keyboard.press('Enter');
  const box = olivia.getByRole('checkbox', { name: 'By keys' });
  await expect(box).toBeVisible();
  await box.focus();
  await olivia.keyboard.press('Tab');
  await expect(olivia.getByRole('button', { name: 'More about the calendar By keys' })).toBeFocused();
  await olivia.keyboard.press('Enter');
  await olivia.keyboard.press('End');
  await olivia.keyboard.press('Enter');
  await expect(olivia.getByRole('button', { name: 'Keep it' })).toBeFocused();
  // Only when it is known what goes can it be deleted.
  await expect(olivia.getByRole('button', { name: 'Delete calendar' })).toBeEnabled();
  await olivia.keyboard.press('Tab');
  await olivia.keyboard.press('Enter');
  await expect(box).toHaveCount(0);
});

/** Opens the menu of a calendar in the side bar and takes one of its commands. */
async function command(page: Page, calendar: string, name: string): Promise<void> {
  await page.getByRole('checkbox', { name: calendar, exact: true }).hover({ force: true });
  await page.getByRole('button', { name: `More about the calendar ${calendar}`, exact: true }).click();
  await page.getByRole('menuitem', { name }).click();
}

/** The collections of Olivia's home whose properties hold that name, as the server writes it. */
async function calendarsOf(app: App, name: string): Promise<readonly { href: string | undefined; text: string }[]> {
  const body =
    '<propfind xmlns="DAV:" xmlns:a="http://apple.com/ns/ical/"><prop><displayname/><a:calendar-color/></prop></propfind>';
  const answer = await app.caldav.request('olivia', 'PROPFIND', '/dav/calendars/olivia/', { Depth: '1' }, body);
  const responses = (await answer.text()).split(/<(?:\w+:)?response>/).slice(1);
  return responses
    .filter((text) => text.includes(`>${name}<`))
    .map((text) => ({ href: /<(?:\w+:)?href>([^<]+)</.exec(text)?.[1], text }));
}
