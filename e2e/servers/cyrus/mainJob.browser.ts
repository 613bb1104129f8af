/**
 * The main job on Cyrus, scene by scene, through the gateway: Olivia meets Bob, whose calendar is on the server, and Erin, who is
 * mailed, on six Mondays at ten in Berlin, from 8 March 2027 (09:00 UTC; from 29 March 08:00 UTC). What Cyrus does is written out
 * by hand as it was measured (README.md), and held against the preview, the mail and Bob's calendar.
 */
import type { Page } from '@playwright/test';
import {
  addGuest,
  choose,
  deliveryReport,
  edit,
  type Names,
  openOn,
  previewedMessages,
  save,
  typeInto,
} from '../../support/editor.ts';
import type { ReadEvent } from '../../support/icalendarText.ts';
import { expect, sendAgain, sentSince, test } from './appOnCyrus.ts';

const TITLE = 'Weekly planning';
const RENAMED = 'Weekly strategy';
const NAMES: Names = { olivia: 'olivia', alice: 'alice', bob: 'bob', erin: 'erin@elsewhere.example' };

test.use({ story: 'main job on Cyrus' });
test.describe.configure({ mode: 'serial' });

test('1 signing in finds the server, and names it', async ({ signedInPage }) => {
  const page = await signedInPage('olivia');
  await page.goto('/settings');
  await expect(page.getByText('Cyrus, Cyrus IMAP 3.6.1')).toBeVisible();
  await expect(page.getByText('What Cyrus IMAP 3.6.1 was seen to do')).toBeVisible();
  await expect(page.getByText('olivia@convoke.example')).toBeVisible();
});

test('2 a weekly meeting invites Bob and Erin', async ({ signedInPage, on }) => {
  const page = await signedInPage('olivia');
  await page.goto('/calendar?view=week&date=2027-03-08');
  await page.getByRole('button', { name: 'New event' }).click();
  await page.getByRole('textbox', { name: 'Title' }).fill(TITLE);
  await page.getByRole('checkbox', { name: 'All day' }).uncheck({ force: true });
  await typeInto(page, 'Starts on', '08032027');
  await typeInto(page, 'Starts at', '1000');
  await typeInto(page, 'Ends at', '1100');
  await page.getByRole('group', { name: 'Repeats' }).getByRole('button', { name: 'Change' }).click();
  await page.getByRole('radio', { name: 'Weekly' }).click();
  await choose(page, 'After a number of times');
  await page.getByRole('textbox', { name: 'Number of times' }).fill('6');
  await addGuest(page, 'bob', NAMES);
  await page.getByRole('combobox', { name: 'Add guests' }).fill('erin@elsewhere.example');
  await page.keyboard.press('Enter');

  await expect(page.getByText('Bob and erin@elsewhere.example are invited.')).toBeVisible();
  expect(await previewedMessages(page, NAMES)).toEqual(['bob erin: REQUEST from 20270308T090000Z']);
  await save(page, 'Save · 2 requests');

  expect(await deliveryReport(page, NAMES)).toEqual({ bob: 'delivered (1.2)', erin: 'mailed (1.1)' });
  expect(await sentSince(on)).toEqual({
    mailed: ['erin REQUEST master'],
    written: ['bob'],
    inbox: ['bob REQUEST master'],
  });
  expect(outline(await on.eventsOf('bob'))).toEqual(['master 20270308T090000Z']);
  expect(statuses(await on.eventsOf('olivia'))).toEqual({ master: { bob: '1.2', erin: '1.1' } });
});

test('3 the second instance moves to two o’clock', async ({ signedInPage, on }) => {
  const page = await signedInPage('olivia');
  await openOn(page, '2027-03-15', TITLE);
  await edit(page, 'This event');
  await typeInto(page, 'Starts at', '1400');

  await expect(page.getByText('Bob and erin@elsewhere.example get an update of 15 March')).toBeVisible();
  expect(await previewedMessages(page, NAMES)).toEqual(['bob erin: REQUEST 20270315T090000Z']);
  await expect(page.getByText('This server will not do what you may expect')).toHaveCount(0);
  await save(page, 'Save · 2 requests');

  expect(await deliveryReport(page, NAMES)).toEqual({ bob: 'delivered (1.2)', erin: 'mailed (1.1)' });
  expect(await sentSince(on)).toEqual({
    mailed: ['erin REQUEST 20270315T090000Z'],
    written: ['bob'],
    inbox: ['bob REQUEST 20270315T090000Z'],
  });
  expect(outline(await on.eventsOf('bob'))).toEqual([
    'master 20270308T090000Z',
    '20270315T090000Z at 20270315T130000Z',
  ]);
});

test('4 Bob and Erin each leave one date: an update of all dates without it', async ({ signedInPage, on }) => {
  const page = await signedInPage('olivia');
  await openOn(page, '2027-03-22', TITLE);
  await edit(page, 'This event');
  await page.getByRole('button', { name: 'Remove bob' }).click();

  const preview = page.getByRole('region', { name: 'What saving will send' });
  await expect(
    preview.getByText('Bob gets an update without 22 March; erin@elsewhere.example is told nothing'),
  ).toBeVisible();
  await preview.getByText('How Cyrus IMAP 3.6.1 differs from the standard here').click();
  await expect(
    preview.getByText('For bob: an update of all dates without 22 March, not a cancellation of 22 March.'),
  ).toBeVisible();
  await expect(
    preview.getByText('Cyrus IMAP 3.6.1 will not tell erin@elsewhere.example that the guest list changed.'),
  ).toBeVisible();
  expect(await previewedMessages(page, NAMES)).toEqual([
    'bob: REQUEST from 20270308T090000Z without 20270322T090000Z + 20270315T090000Z',
  ]);
  await save(page, 'Save · 1 request');
  expect(await deliveryReport(page, NAMES)).toEqual({ bob: 'delivered (1.2)' });
  expect(await sentSince(on)).toEqual({ mailed: [], written: ['bob'], inbox: [] });
  expect(outline(await on.eventsOf('bob'))).toEqual([
    'master 20270308T090000Z without 20270322T090000Z',
    '20270315T090000Z at 20270315T130000Z',
  ]);

  await openOn(page, '2027-03-29', TITLE);
  await edit(page, 'This event');
  await page.getByRole('button', { name: 'Remove erin@elsewhere.example' }).click();
  await expect(page.getByText('Erin@elsewhere.example gets an update without 29 March')).toBeVisible();
  expect(await previewedMessages(page, NAMES)).toEqual([
    'erin: REQUEST from 20270308T090000Z without 20270329T080000Z + 20270315T090000Z + 20270322T090000Z',
  ]);
  await save(page, 'Save · 1 request');
  expect(await deliveryReport(page, NAMES)).toEqual({ erin: 'mailed (1.1)' });
  expect(await sentSince(on)).toEqual({
    mailed: ['erin REQUEST master + 20270315T090000Z + 20270322T090000Z without 20270329T080000Z'],
    written: [],
    inbox: [],
  });
});

test('5 an alarm is nobody’s business but Olivia’s', async ({ signedInPage, on }) => {
  const page = await signedInPage('olivia');
  await openOn(page, '2027-03-08', TITLE);
  await edit(page, 'All events');
  await page.getByRole('button', { name: 'Add an alarm' }).click();
  await expect(page.getByText(/told nothing, because only the alarms? changed/)).toBeVisible();
  await expect(page.getByText('This server will not do what you may expect')).toHaveCount(0);
  await save(page, 'Save · nobody is told');
  expect(await sentSince(on)).toEqual({ mailed: [], written: [], inbox: [] });
  expect((await on.eventsOf('olivia'))[0]?.alarmCount).toBe(1);
});

test('6 a video link alone goes to nobody, unless it is asked for; and asking holds for one save', async ({
  signedInPage,
  on,
}) => {
  const page = await signedInPage('olivia');
  await openOn(page, '2027-03-08', TITLE);
  await edit(page, 'All events');
  await page.getByRole('textbox', { name: 'Video link' }).fill('https://meet.example/planning');
  const warning = page.getByText('This server will not do what you may expect');
  await expect(warning).toBeVisible();
  for (const guest of ['bob', 'erin@elsewhere.example'])
    await expect(
      page.getByText(`Cyrus IMAP 3.6.1 will not tell ${guest} what changed for all dates: video link.`),
    ).toBeVisible();
  await expect(page.getByText('this server does not tell guests of such a change').first()).toBeVisible();
  expect(await previewedMessages(page, NAMES)).toEqual([]);

  for (const guest of ['bob', 'erin@elsewhere.example']) await sendAgain(page, guest);
  await expect(warning).toHaveCount(0);
  await expect(page.getByText('Bob and erin@elsewhere.example are sent the invitation again.')).toBeVisible();
  expect(await previewedMessages(page, NAMES)).toEqual([
    'bob: REQUEST from 20270308T090000Z without 20270322T090000Z + 20270315T090000Z + 20270329T080000Z',
    'erin: REQUEST from 20270308T090000Z without 20270329T080000Z + 20270315T090000Z + 20270322T090000Z',
  ]);
  await save(page, 'Save · 2 requests');
  expect(await deliveryReport(page, NAMES)).toEqual({ bob: 'delivered (1.2)', erin: 'mailed (1.1)' });
  expect(await sentSince(on)).toEqual({
    mailed: ['erin REQUEST master + 20270315T090000Z + 20270322T090000Z without 20270329T080000Z'],
    written: ['bob'],
    // The override of 29 March is new to Bob.
    inbox: ['bob REQUEST master + 20270315T090000Z + 20270329T080000Z without 20270322T090000Z'],
  });
  expect(await on.textOf('bob')).toContain('https://meet.example/planning');
  expect(await on.textOf('olivia')).toContain('SCHEDULE-FORCE-SEND=REQUEST');

  await page.getByRole('button', { name: 'Add an alarm' }).click();
  await save(page, 'Save · nobody is told');
  expect(await sentSince(on)).toEqual({ mailed: [], written: [], inbox: [] });
  expect(await on.textOf('olivia')).not.toContain('SCHEDULE-FORCE-SEND');
});

test('7 a date that is left out is told as an update without it', async ({ signedInPage, on }) => {
  const page = await signedInPage('olivia');
  await openOn(page, '2027-04-05', TITLE);
  await page.getByRole('button', { name: 'Delete meeting…' }).click();
  const dialog = page.getByRole('alertdialog').or(page.getByRole('dialog'));
  await expect(dialog.getByText('Bob and erin@elsewhere.example get an update without 5 April.')).toBeVisible();
  await expect(dialog.getByRole('radio', { name: /^Only .*5 April/ })).toBeChecked();
  await dialog.getByRole('button', { name: 'Delete this date and tell them' }).click();
  await expect(dialog).toBeHidden();
  expect(await sentSince(on)).toMatchObject({
    mailed: ['erin REQUEST master + 20270315T090000Z + 20270322T090000Z without 20270329T080000Z, 20270405T080000Z'],
    written: ['bob'],
  });
  expect((await on.eventsOf('bob'))[0]?.exdates).toEqual(['20270322T090000Z', '20270405T080000Z']);
});

test('8 Bob accepts, and Olivia sees it', async ({ signedInPage, on }) => {
  await answer(await signedInPage('bob'), 'Accept');
  expect((await sentSince(on)).mailed).toEqual([]);
  expect((await on.eventsOf('olivia')).map(({ attendees }) => attendees['bob']?.partstat)).toContain('ACCEPTED');
  const page = await signedInPage('olivia');
  await openOn(page, '2027-03-08', TITLE);
  await edit(page, 'All events');
  await expect(page.getByText('accepted', { exact: true })).toBeVisible();
});

test('9 a reply that comes in while Olivia types is kept, and her change is saved', async ({ signedInPage, on }) => {
  const page = await signedInPage('olivia');
  await openOn(page, '2027-03-08', TITLE);
  await edit(page, 'All events');
  await page.getByRole('textbox', { name: 'Title' }).fill(RENAMED);
  await answer(await signedInPage('bob'), 'Decline');
  await sentSince(on);

  const refused = page.waitForResponse((response) => response.status() === 412);
  await save(page, 'Save · 2 requests');
  expect((await refused).request().headers()['if-match']).toBeDefined();
  expect(await deliveryReport(page, NAMES)).toEqual({ bob: 'delivered (1.2)', erin: 'mailed (1.1)' });
  const [master] = await on.eventsOf('olivia');
  expect(master).toMatchObject({ summary: RENAMED, attendees: { bob: { partstat: 'DECLINED' } } });
  const { mailed, written } = await sentSince(on);
  expect(written).toEqual(['bob']);
  expect(mailed).toEqual([
    'erin REQUEST master + 20270315T090000Z + 20270322T090000Z without 20270329T080000Z, 20270405T080000Z',
  ]);
});

test('10 deleting cancels the meeting for both', async ({ signedInPage, on }) => {
  const page = await signedInPage('olivia');
  await openOn(page, '2027-03-08', RENAMED);
  await edit(page, 'All events');
  await page.getByRole('button', { name: 'Delete meeting…' }).click();
  const dialog = page.getByRole('alertdialog').or(page.getByRole('dialog'));
  await expect(dialog.getByText('The meeting is cancelled for bob and erin@elsewhere.example.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Delete and tell them' }).click();
  await page.waitForURL(/\/calendar/);
  expect(await on.eventsOf('olivia')).toEqual([]);
  const { mailed, written } = await sentSince(on);
  expect(written).toEqual(['bob']);
  expect(mailed).toEqual([
    'erin CANCEL master + 20270315T090000Z + 20270322T090000Z without 20270329T080000Z, 20270405T080000Z',
  ]);
  expect((await on.eventsOf('bob')).map(({ status }) => status)).not.toContain(undefined);
});

/** Answers the whole series on the page of the event. */
async function answer(page: Page, reply: 'Accept' | 'Decline'): Promise<void> {
  await openOn(page, '2027-03-08', TITLE);
  await edit(page, 'All events');
  await page.getByRole('radiogroup', { name: 'Your answer' }).getByRole('radio', { name: reply }).click();
  await page.getByRole('button', { name: 'Save · 1 reply' }).click();
  await expect(page.getByText(/^Saved/).first()).toBeVisible();
}

/** Each component: instance, start where it is another one, EXDATEs, and CANCELLED. */
function outline(events: readonly ReadEvent[]): readonly string[] {
  return events.map(({ recurrenceId, start, exdates, status }) =>
    [
      recurrenceId ?? `master ${start}`,
      ...(recurrenceId === undefined || recurrenceId === start ? [] : [`at ${start}`]),
      ...(exdates.length > 0 ? [`without ${exdates.join(', ')}`] : []),
      ...(status === 'CANCELLED' ? [status] : []),
    ].join(' '),
  );
}

/** SCHEDULE-STATUS by component and guest. */
function statuses(events: readonly ReadEvent[]): Readonly<Record<string, unknown>> {
  return byKey(events, ({ attendees }) =>
    Object.fromEntries(
      Object.entries(attendees)
        .filter(([name]) => name !== 'olivia')
        .map(([name, { scheduleStatus }]) => [name, scheduleStatus]),
    ),
  );
}

function byKey<T>(events: readonly ReadEvent[], value: (event: ReadEvent) => T): Readonly<Record<string, T>> {
  return Object.fromEntries(events.map((event) => [event.recurrenceId ?? 'master', value(event)]));
}
