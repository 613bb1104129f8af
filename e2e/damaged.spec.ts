import { expect, test } from './support/app.ts';
import { editorUrl, putMeeting } from './support/meetings.ts';

test.use({ story: 'damaged' });

const SERIES = [
  'RRULE:FREQ=WEEKLY;COUNT=3',
  'END:VEVENT',
  'BEGIN:VEVENT',
  'UID:series',
  'DTSTAMP:20270101T000000Z',
  'RECURRENCE-ID;TZID=Europe/Berlin:20270315T100000',
  'DTSTART;TZID=Europe/Berlin:20270315T140000',
  'SUMMARY:Moved review',
  'ORGANIZER;CN=Olivia Organizer:mailto:olivia@convoke.example',
];

test('an event that another server has damaged is named with its line, can be looked at, and is never written', async ({
  signedInPage,
  app,
}) => {
  await putMeeting(app, { uid: 'whole', summary: 'Whole meeting' });
  const href = await putMeeting(app, { uid: 'series', summary: 'Review', lines: SERIES });
  const page = await signedInPage('olivia');
  // The server refuses such data, so something on the way does what a laxer server would have stored.
  const writes: string[] = [];
  await page.route('**/dav/**', async (route) => {
    const method = route.request().method();
    if (method === 'PUT' || method === 'DELETE') writes.push(method);
    if (method !== 'REPORT' && method !== 'GET') return route.continue();
    const response = await route.fetch();
    const body = (await response.text()).replace('DTSTART;TZID=Europe/Berlin:20270315T140000', 'DTSTART at two');
    return route.fulfill({ response, body });
  });

  await page.goto('/calendar?view=month&date=2027-03-08');
  await expect(page.getByText('Whole meeting')).toBeVisible();
  // 8 and 22 March; what happens on the 15th, nobody can tell.
  await expect(page.getByText('Review', { exact: true })).toHaveCount(2);
  await expect(page.getByText('1 entry is damaged, so that it cannot be shown.')).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'series.ics' })).toContainText(
    'Moved review: series.ics, line 17: “DTSTART at two” has no colon.',
  );

  await page.getByRole('button', { name: 'Details series.ics' }).click();
  await expect(page.getByRole('heading', { name: 'This event is damaged' })).toBeVisible();
  await expect(page.getByText('Line 17 (Moved review): “DTSTART at two” has no colon.')).toBeVisible();
  await expect(page.getByText('Review, Mon, 8 Mar 2027, 10:00–11:00')).toBeVisible();
  await expect(page.locator('mark')).toContainText('DTSTART at two');
  await expect(page.getByRole('button', { name: /^Save/ })).toHaveCount(0);

  // The address of a dragged event leads no further.
  await page.goto(`${editorUrl(href)}&start=2027-03-09T09:00:00Z&end=2027-03-09T10:00:00Z`);
  await expect(page.getByRole('heading', { name: 'This event is damaged' })).toBeVisible();
  expect(writes).toEqual([]);
  expect((await app.caldav.eventOf('olivia', 'Review'))?.href).toBe(href);
});
