// @vitest-environment jsdom
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type InProcessServer, startInProcess } from '../server/inProcess.ts';
import {
  getCalendarObject,
  listCalendarObjects,
  multigetCalendarObjects,
  newCalendarObjectUrl,
  putCalendarObject,
} from './calendarObject.ts';
import { listCalendars } from './calendars.ts';
import { CaldavClient } from './client.ts';
import { discoverAccount } from './discovery.ts';
import { CaldavError } from './errors.ts';
import { removeCalendarObject, type SaveOutcome, saveCalendarObject } from './saving.ts';
import { deleteInboxItem, listInboxItems, requestFreeBusy, searchPrincipals } from './scheduling.ts';

let server: InProcessServer;

beforeAll(async () => {
  server = await startInProcess({ now: () => new Date('2027-03-01T12:00:00Z') });
});
afterAll(() => server.close());

function clientOf(name: string, fetchThrough: typeof fetch = fetch): CaldavClient {
  const authorization = `Basic ${Buffer.from(`${name}:${name}-demo`).toString('base64')}`;
  return new CaldavClient({ origin: server.origin, headers: { Authorization: authorization }, fetch: fetchThrough });
}

function meeting(uid: string, ...more: readonly string[]): string {
  const people = ['olivia', 'alice'].map((name) => {
    const partstat = name === 'olivia' ? 'ACCEPTED' : 'NEEDS-ACTION';
    return `ATTENDEE;PARTSTAT=${partstat}:mailto:${name}@convoke.example`;
  });
  return calendar(uid, 'ORGANIZER:mailto:olivia@convoke.example', ...people, ...more);
}

function calendar(uid: string, ...more: readonly string[]): string {
  const times = ['DTSTART:20270308T090000Z', 'DTEND:20270308T100000Z'];
  const event = [
    'BEGIN:VEVENT',
    `UID:${uid}`,
    'DTSTAMP:20270301T120000Z',
    ...times,
    'SUMMARY:Planning',
    ...more,
    'END:VEVENT',
  ];
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Test//Test//EN', ...event, 'END:VCALENDAR', ''].join('\r\n');
}

async function saved(outcome: Promise<SaveOutcome>) {
  const result = await outcome;
  if (result.kind !== 'saved') throw new Error(`expected it to be saved, not ${result.kind}`);
  return result.object;
}

async function failure(attempt: Promise<unknown>): Promise<CaldavError> {
  const error = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof CaldavError) return error;
  throw new Error(`expected a CaldavError, not ${String(error)}`);
}

/** Passes requests on and keeps their headers. */
function recording(): { readonly through: typeof fetch; readonly headers: Headers[] } {
  const headers: Headers[] = [];
  const through: typeof fetch = (input, init) => {
    headers.push(new Headers(init?.headers));
    return fetch(input, init);
  };
  return { through, headers };
}

const WORK = '/dav/calendars/olivia/work/';
const MARCH = { fromUtc: '20270301T000000Z', toUtc: '20270401T000000Z' };

describe('discovery on the embedded server', () => {
  it('finds the account from the well-known URI', async () => {
    expect(await discoverAccount(clientOf('olivia'))).toEqual({
      principal: '/dav/principals/olivia/',
      displayName: 'Olivia Organizer',
      homes: ['/dav/calendars/olivia/'],
      inbox: '/dav/calendars/olivia/inbox/',
      outbox: '/dav/calendars/olivia/outbox/',
      addresses: expect.arrayContaining(['mailto:olivia@convoke.example']),
    });
  });

  it('lists calendars, not inbox and outbox', async () => {
    const client = clientOf('olivia');
    const { calendars } = await listCalendars(client, await discoverAccount(client));
    expect(calendars).toMatchObject([{ url: WORK, displayName: 'Work', isReadOnly: false }]);
  });

  it('finds people by name and by address', async () => {
    const byName = await searchPrincipals(clientOf('olivia'), '/dav/principals/olivia/', 'ames');
    const byAddress = await searchPrincipals(clientOf('olivia'), '/dav/principals/olivia/', 'alice@');
    expect(byName).toMatchObject([{ displayName: 'Alice Ames', addresses: ['mailto:alice@convoke.example'] }]);
    expect(byAddress).toEqual(byName);
  });

  it('says when nobody is signed in', async () => {
    const stranger = new CaldavClient({ origin: server.origin, headers: { 'X-CSRF-Token': 'none' } });
    expect(await failure(discoverAccount(stranger))).toMatchObject({ kind: 'unauthorized', status: 401 });
  });
});

describe('calendar objects on the embedded server', () => {
  it('are created, read back with their tags, listed and removed', async () => {
    const client = clientOf('olivia');
    const url = newCalendarObjectUrl(WORK, 'life@1');
    const object = await saved(saveCalendarObject(client, { url, data: calendar('life@1'), base: undefined }));
    expect(object).toMatchObject({
      url,
      etag: expect.stringMatching(/^"/),
      data: expect.stringContaining('SUMMARY:Planning'),
    });
    const listed = await listCalendarObjects(client, WORK, MARCH);
    expect(listed.filter((one) => one.data.includes('UID:life@1'))).toMatchObject([{ etag: object.etag }]);
    expect(await listCalendarObjects(client, WORK, { fromUtc: '20280101T000000Z', toUtc: '20280201T000000Z' })).toEqual(
      [],
    );
    expect(await removeCalendarObject(client, { object })).toEqual({ kind: 'deleted' });
    expect(await removeCalendarObject(client, { object })).toEqual({ kind: 'deleted' });
    expect(await failure(getCalendarObject(client, url))).toMatchObject({ kind: 'not-found' });
  });

  it('are fetched together, and what is missing is named', async () => {
    const client = clientOf('olivia');
    const url = newCalendarObjectUrl(WORK, 'multi');
    await saved(saveCalendarObject(client, { url, data: calendar('multi'), base: undefined }));
    const gone = `${WORK}gone.ics`;
    const result = await multigetCalendarObjects(client, WORK, [url, gone]);
    expect(result.found.map((object) => object.url)).toEqual([url]);
    expect(result.missing).toEqual([gone]);
    expect(await multigetCalendarObjects(client, WORK, [])).toEqual({ found: [], missing: [] });
  });

  it('are not created over another one', async () => {
    const client = clientOf('olivia');
    const url = newCalendarObjectUrl(WORK, 'twice');
    const first = await saved(saveCalendarObject(client, { url, data: calendar('twice'), base: undefined }));
    const second = await saveCalendarObject(client, { url, data: calendar('twice', 'LOCATION:X'), base: undefined });
    expect(second).toEqual({ kind: 'conflict', current: first });
  });

  it('carry If-Match alone without a Schedule-Tag', async () => {
    const { through, headers } = recording();
    const client = clientOf('olivia', through);
    const url = newCalendarObjectUrl(WORK, 'plain');
    const base = await saved(saveCalendarObject(client, { url, data: calendar('plain'), base: undefined }));
    expect(base.scheduleTag).toBeUndefined();
    await saved(saveCalendarObject(client, { url, data: calendar('plain', 'LOCATION:X'), base }));
    const put = headers.at(-2);
    expect([put?.get('if-match'), put?.get('if-schedule-tag-match'), put?.get('if-none-match')]).toEqual([
      base.etag,
      null,
      null,
    ]);
  });

  it('carry If-Schedule-Tag-Match alone, so that a reply in between is no conflict', async () => {
    const { through, headers } = recording();
    const olivia = clientOf('olivia', through);
    const url = newCalendarObjectUrl(WORK, 'reply');
    const base = await saved(saveCalendarObject(olivia, { url, data: meeting('reply'), base: undefined }));
    await accept('alice', 'reply');
    const after = await saved(saveCalendarObject(olivia, { url, data: meeting('reply', 'LOCATION:Room 2'), base }));
    const put = headers.at(-2);
    expect(put?.get('if-schedule-tag-match')).toBe(base.scheduleTag);
    expect(put?.get('if-match')).toBeNull();
    expect(after.data).toContain('LOCATION:Room 2');
  });

  it('that changed meanwhile come back as a conflict with what stands there now', async () => {
    const client = clientOf('olivia');
    const url = newCalendarObjectUrl(WORK, 'conflict');
    const base = await saved(saveCalendarObject(client, { url, data: meeting('conflict'), base: undefined }));
    const theirs = await saved(saveCalendarObject(client, { url, data: meeting('conflict', 'LOCATION:Theirs'), base }));
    const outcome = await saveCalendarObject(client, { url, data: meeting('conflict', 'LOCATION:Mine'), base });
    expect(outcome).toEqual({ kind: 'conflict', current: theirs });
    expect(await removeCalendarObject(client, { object: base })).toEqual({ kind: 'conflict', current: theirs });
    await removeCalendarObject(client, { object: theirs });
    const late = await saveCalendarObject(client, { url, data: meeting('conflict', 'LOCATION:Late'), base: theirs });
    expect(late).toEqual({ kind: 'conflict', current: undefined });
  });

  it('that the server refuses name the precondition and its reason', async () => {
    const url = newCalendarObjectUrl(WORK, 'refused');
    const data = meeting('refused').replace('NEEDS-ACTION', 'ACCEPTED');
    const error = await failure(putCalendarObject(clientOf('olivia'), url, data, { kind: 'absent' }));
    expect(error).toMatchObject({
      kind: 'forbidden',
      status: 403,
      precondition: 'allowed-organizer-scheduling-object-change',
      detail: expect.stringContaining('alice@convoke.example'),
    });
  });

  it('keep letters beyond ASCII', async () => {
    const url = newCalendarObjectUrl(WORK, 'ünï/cödé');
    expect(url).toBe(`${WORK}_n__c_d_.ics`);
    const data = calendar('ünï/cödé', 'LOCATION:Café 会議室 👩‍💻');
    expect((await saved(saveCalendarObject(clientOf('olivia'), { url, data, base: undefined }))).data).toContain(
      'Café 会議室 👩‍💻',
    );
  });
});

describe('scheduling on the embedded server', () => {
  it('brings an invitation to the inbox, from which it is removed once', async () => {
    const url = newCalendarObjectUrl(WORK, 'inbox');
    await saved(saveCalendarObject(clientOf('olivia'), { url, data: meeting('inbox'), base: undefined }));
    const alice = clientOf('alice');
    const inbox = '/dav/calendars/alice/inbox/';
    const messages = (await listInboxItems(alice, inbox)).filter(({ data }) => data.includes('UID:inbox'));
    expect(messages).toMatchObject([{ data: expect.stringContaining('METHOD:REQUEST') }]);
    for (const message of messages) {
      await deleteInboxItem(alice, message.url);
      await deleteInboxItem(alice, message.url);
    }
    expect((await listInboxItems(alice, inbox)).some(({ data }) => data.includes('UID:inbox'))).toBe(false);
  });

  it('asks the outbox when people are busy', async () => {
    const url = newCalendarObjectUrl('/dav/calendars/bob/work/', 'busy');
    await saved(saveCalendarObject(clientOf('bob'), { url, data: calendar('busy'), base: undefined }));
    const answers = await requestFreeBusy(clientOf('olivia'), '/dav/calendars/olivia/outbox/', {
      organizer: 'mailto:olivia@convoke.example',
      attendees: ['mailto:bob@convoke.example', 'mailto:nobody@convoke.example'],
      uid: 'question',
      now: new Date('2027-03-01T12:00:00Z'),
      ...MARCH,
    });
    expect(answers).toMatchObject([
      {
        recipient: 'mailto:bob@convoke.example',
        requestStatus: expect.stringMatching(/^2\.0/),
        busy: [{ type: 'BUSY', startUtc: '20270308T090000Z', endUtc: '20270308T100000Z' }],
      },
      { recipient: 'mailto:nobody@convoke.example', requestStatus: expect.stringMatching(/^3\.7/), busy: undefined },
    ]);
  });
});

async function accept(name: string, uid: string): Promise<void> {
  const client = clientOf(name);
  const copies = await listCalendarObjects(client, `/dav/calendars/${name}/work/`, MARCH);
  const copy = copies.find(({ data }) => data.includes(`UID:${uid}`));
  if (copy === undefined) throw new Error(`${name} has no copy of ${uid}`);
  const folded = copy.data.replaceAll('\r\n ', '');
  const line = folded.split('\r\n').find((one) => one.startsWith('ATTENDEE') && one.includes(`${name}@`)) ?? '';
  const accepted = line.replace('PARTSTAT=NEEDS-ACTION', 'PARTSTAT=ACCEPTED').replace(';RSVP=TRUE', '');
  await saved(saveCalendarObject(client, { url: copy.url, data: folded.replace(line, accepted), base: copy }));
}
