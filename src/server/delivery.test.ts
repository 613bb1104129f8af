/** What one save does to everybody else, RFC 6638 §3.2 and §4. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { beforeEach, describe, expect, test } from 'vitest';
import { event, meeting } from './fixtures.ts';
import { type InProcessServer, startInProcess } from './inProcess.ts';
import { clientOf, lineOf, parameterOf, propertyValue, readText, type TestClient } from './testClient.ts';

let server: InProcessServer;
let olivia: TestClient;
let alice: TestClient;
let bob: TestClient;
let clock: number;

beforeEach(async () => {
  clock = Date.UTC(2027, 1, 1, 9);
  server = await startInProcess({ now: () => new Date(clock) });
  olivia = clientOf(server.origin, 'olivia');
  alice = clientOf(server.origin, 'alice');
  bob = clientOf(server.origin, 'bob');
  return () => server.close();
});

const OBJECT = '/dav/calendars/olivia/work/meeting.ics';

async function hrefsIn(client: TestClient, collection: string): Promise<readonly string[]> {
  const { body } = await client.propfind(collection, '<D:getetag/>', '1');
  return [...body.matchAll(/<D:href>([^<]+\.ics)<\/D:href>/g)].map(([, href]) => href ?? '');
}

async function methodsOf(client: TestClient, name: string): Promise<readonly (string | undefined)[]> {
  return (await client.texts(`/dav/calendars/${name}/inbox/`)).map((text) => readText(text).method);
}

async function onlyCopy(client: TestClient, name: string): Promise<{ readonly href: string; readonly text: string }> {
  const hrefs = await hrefsIn(client, `/dav/calendars/${name}/work/`);
  expect(hrefs).toHaveLength(1);
  const href = hrefs[0] ?? '';
  return { href, text: (await client.get(href)).body };
}

function withAnswer(text: string, name: string, partstat: string): string {
  return text
    .replace(/\r\n[ \t]/g, '')
    .replaceAll(new RegExp(`^ATTENDEE.*(:mailto:${name}@convoke\\.example)$`, 'gm'), `ATTENDEE;PARTSTAT=${partstat}$1`);
}

async function attendeeAt(name: string, parameter: string): Promise<string | undefined> {
  const [stored] = readText((await olivia.get(OBJECT)).body).components;
  return parameterOf(lineOf(stored, 'ATTENDEE', `mailto:${name}`), parameter);
}

describe('SCHEDULE-STATUS (RFC 6638 §3.2.9)', () => {
  test('1.2 for who is here, 3.7 for who is unknown in the own domain, 5.2 for who is outside', async () => {
    const strangers = [
      'ATTENDEE:mailto:nobody@convoke.example',
      'ATTENDEE:mailto:Nobody@CONVOKE.example?subject=x',
      'ATTENDEE:mailto:someone@elsewhere.example',
      'ATTENDEE:urn:uuid:00000000-0000-4000-8000-000000000000',
    ];
    const text = meeting(['alice'], { lines: [strangers[0] ?? '', ...strangers.slice(2)] });
    expect((await olivia.put(OBJECT, text)).status).toBe(201);
    expect(await attendeeAt('alice@convoke.example', 'SCHEDULE-STATUS')).toBe('1.2');
    expect(await attendeeAt('nobody@convoke.example', 'SCHEDULE-STATUS')).toBe('3.7');
    expect(await attendeeAt('someone@elsewhere.example', 'SCHEDULE-STATUS')).toBe('5.2');
    const [stored] = readText((await olivia.get(OBJECT)).body).components;
    const urn = stored?.lines.find((line) => line.endsWith('urn:uuid:00000000-0000-4000-8000-000000000000'));
    expect(parameterOf(urn, 'SCHEDULE-STATUS')).toBe('5.2');
    expect(await attendeeAt('olivia@convoke.example', 'SCHEDULE-STATUS')).toBeUndefined();
  });

  test('5.3 for an Attendee who has an event of his own with that UID, which stays as it is', async () => {
    const own = event({ uid: 'meeting@test', lines: ['LOCATION:Mine'] });
    await alice.put('/dav/calendars/alice/work/own.ics', own);
    await olivia.put(OBJECT, meeting(['alice']));
    expect(await attendeeAt('alice@convoke.example', 'SCHEDULE-STATUS')).toBe('5.3');
    expect((await onlyCopy(alice, 'alice')).text).toBe(own);
    expect(await methodsOf(alice, 'alice')).toEqual([]);
  });

  test('of a reply stands on ORGANIZER: 1.2, or 3.7 when the Organizer is unknown here', async () => {
    await olivia.put(OBJECT, meeting(['alice']));
    const { href, text } = await onlyCopy(alice, 'alice');
    await alice.put(href, withAnswer(text, 'alice', 'ACCEPTED'));
    const [copy] = readText((await alice.get(href)).body).components;
    expect(parameterOf(lineOf(copy, 'ORGANIZER'), 'SCHEDULE-STATUS')).toBe('1.2');

    const lines = [
      'ORGANIZER:mailto:gone@convoke.example',
      'ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:alice@convoke.example',
    ];
    const orphan = '/dav/calendars/alice/work/orphan.ics';
    await alice.put(orphan, event({ uid: 'orphan@test', lines }));
    await alice.put(
      orphan,
      event({ uid: 'orphan@test', lines: [lines[0] ?? '', (lines[1] ?? '').replace('NEEDS-ACTION', 'ACCEPTED')] }),
    );
    const [other] = readText((await alice.get(orphan)).body).components;
    expect(parameterOf(lineOf(other, 'ORGANIZER'), 'SCHEDULE-STATUS')).toBe('3.7');
  });
});

describe('what a calendar does not take', () => {
  test('a reply to an Organizer who does not list its sender, or has no such meeting, is 5.3', async () => {
    const copyOf = (uid: string) => {
      const lines = [
        'ORGANIZER:mailto:olivia@convoke.example',
        'ATTENDEE;PARTSTAT=ACCEPTED:mailto:alice@convoke.example',
      ];
      return event({ uid, lines });
    };
    await olivia.put(OBJECT, meeting(['bob']));
    for (const uid of ['meeting@test', 'none@test']) {
      const href = `/dav/calendars/alice/work/${uid}.ics`;
      expect((await alice.put(href, copyOf(uid))).status).toBe(201);
      const [copy] = readText((await alice.get(href)).body).components;
      expect(parameterOf(lineOf(copy, 'ORGANIZER'), 'SCHEDULE-STATUS')).toBe('5.3');
    }
    expect(await methodsOf(olivia, 'olivia')).toEqual([]);
    expect((await olivia.get(OBJECT)).body).not.toContain('alice');
  });

  test('who deleted his copy gets a REQUEST of all instead of an ADD (RFC 5546 §3.2.4)', async () => {
    const series = ['RRULE:FREQ=DAILY;COUNT=3'];
    await olivia.put(OBJECT, meeting(['alice', 'bob'], { lines: series }));
    await alice.delete((await onlyCopy(alice, 'alice')).href, { 'schedule-reply': 'F' });
    clock += 1_000;
    await olivia.put(OBJECT, meeting(['alice', 'bob'], { lines: [...series, 'RDATE:20270318T100000Z'] }));
    expect(await methodsOf(bob, 'bob')).toEqual(['REQUEST', 'ADD']);
    expect(await methodsOf(alice, 'alice')).toEqual(['REQUEST', 'REQUEST']);
    for (const [client, name] of [
      [alice, 'alice'],
      [bob, 'bob'],
    ] as const) {
      const [copy] = readText((await onlyCopy(client, name)).text).components;
      expect(propertyValue(copy, 'RRULE')).toBe('FREQ=DAILY;COUNT=3');
      expect(propertyValue(copy, 'RDATE')).toBe('20270318T100000Z');
      expect(await attendeeAt(`${name}@convoke.example`, 'SCHEDULE-STATUS')).toBe('1.2');
    }
  });
});

describe('the inbox (RFC 6638 §2.2)', () => {
  test('keeps each message under its own name with METHOD, until it is deleted', async () => {
    await olivia.put(OBJECT, meeting(['alice']));
    clock += 1_000;
    await olivia.put(OBJECT, meeting(['alice'], { lines: ['LOCATION:Room 5'] }));
    clock += 1_000;
    await olivia.delete(OBJECT);
    expect(await methodsOf(alice, 'alice')).toEqual(['REQUEST', 'REQUEST', 'CANCEL']);
    const hrefs = await hrefsIn(alice, '/dav/calendars/alice/inbox/');
    expect(new Set(hrefs).size).toBe(3);
    for (const href of hrefs) {
      expect(href).toMatch(/^\/dav\/calendars\/alice\/inbox\/meeting-test-[0-9a-f]{12}\.ics$/);
      const { headers, body } = await alice.get(href);
      expect(headers['content-type']).toMatch(/^text\/calendar/);
      expect(body).toContain('DTSTAMP:20270201T0900');
      expect(body).not.toContain('SCHEDULE-');
      expect((await alice.delete(href)).status).toBe(204);
    }
    expect(await methodsOf(alice, 'alice')).toEqual([]);
    expect((await alice.put(hrefs[0] ?? '', event())).status).toBe(405);
  });

  test('of the Organizer gets replies', async () => {
    await olivia.put(OBJECT, meeting(['alice']));
    const { href, text } = await onlyCopy(alice, 'alice');
    await alice.put(href, withAnswer(text, 'alice', 'ACCEPTED'));
    const [reply] = await olivia.texts('/dav/calendars/olivia/inbox/');
    const { method, components } = readText(reply ?? '');
    expect(method).toBe('REPLY');
    expect(components).toHaveLength(1);
    expect(components[0]?.lines.filter((line) => line.startsWith('ATTENDEE'))).toEqual([
      'ATTENDEE;PARTSTAT=ACCEPTED:mailto:alice@convoke.example',
    ]);
  });
});

describe('removal (RFC 6638 §3.2.3.2)', () => {
  test('by the Organizer cancels: the copies are STATUS:CANCELLED', async () => {
    await olivia.put(OBJECT, meeting(['alice', 'bob']));
    clock += 1_000;
    expect((await olivia.delete(OBJECT)).status).toBe(204);
    expect(await methodsOf(alice, 'alice')).toEqual(['REQUEST', 'CANCEL']);
    for (const [client, name] of [
      [alice, 'alice'],
      [bob, 'bob'],
    ] as const) {
      const [copy] = readText((await onlyCopy(client, name)).text).components;
      expect(propertyValue(copy, 'STATUS')).toBe('CANCELLED');
    }
  });

  test('of a whole calendar cancels each meeting in it', async () => {
    const calendar = '/dav/calendars/olivia/side/';
    await olivia.send('MKCALENDAR', calendar);
    await olivia.put(`${calendar}1.ics`, meeting(['alice'], { uid: 'one@test' }));
    await olivia.put(`${calendar}2.ics`, meeting(['alice', 'bob'], { uid: 'two@test' }));
    await olivia.put(`${calendar}3.ics`, event({ uid: 'plain@test' }));
    clock += 1_000;
    expect((await olivia.delete(calendar)).status).toBe(204);
    expect((await olivia.propfind(calendar, '<D:displayname/>')).status).toBe(404);
    expect(await methodsOf(alice, 'alice')).toEqual(['REQUEST', 'REQUEST', 'CANCEL', 'CANCEL']);
    expect(await methodsOf(bob, 'bob')).toEqual(['REQUEST', 'CANCEL']);
  });

  test('by an Attendee declines; the Organizer and the others see it', async () => {
    await olivia.put(OBJECT, meeting(['alice', 'bob']));
    clock += 1_000;
    expect((await alice.delete((await onlyCopy(alice, 'alice')).href)).status).toBe(204);
    expect(await attendeeAt('alice@convoke.example', 'PARTSTAT')).toBe('DECLINED');
    expect(await methodsOf(olivia, 'olivia')).toEqual(['REPLY']);
    const [bobs] = readText((await onlyCopy(bob, 'bob')).text).components;
    expect(parameterOf(lineOf(bobs, 'ATTENDEE', 'mailto:alice@convoke.example'), 'PARTSTAT')).toBe('DECLINED');
    // The next reply refreshes the copies that are there; a deleted one does not come back by it.
    clock += 1_000;
    const { href, text } = await onlyCopy(bob, 'bob');
    await bob.put(href, withAnswer(text, 'bob', 'ACCEPTED'));
    expect(await hrefsIn(alice, '/dav/calendars/alice/work/')).toEqual([]);
  });

  test('by an Attendee with Schedule-Reply: F tells nobody', async () => {
    await olivia.put(OBJECT, meeting(['alice']));
    const { href } = await onlyCopy(alice, 'alice');
    expect((await alice.delete(href, { 'schedule-reply': 'F' })).status).toBe(204);
    expect(await attendeeAt('alice@convoke.example', 'PARTSTAT')).toBe('NEEDS-ACTION');
    expect(await methodsOf(olivia, 'olivia')).toEqual([]);
  });

  test('of a copy is undone by the next update (RFC 6638 §4.1)', async () => {
    await olivia.put(OBJECT, meeting(['alice']));
    await alice.delete((await onlyCopy(alice, 'alice')).href, { 'schedule-reply': 'F' });
    clock += 1_000;
    await olivia.put(OBJECT, meeting(['alice'], { lines: ['LOCATION:Room 5'] }));
    const [copy] = readText((await onlyCopy(alice, 'alice')).text).components;
    expect(propertyValue(copy, 'LOCATION')).toBe('Room 5');
  });
});

describe('the same UID created again (RFC 5546 §2.1.5)', () => {
  const isAlive = async () => {
    const [copy] = readText((await onlyCopy(alice, 'alice')).text).components;
    expect(propertyValue(copy, 'STATUS')).toBeUndefined();
    expect(parameterOf(lineOf(copy, 'ATTENDEE', 'mailto:alice@convoke.example'), 'PARTSTAT')).toBe('NEEDS-ACTION');
    return propertyValue(copy, 'SEQUENCE');
  };

  test('after its DELETE: the copies are alive again, and the inboxes have the invitation', async () => {
    await olivia.put(OBJECT, meeting(['alice']));
    const { href, text } = await onlyCopy(alice, 'alice');
    await alice.put(href, withAnswer(text, 'alice', 'ACCEPTED'));
    clock += 1_000;
    await olivia.delete(OBJECT);
    clock += 1_000;
    expect((await olivia.put('/dav/calendars/olivia/work/undone.ics', meeting(['alice']))).status).toBe(201);
    expect(await isAlive()).toBe('2');
    expect(await methodsOf(alice, 'alice')).toEqual(['REQUEST', 'CANCEL', 'REQUEST']);
    const stored = await olivia.get('/dav/calendars/olivia/work/undone.ics');
    expect(
      parameterOf(
        lineOf(readText(stored.body).components[0], 'ATTENDEE', 'mailto:alice@convoke.example'),
        'SCHEDULE-STATUS',
      ),
    ).toBe('1.2');
  });

  test('after the whole calendar was deleted', async () => {
    await olivia.send('MKCALENDAR', '/dav/calendars/olivia/side/');
    await olivia.put('/dav/calendars/olivia/side/1.ics', meeting(['alice']));
    clock += 1_000;
    await olivia.delete('/dav/calendars/olivia/side/');
    clock += 1_000;
    await olivia.put(OBJECT, meeting(['alice']));
    expect(await isAlive()).toBe('2');
  });

  test('after ORGANIZER was taken out and the object that was left deleted', async () => {
    await olivia.put(OBJECT, meeting(['alice']));
    clock += 1_000;
    await olivia.put(OBJECT, event({ uid: 'meeting@test' }));
    await olivia.delete(OBJECT);
    clock += 1_000;
    await olivia.put(OBJECT, meeting(['alice']));
    expect(await isAlive()).toBe('2');
  });

  test('by somebody else begins at the beginning', async () => {
    await olivia.put(OBJECT, meeting(['alice']));
    await olivia.delete(OBJECT);
    const lines = ['ORGANIZER:mailto:bob@convoke.example', 'ATTENDEE:mailto:carol@convoke.example'];
    await bob.put('/dav/calendars/bob/work/1.ics', event({ uid: 'meeting@test', lines }));
    const [copy] = readText((await onlyCopy(clientOf(server.origin, 'carol'), 'carol')).text).components;
    expect(propertyValue(copy, 'SEQUENCE')).toBe('0');
  });
});

describe('an Attendee’s own calendar', () => {
  test('keeps his alarm, transparency and categories when the meeting changes', async () => {
    await olivia.put(OBJECT, meeting(['alice']));
    const { href, text } = await onlyCopy(alice, 'alice');
    const own =
      'TRANSP:TRANSPARENT\r\nCATEGORIES:Mine\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:x\r\nTRIGGER:-PT5M\r\nEND:VALARM\r\n';
    expect((await alice.put(href, text.replace('END:VEVENT', `${own}END:VEVENT`))).status).toBe(204);
    expect(await methodsOf(olivia, 'olivia')).toEqual([]);
    clock += 1_000;
    await olivia.put(OBJECT, meeting(['alice'], { lines: ['LOCATION:Room 5'] }));
    const updated = (await alice.get(href)).body;
    for (const line of ['LOCATION:Room 5', 'TRANSP:TRANSPARENT', 'CATEGORIES:Mine', 'TRIGGER:-PT5M'])
      expect(updated).toContain(line);
  });

  test('keeps what is his own apart from what others keep in equal invitations', async () => {
    const names = ['alice', 'bob', 'carol', 'dan'];
    await olivia.put(OBJECT, meeting(names));
    for (const name of ['alice', 'bob']) {
      const client = clientOf(server.origin, name);
      const { href, text } = await onlyCopy(client, name);
      await client.put(href, text.replace('END:VEVENT', `CATEGORIES:Of ${name}\r\nEND:VEVENT`));
    }
    clock += 1_000;
    await olivia.put(OBJECT, meeting(names, { lines: ['LOCATION:Room 5'] }));
    for (const name of names) {
      const [copy] = readText((await onlyCopy(clientOf(server.origin, name), name)).text).components;
      expect(propertyValue(copy, 'LOCATION')).toBe('Room 5');
      expect(propertyValue(copy, 'CATEGORIES')).toBe(['alice', 'bob'].includes(name) ? `Of ${name}` : undefined);
    }
    expect(await attendeeAt('dan@convoke.example', 'SCHEDULE-STATUS')).toBe('1.2');
  });

  test('the copy is named after its UID, under which clients look for it, unless something has that name', async () => {
    await bob.put('/dav/calendars/bob/work/r%C3%A9union%20%2B@test.ics', event({ uid: 'another@test' }));
    await olivia.put(OBJECT, meeting(['alice', 'bob'], { uid: 'réunion +@test' }));
    expect((await onlyCopy(alice, 'alice')).href).toBe('/dav/calendars/alice/work/r%C3%A9union%20%2B%40test.ics');
    const hrefs = await hrefsIn(bob, '/dav/calendars/bob/work/');
    expect(hrefs).toHaveLength(2);
    expect((await bob.get('/dav/calendars/bob/work/r%C3%A9union%20%2B%40test.ics')).body).toContain('UID:another@test');
  });

  test('a UID that can be no name gets a name that can', async () => {
    await olivia.put(OBJECT, meeting(['alice'], { uid: '../a/b\\\\c' }));
    expect((await onlyCopy(alice, 'alice')).text).toContain('UID:../a/b');
  });

  test('the copy stays where its owner moved it: in another calendar that he made the default later', async () => {
    await olivia.put(OBJECT, meeting(['alice']));
    await alice.send('MKCALENDAR', '/dav/calendars/alice/meetings/');
    const patch =
      '<D:propertyupdate xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:set><D:prop><C:schedule-default-calendar-URL><D:href>/dav/calendars/alice/meetings/</D:href></C:schedule-default-calendar-URL></D:prop></D:set></D:propertyupdate>';
    expect((await alice.send('PROPPATCH', '/dav/calendars/alice/inbox/', {}, patch)).body).toContain('200 OK');
    clock += 1_000;
    await olivia.put(OBJECT, meeting(['alice'], { lines: ['LOCATION:Room 5'] }));
    await olivia.put('/dav/calendars/olivia/work/new.ics', meeting(['alice'], { uid: 'new@test' }));
    expect(await hrefsIn(alice, '/dav/calendars/alice/work/')).toHaveLength(1);
    expect(await hrefsIn(alice, '/dav/calendars/alice/meetings/')).toHaveLength(1);
  });
});

describe('a UID that somebody else uses (RFC 5546 §6.1)', () => {
  test('gives nobody a way to answer for others: a reply refreshes copies of its own meeting only', async () => {
    const [carol, dan] = [clientOf(server.origin, 'carol'), clientOf(server.origin, 'dan')];
    const organizedBy = (name: string, ...attendees: readonly string[]) =>
      event({ uid: 'meeting@test', lines: [`ORGANIZER:mailto:${name}@convoke.example`, ...attendees] });
    const needed = (name: string) => `ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:${name}@convoke.example`;
    await bob.put('/dav/calendars/bob/work/1.ics', organizedBy('bob', needed('alice')));
    const forged = 'ATTENDEE;SCHEDULE-AGENT=CLIENT;PARTSTAT=DECLINED:mailto:alice@convoke.example';
    await dan.put('/dav/calendars/dan/work/2.ics', organizedBy('dan', needed('bob'), needed('carol'), forged));
    const { href, text } = await onlyCopy(carol, 'carol');
    expect((await carol.put(href, withAnswer(text, 'carol', 'ACCEPTED'))).status).toBe(204);
    expect(await methodsOf(dan, 'dan')).toEqual(['REPLY']);
    for (const [client, name] of [
      [bob, 'bob'],
      [alice, 'alice'],
    ] as const) {
      const [copy] = readText((await onlyCopy(client, name)).text).components;
      expect(lineOf(copy, 'ORGANIZER')).toContain('bob@convoke.example');
      expect(parameterOf(lineOf(copy, 'ATTENDEE', 'mailto:alice@convoke.example'), 'PARTSTAT')).toBe('NEEDS-ACTION');
    }
  });
});

describe('one PUT is one transaction (scheduling.md S11.4)', () => {
  test('a delivery that cannot be written leaves nothing behind, not even the object', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'convoke-server-'));
    const file = join(folder, 'convoke.db');
    await (await startInProcess({ file })).close();
    const saboteur = new Database(file);
    saboteur.exec(
      "CREATE TRIGGER no_mail_for_carol BEFORE INSERT ON objects WHEN NEW.user_id = (SELECT id FROM users WHERE name = 'carol') BEGIN SELECT RAISE(ABORT, 'disk is full'); END",
    );
    saboteur.close();
    const broken = await startInProcess({ file });
    try {
      const client = clientOf(broken.origin, 'olivia');
      const answer = await client.put(OBJECT, meeting(['alice', 'bob', 'carol']));
      expect(answer.status).toBe(500);
      expect(answer.body).toBe('Something went wrong.\n');
      expect((await client.get(OBJECT)).status).toBe(404);
      for (const name of ['alice', 'bob', 'carol']) {
        const guest = clientOf(broken.origin, name);
        expect(await hrefsIn(guest, `/dav/calendars/${name}/work/`)).toEqual([]);
        expect(await hrefsIn(guest, `/dav/calendars/${name}/inbox/`)).toEqual([]);
      }
      // The server goes on: who does not need Carol is served.
      expect((await client.put(OBJECT, meeting(['alice', 'bob']))).status).toBe(201);
      const before = await client.get(OBJECT);
      expect((await client.put(OBJECT, meeting(['alice', 'bob', 'carol']))).status).toBe(500);
      expect((await client.get(OBJECT)).body).toBe(before.body);
      expect((await client.get(OBJECT)).headers['schedule-tag']).toBe(before.headers['schedule-tag']);
    } finally {
      await broken.close();
      await rm(folder, { recursive: true });
    }
  });

  test('what was stored is there after a restart', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'convoke-server-'));
    const file = join(folder, 'convoke.db');
    const first = await startInProcess({ file });
    await clientOf(first.origin, 'olivia').put(OBJECT, meeting(['alice']));
    const before = await clientOf(first.origin, 'olivia').get(OBJECT);
    await first.close();
    const second = await startInProcess({ file });
    const after = await clientOf(second.origin, 'olivia').get(OBJECT);
    expect(after.body).toBe(before.body);
    expect(after.headers['schedule-tag']).toBe(before.headers['schedule-tag']);
    await second.close();
    await rm(folder, { recursive: true });
  });
});

describe('many at once', () => {
  test('four Attendees answer in the same moment: no answer is lost', async () => {
    const names = ['alice', 'bob', 'carol', 'dan'];
    await olivia.put(OBJECT, meeting(names));
    clock += 1_000;
    const answers = await Promise.all(
      names.map(async (name) => {
        const client = clientOf(server.origin, name);
        const { href, text } = await onlyCopy(client, name);
        return client.put(href, withAnswer(text, name, 'ACCEPTED'));
      }),
    );
    expect(answers.map((answer) => answer.status)).toEqual([204, 204, 204, 204]);
    for (const name of names) expect(await attendeeAt(`${name}@convoke.example`, 'PARTSTAT')).toBe('ACCEPTED');
    for (const name of names) {
      const [copy] = readText((await onlyCopy(clientOf(server.origin, name), name)).text).components;
      const answered = copy?.lines.filter((line) => line.startsWith('ATTENDEE') && line.includes('PARTSTAT=ACCEPTED'));
      expect(answered).toHaveLength(5);
    }
  });

  test('ten PUTs with the same If-Match: one wins', async () => {
    const { headers } = await olivia.put(OBJECT, event());
    const condition = { 'if-match': headers['etag'] ?? '' };
    const puts = Array.from({ length: 10 }, (_none, index) =>
      olivia.put(OBJECT, event({ lines: [`LOCATION:${index}`] }), condition),
    );
    const statuses = (await Promise.all(puts)).map((answer) => answer.status);
    expect(statuses.filter((status) => status === 204)).toHaveLength(1);
    expect(statuses.filter((status) => status === 412)).toHaveLength(9);
  });

  test('ten creations with the same UID: one wins, the others learn which', async () => {
    const puts = Array.from({ length: 10 }, (_none, index) =>
      olivia.put(`/dav/calendars/olivia/work/${index}.ics`, meeting(['alice'])),
    );
    const answers = await Promise.all(puts);
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 201)) {
      expect(answer.status).toBe(403);
      expect(answer.body).toContain('<C:no-uid-conflict><D:href>');
    }
    expect(await methodsOf(alice, 'alice')).toEqual(['REQUEST']);
  });
});
