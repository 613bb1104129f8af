import { expect, test } from './support/app.ts';
import { editorUrl, meetingText, putMeeting } from './support/meetings.ts';

test.use({ story: 'refused' });

const GUESTS = [
  'ATTENDEE;CN=Alice Ames:mailto:alice@convoke.example',
  'ATTENDEE;CN=Bob Byrne:mailto:bob@convoke.example',
];

test('7 a PUT that answers for somebody else is refused, and nobody is told', async ({ app }) => {
  const meeting = { uid: 'answered', summary: 'Answered for Alice', lines: GUESTS };
  const href = await putMeeting(app, meeting);
  await app.caldav.newMessagesOf('alice');
  await app.caldav.newMessagesOf('bob');

  const forged = meetingText({ ...meeting, summary: 'Forged' }).replace(
    'CN=Alice Ames',
    'CN=Alice Ames;PARTSTAT=ACCEPTED',
  );
  const response = await app.caldav.put('olivia', href, forged);
  expect(response.status).toBe(403);
  expect(response.headers.get('content-type')).toMatch(/^application\/xml/);
  const body = await response.text();
  expect(body).toMatch(/<(\w+:)?error xmlns(:\w+)?="DAV:"/);
  expect(body).toMatch(
    /xmlns:(\w+)="urn:ietf:params:xml:ns:caldav"[\s\S]*<\1:allowed-organizer-scheduling-object-change\s*\/>/,
  );

  expect((await app.caldav.eventOf('olivia', 'Answered for Alice'))?.events[0]?.attendees['alice']?.partstat).not.toBe(
    'ACCEPTED',
  );
  expect(await app.caldav.newMessagesOf('alice')).toEqual([]);
  expect(await app.caldav.newMessagesOf('bob')).toEqual([]);
});

test('7 in the app the refusal is explained, what was typed stays, and saving again works', async ({
  signedInPage,
  app,
}) => {
  const href = await putMeeting(app, { uid: 'explained', summary: 'Explained', lines: GUESTS });
  await app.caldav.newMessagesOf('alice');
  const page = await signedInPage('olivia');
  await page.goto(editorUrl(href));
  await page.getByRole('textbox', { name: 'Title' }).fill('Explained at length');
  await page.getByRole('textbox', { name: 'Where' }).fill('Room 7');

  // The app never answers for others, so something on the way does; the refusal is the real server's.
  await page.route(`**${href}`, async (route) => {
    if (route.request().method() !== 'PUT') return route.continue();
    const text = (route.request().postData() ?? '').replaceAll(/\r\n[ \t]/g, '');
    return route.continue({ postData: text.replace(/(ATTENDEE[^:\r\n]*)(:mailto:alice@)/, '$1;PARTSTAT=ACCEPTED$2') });
  });
  await page.getByRole('button', { name: 'Save · 2 requests' }).click();

  await expect(page.getByText('Not saved: the server refuses this. Nobody was told anything.')).toBeVisible();
  await expect(page.getByText('allowed-organizer-scheduling-object-change')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('Explained at length');
  await expect(page.getByRole('textbox', { name: 'Where' })).toHaveValue('Room 7');
  expect((await app.caldav.eventOf('olivia', 'Explained'))?.href).toBe(href);
  expect(await app.caldav.newMessagesOf('alice')).toEqual([]);

  await page.unroute(`**${href}`);
  await page.getByRole('button', { name: 'Save · 2 requests' }).click();
  await expect(page.getByRole('region', { name: 'What saving has sent' })).toBeVisible();
  const saved = await app.caldav.eventOf('olivia', 'Explained at length');
  expect(saved?.events[0]).toMatchObject({ location: 'Room 7' });
  expect((await app.caldav.newMessagesOf('alice')).map(({ method }) => method)).toEqual(['REQUEST']);
});

test('a guest outside the server is announced as unreachable before saving, and reported as that afterwards', async ({
  signedInPage,
  app,
}) => {
  const href = await putMeeting(app, { uid: 'outside', summary: 'Outside', lines: GUESTS });
  const page = await signedInPage('olivia');
  await page.goto(editorUrl(href));
  const guests = page.getByRole('combobox', { name: 'Add guests' });
  await guests.fill('eve@elsewhere.example');
  await guests.press('Enter');
  await guests.fill('nobody@convoke.example');
  await guests.press('Enter');
  await expect(page.getByText('eve@elsewhere.example will not be reached (5.2)')).toBeVisible();
  await expect(page.getByText('nobody@convoke.example will not be reached (3.7)')).toBeVisible();

  await page.getByRole('button', { name: /^Save · \d requests$/ }).click();
  const report = page.getByRole('list', { name: 'Delivery, guest by guest' });
  await expect(report.getByRole('listitem').filter({ hasText: 'eve@elsewhere.example' })).toContainText('(5.2)');
  await expect(report.getByRole('listitem').filter({ hasText: 'nobody@convoke.example' })).toContainText('(3.7)');
  const attendees = (await app.caldav.eventOf('olivia', 'Outside'))?.events[0]?.attendees;
  expect(attendees?.['eve']?.scheduleStatus).toBe('5.2');
  expect(attendees?.['nobody']?.scheduleStatus).toBe('3.7');
  expect(attendees?.['alice']?.scheduleStatus).toBe('1.2');
});
