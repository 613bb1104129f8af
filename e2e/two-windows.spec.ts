import type { Page } from '@playwright/test';
import { expect, test } from './support/app.ts';
import { editorUrl, putMeeting } from './support/meetings.ts';

test.use({ story: 'two windows' });

const GUESTS = [
  'ATTENDEE;CN=Alice Ames:mailto:alice@convoke.example',
  'ATTENDEE;CN=Bob Byrne:mailto:bob@convoke.example',
];

test('8 the second of two windows loses nothing and keeps the reply that came in between', async ({
  signedInPage,
  app,
}) => {
  const href = await putMeeting(app, { uid: 'twice', summary: 'Open twice', lines: GUESTS });
  const first = await openEditor(await signedInPage('olivia'), href);
  const second = await openEditor(await signedInPage('olivia'), href);
  await second.getByRole('textbox', { name: 'Where' }).fill('Room 8');
  await first.getByRole('textbox', { name: 'Title' }).fill('Renamed in the first window');
  await first.getByRole('button', { name: /^Save/ }).click();
  await expect(first.getByRole('region', { name: 'What saving has sent' })).toBeVisible();

  const alice = await signedInPage('alice');
  await alice.goto(editorUrl((await app.caldav.eventOf('alice', 'Renamed in the first window'))?.href ?? ''));
  await alice.getByRole('radio', { name: 'Accept' }).click();
  await alice.getByRole('button', { name: 'Save · 1 reply' }).click();
  await expect.poll(async () => (await stored())?.attendees['alice']?.partstat).toBe('ACCEPTED');

  await second.getByRole('button', { name: /^Save/ }).click();
  await expect(second.getByText(/While you were editing, this event was saved from elsewhere/)).toBeVisible();
  await expect(second.getByText(/Renamed in the first window/).first()).toBeVisible();
  await expect(second.getByRole('textbox', { name: 'Where' })).toHaveValue('Room 8');
  await expect(second.getByRole('textbox', { name: 'Title' })).toHaveValue('Renamed in the first window');
  expect((await stored())?.location).toBeUndefined();

  await second.getByRole('button', { name: 'Save · 2 requests' }).click();
  await expect(second.getByRole('region', { name: 'What saving has sent' })).toBeVisible();
  expect(await stored()).toMatchObject({ summary: 'Renamed in the first window', location: 'Room 8' });
  expect((await stored())?.attendees['alice']?.partstat).toBe('ACCEPTED');
  expect((await app.caldav.eventOf('alice', 'Renamed in the first window'))?.events[0]).toMatchObject({
    location: 'Room 8',
  });

  async function stored() {
    return (await app.caldav.calendarOf('olivia')).find((resource) => resource.href === href)?.events[0];
  }
});

test('a reply alone is no conflict: it is merged without a word', async ({ signedInPage, app }) => {
  const href = await putMeeting(app, { uid: 'replied', summary: 'Replied meanwhile', lines: GUESTS });
  const page = await openEditor(await signedInPage('olivia'), href);
  await page.getByRole('textbox', { name: 'Where' }).fill('Room 9');

  const alice = await signedInPage('alice');
  await alice.goto(editorUrl((await app.caldav.eventOf('alice', 'Replied meanwhile'))?.href ?? ''));
  await alice.getByRole('radio', { name: 'Accept' }).click();
  await alice.getByRole('button', { name: 'Save · 1 reply' }).click();
  await expect
    .poll(
      async () => (await app.caldav.eventOf('olivia', 'Replied meanwhile'))?.events[0]?.attendees['alice']?.partstat,
    )
    .toBe('ACCEPTED');

  await page.getByRole('button', { name: /^Save/ }).click();
  await expect(page.getByRole('region', { name: 'What saving has sent' })).toBeVisible();
  const [event] = (await app.caldav.eventOf('olivia', 'Replied meanwhile'))?.events ?? [];
  expect(event?.location).toBe('Room 9');
  expect(event?.attendees['alice']?.partstat).toBe('ACCEPTED');
});

async function openEditor(page: Page, href: string): Promise<Page> {
  await page.goto(editorUrl(href));
  await expect(page.getByRole('textbox', { name: 'Title' })).not.toHaveValue('');
  return page;
}
