/**
 * The main job as one story, scene by scene. Olivia meets Alice and Bob on six Mondays at ten in Berlin, from 8 March 2027.
 * Clocks go forward on 28 March, so the first three instances are at 09:00 UTC and the others at 08:00 UTC.
 * What each scene expects is written out by hand after RFC 6638 §3.2 and RFC 5546 §3.2, and held against the screen and,
 * past the app, against everybody's inbox and calendar.
 */
import type { Page } from '@playwright/test';
import { type App, expect, test } from './support/app.ts';
import type { User } from './support/caldavReader.ts';
import {
  addGuest,
  choose,
  deliveryReport,
  edit,
  openOn,
  previewedMessages,
  received,
  save,
  setSender,
  typeInto,
} from './support/editor.ts';
import type { ReadEvent } from './support/icalendarText.ts';

const TITLE = 'Weekly planning';
const GUESTS = ['alice', 'bob', 'carol'] as const;

test.use({ story: 'main job' });
test.describe.configure({ mode: 'serial' });

test('1 a weekly meeting invites Alice and Bob', async ({ signedInPage, app }) => {
  const page = await signedInPage('olivia');
  await page.goto('/calendar?view=week&date=2027-03-08');
  await page.getByRole('button', { name: 'New event' }).click();
  await page.getByRole('textbox', { name: 'Title' }).fill(TITLE);
  await page.getByRole('checkbox', { name: 'All day' }).uncheck({ force: true });
  await typeInto(page, 'Starts on', '08032027');
  await typeInto(page, 'Starts at', '1000');
  await typeInto(page, 'Ends at', '1100');
  await expect(page.getByRole('combobox', { name: 'Time zone' })).toHaveValue(/Berlin/);
  await page.getByRole('group', { name: 'Repeats' }).getByRole('button', { name: 'Change' }).click();
  await page.getByRole('radio', { name: 'Weekly' }).click();
  await choose(page, 'After a number of times');
  await page.getByRole('textbox', { name: 'Number of times' }).fill('6');
  await addGuest(page, 'alice');
  await addGuest(page, 'bob');

  await expect(page.getByText('Every week on Monday, 6 times')).toBeVisible();
  await expect(page.getByText('Alice Ames and Bob Byrne are invited.')).toBeVisible();
  expect(await previewedMessages(page)).toEqual(['alice bob: REQUEST from 20270308T090000Z']);

  await save(page, 'Save · 2 requests');
  expect(await deliveryReport(page)).toEqual({ alice: 'delivered (1.2)', bob: 'delivered (1.2)' });

  expect(await received(app, GUESTS)).toEqual({
    alice: ['REQUEST from 20270308T090000Z'],
    bob: ['REQUEST from 20270308T090000Z'],
    carol: [],
  });
  for (const guest of ['alice', 'bob'] as const) {
    const [master, ...others] = await copyOf(app, guest);
    expect(others).toEqual([]);
    expect(master).toMatchObject({
      start: '20270308T090000Z',
      rrule: expect.stringContaining('COUNT=6'),
      organizer: 'mailto:olivia@convoke.example',
    });
    expect(master?.attendees[guest]?.partstat).toBe('NEEDS-ACTION');
  }
  expect(await app.caldav.calendarOf('carol')).toEqual([]);
  expect(await statuses(app)).toEqual({ master: { alice: '1.2', bob: '1.2' } });
});

test('2 Carol joins the third instance only', async ({ signedInPage, app }) => {
  const page = await signedInPage('olivia');
  await openOn(page, '2027-03-22', TITLE);
  await edit(page, 'This event');
  await addGuest(page, 'carol');

  await expect(
    page.getByText('Carol Cole is invited to 22 March; Alice Ames and Bob Byrne get the new guest list of 22 March.'),
  ).toBeVisible();
  await expect(page.getByRole('list', { name: 'Who is told what' })).toContainText('only the guest list changed');
  expect(await previewedMessages(page)).toEqual(['alice bob carol: REQUEST 20270322T090000Z']);

  await save(page, 'Save · 3 requests');
  expect(await deliveryReport(page)).toEqual({
    alice: 'delivered (1.2)',
    bob: 'delivered (1.2)',
    carol: 'delivered (1.2)',
  });

  expect(await received(app, GUESTS)).toEqual({
    alice: ['REQUEST 20270322T090000Z'],
    bob: ['REQUEST 20270322T090000Z'],
    carol: ['REQUEST 20270322T090000Z'],
  });
  const carols = await copyOf(app, 'carol');
  expect(carols.map(({ recurrenceId, start, rrule }) => ({ recurrenceId, start, rrule }))).toEqual([
    { recurrenceId: '20270322T090000Z', start: '20270322T090000Z', rrule: undefined },
  ]);
  expect(await keysOf(app, 'alice')).toEqual(['master', '20270322T090000Z']);
  expect(await statuses(app)).toEqual({
    master: { alice: '1.2', bob: '1.2' },
    '20270322T090000Z': { alice: '1.2', bob: '1.2', carol: '1.2' },
  });

  const carol = await signedInPage('carol');
  await carol.goto('/calendar?view=month&date=2027-03-22');
  await expect(carol.getByRole('button', { name: new RegExp(TITLE) })).toHaveCount(1);
});

test('3 the second instance is removed', async ({ signedInPage, app }) => {
  const page = await signedInPage('olivia');
  await openOn(page, '2027-03-08', TITLE);
  await edit(page, 'All events');
  await page.getByRole('group', { name: 'Left out' }).getByRole('button', { name: 'Leave out a date' }).click();
  await page.getByRole('option', { name: /15 Mar 2027/ }).click();

  await expect(
    page.getByText(/15 March is cancelled for Alice Ames and Bob Byrne; Carol Cole is told nothing/),
  ).toBeVisible();
  expect(await previewedMessages(page)).toEqual(['alice bob: CANCEL 20270315T090000Z']);

  await save(page, 'Save · 2 cancellations');
  expect(await deliveryReport(page)).toEqual({ alice: 'delivered (1.2)', bob: 'delivered (1.2)' });

  expect(await received(app, GUESTS)).toEqual({
    alice: ['CANCEL 20270315T090000Z'],
    bob: ['CANCEL 20270315T090000Z'],
    carol: [],
  });
  expect((await storedByOlivia(app))[0]?.exdates).toEqual(['20270315T090000Z']);
  for (const guest of ['alice', 'bob'] as const) {
    const cancelled = (await copyOf(app, guest)).find(({ recurrenceId }) => recurrenceId === '20270315T090000Z');
    expect(cancelled?.status).toBe('CANCELLED');
  }
  expect(await keysOf(app, 'carol')).toEqual(['20270322T090000Z']);
});

test('4 an extra date is added, and replies for the rest stay', async ({ signedInPage, app }) => {
  await answer(await signedInPage('bob'), 'Accept');
  expect(await received(app, ['olivia'])).toEqual({ olivia: ['REPLY from 20270308T090000Z + 20270322T090000Z'] });

  const page = await signedInPage('olivia');
  await openOn(page, '2027-03-08', TITLE);
  await edit(page, 'All events');
  await page.getByRole('button', { name: 'Add a date' }).click();
  await typeInto(page, 'Date', '18032027');
  await typeInto(page, 'Time', '1000');
  await page.getByRole('button', { name: 'Add this date' }).click();

  await expect(
    page.getByText(/Alice Ames and Bob Byrne get the extra date 18 March.*Bob Byrne will be asked again/),
  ).toBeVisible();
  expect(await previewedMessages(page)).toEqual(['alice bob: ADD from 20270318T090000Z']);

  await save(page, 'Save · 2 extra dates');
  expect(await deliveryReport(page)).toEqual({ alice: 'delivered (1.2)', bob: 'delivered (1.2)' });

  expect(await received(app, GUESTS)).toEqual({
    alice: ['ADD from 20270318T090000Z'],
    bob: ['ADD from 20270318T090000Z'],
    carol: [],
  });
  for (const guest of ['alice', 'bob'] as const) {
    const [master] = await copyOf(app, guest);
    expect(master?.rdates).toEqual(['20270318T090000Z']);
  }
  expect(await partstats(app, 'bob')).toEqual({
    master: 'ACCEPTED',
    '20270318T090000Z': 'NEEDS-ACTION',
    '20270322T090000Z': 'ACCEPTED',
  });
  expect(await partstatsByOlivia(app, 'bob')).toEqual({
    master: 'ACCEPTED',
    '20270318T090000Z': 'NEEDS-ACTION',
    '20270322T090000Z': 'ACCEPTED',
  });
});

test('5a Alice accepts; an alarm is nobody’s business but Olivia’s', async ({ signedInPage, app }) => {
  await answer(await signedInPage('alice'), 'Accept');
  expect((await received(app, ['olivia']))['olivia']).toHaveLength(1);

  const page = await signedInPage('olivia');
  await openOn(page, '2027-03-08', TITLE);
  await edit(page, 'All events');
  await page.getByRole('button', { name: 'Add an alarm' }).click();

  await expect(page.getByText(/told nothing, because only the alarms? changed/)).toBeVisible();
  expect(await previewedMessages(page)).toEqual([]);

  await save(page, 'Save · nobody is told');
  expect(await received(app, GUESTS)).toEqual({ alice: [], bob: [], carol: [] });
  expect((await storedByOlivia(app))[0]?.alarmCount).toBe(1);
  expect((await partstatsByOlivia(app, 'alice'))['master']).toBe('ACCEPTED');
  expect((await copyOf(app, 'alice')).map(({ alarmCount }) => alarmCount)).not.toContain(1);
});

test('5b the whole meeting moves by an hour', async ({ signedInPage, app }) => {
  const page = await signedInPage('olivia');
  await openOn(page, '2027-03-08', TITLE);
  await edit(page, 'All events');
  await typeInto(page, 'Starts at', '1100');

  await expect(page.getByText(/Alice Ames and Bob Byrne get an update/)).toBeVisible();
  await expect(page.getByText('will be asked again').first()).toBeVisible();
  expect(await previewedMessages(page)).toEqual([
    'carol: CANCEL 20270322T090000Z',
    'alice bob: REQUEST from 20270308T100000Z without 20270315T100000Z + 20270318T100000Z + 20270322T100000Z',
    'carol: REQUEST 20270322T100000Z',
  ]);

  await save(page, 'Save · 3 requests · 1 cancellation');
  expect(await deliveryReport(page)).toEqual({
    alice: 'delivered (1.2)',
    bob: 'delivered (1.2)',
    carol: 'delivered (1.2)',
  });

  const request = 'REQUEST from 20270308T100000Z without 20270315T100000Z + 20270318T100000Z + 20270322T100000Z';
  expect(await received(app, GUESTS)).toEqual({
    alice: [request],
    bob: [request],
    carol: ['CANCEL 20270322T090000Z', 'REQUEST 20270322T100000Z'],
  });
  expect(await partstats(app, 'alice')).toEqual({
    master: 'NEEDS-ACTION',
    '20270318T100000Z': 'NEEDS-ACTION',
    '20270322T100000Z': 'NEEDS-ACTION',
  });
  const carols = await copyOf(app, 'carol');
  expect(carols.map(({ recurrenceId, status }) => ({ recurrenceId, isCancelled: status === 'CANCELLED' }))).toEqual([
    { recurrenceId: '20270322T090000Z', isCancelled: true },
    { recurrenceId: '20270322T100000Z', isCancelled: false },
  ]);
  const [cancelled, requested] = carols;
  expect(requested?.sequence).toBeGreaterThan(cancelled?.sequence ?? Number.NaN);
});

test('6 not letting the server invite Bob cancels his invitation; letting it again invites him', async ({
  signedInPage,
  app,
}) => {
  const page = await signedInPage('olivia');
  await openOn(page, '2027-03-08', TITLE);
  await edit(page, 'All events');
  await setSender(page, 'bob', 'Nobody');

  const preview = page.getByRole('region', { name: 'What saving will send' });
  await expect(preview.getByText(/Bob Byrne’s invitation is cancelled/).first()).toBeVisible();
  await expectRed(preview.getByText(/cancels? .*Bob|Bob.* cancel/).first());
  expect(await previewedMessages(page)).toEqual(['bob: CANCEL from 20270308T100000Z without 20270315T100000Z']);
  await save(page, 'Save · 1 cancellation');
  expect(await received(app, GUESTS)).toEqual({
    alice: [],
    bob: ['CANCEL from 20270308T100000Z without 20270315T100000Z'],
    carol: [],
  });
  expect((await copyOf(app, 'bob'))[0]?.status).toBe('CANCELLED');
  expect((await storedByOlivia(app)).map(({ attendees }) => attendees['bob']?.scheduleAgent)).toEqual([
    'NONE',
    'NONE',
    'NONE',
  ]);

  await setSender(page, 'bob', 'The server');
  const request = 'REQUEST from 20270308T100000Z without 20270315T100000Z + 20270318T100000Z + 20270322T100000Z';
  await expect(page.getByText(/Bob Byrne is invited/).first()).toBeVisible();
  expect(await previewedMessages(page)).toEqual([`bob: ${request}`]);
  await save(page, 'Save · 1 request');
  expect(await received(app, GUESTS)).toEqual({ alice: [], bob: [request], carol: [] });
  expect((await copyOf(app, 'bob')).map(({ status }) => status === 'CANCELLED')).toEqual([false, false, false]);
  expect(await partstats(app, 'bob')).toEqual({
    master: 'NEEDS-ACTION',
    '20270318T100000Z': 'NEEDS-ACTION',
    '20270322T100000Z': 'NEEDS-ACTION',
  });
});

/** Answers the whole series on the page of the event. */
async function answer(page: Page, reply: 'Accept' | 'Decline'): Promise<void> {
  await openOn(page, '2027-03-08', TITLE);
  await edit(page, 'All events');
  await page.getByRole('radiogroup', { name: 'Your answer' }).getByRole('radio', { name: reply }).click();
  await page.getByRole('button', { name: 'Save · 1 reply' }).click();
  await expect(page.getByText(/^Saved/).first()).toBeVisible();
}

async function storedByOlivia(app: App): Promise<readonly ReadEvent[]> {
  return (await app.caldav.eventOf('olivia', TITLE))?.events ?? [];
}

async function copyOf(app: App, user: User): Promise<readonly ReadEvent[]> {
  return (await app.caldav.eventOf(user, TITLE))?.events ?? [];
}

async function keysOf(app: App, user: User): Promise<readonly string[]> {
  return (await copyOf(app, user)).map(({ recurrenceId }) => recurrenceId ?? 'master');
}

/** SCHEDULE-STATUS on Olivia's object, by component and Attendee. */
async function statuses(app: App): Promise<Readonly<Record<string, unknown>>> {
  return byKey(await storedByOlivia(app), ({ attendees }) =>
    Object.fromEntries(
      Object.entries(attendees)
        .filter(([name]) => name !== 'olivia')
        .map(([name, attendee]) => [name, attendee.scheduleStatus]),
    ),
  );
}

/** PARTSTAT of a guest in the guest's own calendar, cancelled instances left out. */
async function partstats(app: App, guest: User): Promise<Readonly<Record<string, unknown>>> {
  const events = (await copyOf(app, guest)).filter(({ status }) => status !== 'CANCELLED');
  return byKey(events, ({ attendees }) => attendees[guest]?.partstat);
}

async function partstatsByOlivia(app: App, guest: User): Promise<Readonly<Record<string, unknown>>> {
  return byKey(await storedByOlivia(app), ({ attendees }) => attendees[guest]?.partstat);
}

function byKey<T>(events: readonly ReadEvent[], value: (event: ReadEvent) => T): Readonly<Record<string, T>> {
  return Object.fromEntries(events.map((event) => [event.recurrenceId ?? 'master', value(event)]));
}

/** Red ink: more red than green and blue in what the browser paints. */
async function expectRed(locator: ReturnType<Page['getByText']>): Promise<void> {
  const [red = 0, green = 0, blue = 0] = await locator.evaluate((element) => {
    const canvas = document.createElement('canvas').getContext('2d');
    if (!canvas) return [];
    canvas.fillStyle = getComputedStyle(element).color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  });
  expect(red).toBeGreaterThan(1.3 * Math.max(green, blue));
}
