/**
 * The main job on Cyrus, scene by scene, through the gateway: Olivia meets Bob, whose calendar is on the server, and Erin, who is
 * mailed, on six Mondays at ten in Berlin, from 8 March 2027 (09:00 UTC; from 29 March 08:00 UTC). What Cyrus does is written out
 * by hand as it was measured (README.md), and held against the preview, the mail and Bob's calendar.
 */
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
import { expect, sentSince, test } from './appOnCyrus.ts';

const TITLE = 'Weekly planning';
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
