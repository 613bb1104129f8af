/** What a client must know to save on Cyrus: tags, errors, and replies between two saves. */
import { describe, expect, test } from 'vitest';
import { type CaldavAccess, type CaldavAnswer, caldavAccess } from './caldav.ts';
import { calendarText, ONCE, on, people, vevent, WEEKLY } from './meeting.ts';
import { storyOnCyrus } from './story.ts';

const { cyrus } = storyOnCyrus();
const HOME = '/dav/calendars/user/olivia';
const REPRESENTATION = { Prefer: 'return=representation' };

const olivia = () => caldavAccess(cyrus().origin, cyrus().credentials('olivia'));

function at(location: string): readonly string[] {
  return vevent(...ONCE, `LOCATION:${location}`, ...people('bob'));
}

function put(
  uid: string,
  component: readonly string[],
  headers: Readonly<Record<string, string>> = {},
): Promise<CaldavAnswer> {
  return olivia().send('PUT', `${HOME}/Default/${uid}.ics`, calendarText(uid, [component]), headers);
}

async function tagsOf(access: CaldavAccess, uid: string) {
  const { headers } = await access.send('GET', `${HOME}/Default/${uid}.ics`);
  return { etag: headers.get('ETag') ?? '', scheduleTag: headers.get('Schedule-Tag') ?? '' };
}

describe('Tags', () => {
  test('A PUT answers without an ETag, unless it asks for the representation', async () => {
    expect((await put('etag', at('Room 1'))).headers.get('ETag')).toBeNull();
    const answer = await put('etag', at('Room 2'), REPRESENTATION);
    expect(answer.headers.get('ETag')).toBe((await tagsOf(olivia(), 'etag')).etag);
    expect(answer.text).toContain('LOCATION:Room 2');
  });

  test('If-Match refuses an ETag that is no longer true, with 412', async () => {
    await put('match', at('Room 1'));
    const { etag } = await tagsOf(olivia(), 'match');
    expect((await put('match', at('Room 2'), { 'If-Match': etag })).status).toBe(204);
    expect((await put('match', at('Room 3'), { 'If-Match': etag })).status).toBe(412);
  });

  test('The Schedule-Tag in the answer to an update is not the one that the object then has', async () => {
    await put('tag', at('Room 1'));
    const answer = await put('tag', at('Room 2'));
    expect(answer.headers.get('Schedule-Tag')).not.toBe((await tagsOf(olivia(), 'tag')).scheduleTag);
  });

  test('If-Schedule-Tag-Match lets a save overwrite another client’s, so that only the ETag protects', async () => {
    await put('stale', at('Room 1'));
    await put('stale', at('Room 2'));
    const { scheduleTag } = await tagsOf(olivia(), 'stale');
    await put('stale', at('Room 3, from another client'));
    expect((await put('stale', at('Room 4'), { 'If-Schedule-Tag-Match': scheduleTag })).status).toBe(204);
  });
});

describe('Refusals', () => {
  const refused = (answer: CaldavAnswer) => [answer.status, /<C:([a-z-]+)\/?>/.exec(answer.text)?.[1]];

  test('ORGANIZER changed to somebody else: 403, unless Allow-Organizer-Change says T', async () => {
    const lines = people('bob').map((line) => line.replace('ORGANIZER:mailto:olivia', 'ORGANIZER:mailto:alice'));
    await put('handover', at('Room 1'));
    expect(refused(await put('handover', vevent(...ONCE, ...lines)))).toEqual([
      403,
      'allowed-attendee-scheduling-object-change',
    ]);
    expect((await put('handover', vevent(...ONCE, ...lines), { 'Allow-Organizer-Change': 'T' })).status).toBe(204);
  });

  test('Different ORGANIZERs in one object', async () => {
    const lines = people('bob').map((line) => line.replace('ORGANIZER:mailto:olivia', 'ORGANIZER:mailto:alice'));
    const text = calendarText('two', [vevent(...WEEKLY, ...people('bob')), vevent(...on('0315'), ...lines)]);
    expect(refused(await olivia().send('PUT', `${HOME}/Default/two.ics`, text))).toEqual([
      403,
      'same-organizer-in-all-components',
    ]);
  });

  test('A UID that another object of the Organizer has: the answer names it', async () => {
    await put('first', at('Room 1'));
    const answer = await olivia().send('PUT', `${HOME}/Default/second.ics`, calendarText('first', [at('Room 1')]));
    expect(refused(answer)).toEqual([403, 'unique-scheduling-object-resource']);
    expect(answer.text).toContain(`<D:href>${HOME}/Default/first.ics</D:href>`);
  });

  test('A UID that another event has which nobody is invited to: the same answer', async () => {
    await put('plain', vevent(...ONCE));
    const answer = await olivia().send('PUT', `${HOME}/Default/again.ics`, calendarText('plain', [vevent(...ONCE)]));
    expect(refused(answer)).toEqual([403, 'unique-scheduling-object-resource']);
    expect(answer.text).toContain(`<D:href>${HOME}/Default/plain.ics</D:href>`);
  });

  test('A DTSTART that is no time', async () => {
    expect(refused(await put('garbage', vevent('DTSTART:soon', 'SUMMARY:Planning')))).toEqual([
      403,
      'valid-calendar-data',
    ]);
  });

  test('Deleting the default calendar', async () => {
    expect(refused(await olivia().send('DELETE', `${HOME}/Default/`))).toEqual([403, 'default-calendar-needed']);
  });

  test('A wrong password', async () => {
    const stranger = caldavAccess(cyrus().origin, { username: 'olivia', password: 'guess' });
    expect((await stranger.send('GET', `${HOME}/Default/`)).status).toBe(401);
  });
});

describe('Replies', () => {
  const bob = () => caldavAccess(cyrus().origin, cyrus().credentials('bob'));
  const COPY = '/dav/calendars/user/bob/Default';

  async function reply(uid: string): Promise<void> {
    const { text } = await bob().send('GET', `${COPY}/${uid}.ics`);
    const accepted = text.replace(/ATTENDEE[^:]*:mailto:bob@convoke/, 'ATTENDEE;PARTSTAT=ACCEPTED:mailto:bob@convoke');
    expect((await bob().send('PUT', `${COPY}/${uid}.ics`, accepted)).status).toBe(204);
  }

  async function bobsLine(uid: string): Promise<string | undefined> {
    const { text } = await olivia().send('GET', `${HOME}/Default/${uid}.ics`);
    return /^ATTENDEE.*:mailto:bob@convoke\.example/m.exec(text.replace(/\r\n /g, ''))?.[0];
  }

  test('reach the Organizer’s object at once', async () => {
    await put('reply', at('Room 1'));
    await reply('reply');
    expect(await bobsLine('reply')).toMatch(/^ATTENDEE;PARTSTAT=ACCEPTED;X-DTSTAMP=\d{8}T\d{6}Z;X-SEQUENCE=\d+:/);
  });

  test('change the ETag, so that If-Match protects them', async () => {
    await put('protected', at('Room 1'));
    const { etag } = await tagsOf(olivia(), 'protected');
    await reply('protected');
    expect((await put('protected', at('Room 2'), { 'If-Match': etag })).status).toBe(412);
  });

  test('are overwritten by a save that did not know of them and names no tag', async () => {
    await put('blind', at('Room 1'));
    await reply('blind');
    expect((await put('blind', at('Room 2'))).status).toBe(204);
    expect(await bobsLine('blind')).toBe('ATTENDEE;SCHEDULE-STATUS=1.2:mailto:bob@convoke.example');
  });
});
