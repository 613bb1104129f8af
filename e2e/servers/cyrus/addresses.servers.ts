import { expect, test } from 'vitest';
import { caldavAccess } from './caldav.ts';
import { calendarText, ONCE, people, vevent } from './meeting.ts';
import { storyOnCyrus } from './story.ts';

const { cyrus, organizer, change } = storyOnCyrus();
const invite = (...addresses: readonly string[]) => [
  vevent(...ONCE, ...people(), ...addresses.map((address) => `ATTENDEE:${address}`)),
];

test('Whoever is no user of the server is mailed, of whatever scheme and domain the address is: status 1.1, never 3.7', async () => {
  const addresses = [
    'mailto:nobody@convoke.example',
    'mailto:eva@elsewhere.example',
    'urn:uuid:1234',
    'http://elsewhere.example/eva',
  ];
  const outcome = await change(undefined, invite(...addresses));
  expect(outcome.mails.map(({ recipient, method }) => `${method} ${recipient}`)).toEqual([
    'REQUEST nobody@convoke.example',
    'REQUEST eva@elsewhere.example',
    'REQUEST urn:uuid:1234',
    'REQUEST http://elsewhere.example/eva',
  ]);
  const lines = await outcome.storedLines();
  for (const address of addresses) expect(lines).toContain(`ATTENDEE;SCHEDULE-STATUS=1.1:${address}`);
});

test('A user of the server gets it into his calendar: status 1.2', async () => {
  const outcome = await change(undefined, invite('mailto:bob@convoke.example'));
  expect(outcome.mails).toEqual([]);
  expect(outcome.written).toEqual(['bob']);
  expect(await outcome.storedLines()).toContain('ATTENDEE;SCHEDULE-STATUS=1.2:mailto:bob@convoke.example');
});

test('A user of the server whose address is written in other letters is mailed instead', async () => {
  const outcome = await change(undefined, invite('mailto:Bob@convoke.example'));
  expect(outcome.mails.map(({ recipient }) => recipient)).toEqual(['Bob@convoke.example']);
  expect(outcome.written).toEqual([]);
});

test('An Attendee who stands there twice in different letters gets one message', async () => {
  const outcome = await change(undefined, invite('mailto:eva@elsewhere.example', 'mailto:EVA@elsewhere.example'));
  expect(outcome.mails).toHaveLength(1);
});

test('A plus in the address of a user of the server crashes the request: no answer, nothing stored', async () => {
  await expect(organizer().save(invite('mailto:bob+work@convoke.example'))).rejects.toThrow('fetch failed');
  const outcome = await change(undefined, invite('mailto:bob@convoke.example'));
  expect(outcome.written).toEqual(['bob']);
});

test('The Organizer is sent nothing, also when he invites himself', async () => {
  const outcome = await change(undefined, [vevent(...ONCE, ...people('alice'))]);
  expect(outcome.messages.map(({ recipient }) => recipient)).toEqual(['alice']);
});

test('An ORGANIZER who is somebody else makes nobody hear of it', async () => {
  const lines = people('bob').map((line) => line.replace('ORGANIZER:mailto:olivia', 'ORGANIZER:mailto:dan'));
  const outcome = await organizer().save([vevent(...ONCE, ...lines)]);
  expect(outcome.messages).toEqual([]);
});

test('A save that leaves SCHEDULE-STATUS out, and sends nothing, erases it', async () => {
  const outcome = await change([vevent(...ONCE, ...people('bob'))], [vevent(...ONCE, ...people('bob'))]);
  expect(await outcome.storedLines()).toContain('ATTENDEE:mailto:bob@convoke.example');
});

test('Deleting a whole calendar cancels the meetings in it', async () => {
  const olivia = caldavAccess(cyrus().origin, cyrus().credentials('olivia'));
  await olivia.send('MKCALENDAR', '/dav/calendars/user/olivia/Projects/');
  const put = await olivia.send(
    'PUT',
    '/dav/calendars/user/olivia/Projects/one.ics',
    calendarText('one', [vevent(...ONCE, ...people('bob'))]),
  );
  expect(put.status).toBe(201);
  expect((await olivia.send('DELETE', '/dav/calendars/user/olivia/Projects/')).status).toBe(204);
  const last = (await cyrus().mails()).at(-1);
  expect([last?.recipient, last?.method]).toEqual(['bob@elsewhere.example', 'CANCEL']);
});
