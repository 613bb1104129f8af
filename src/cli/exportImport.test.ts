import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { databaseIn } from '../server/dataFolder.ts';
import { event, meeting } from '../server/fixtures.ts';
import { type InProcessServer, startInProcess } from '../server/inProcess.ts';
import { clientOf, ics, lineOf, parameterOf, readText, type TestClient } from '../server/testClient.ts';
import { exportUser } from './exportAction.ts';
import { importUser } from './importAction.ts';
import { type TestContext, testContext } from './testContext.ts';

const WORK = '/dav/calendars/olivia/work/';

let folder: string;
let files: string;
let server: InProcessServer;
let olivia: TestClient;
let context: TestContext;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convoke-export-'));
  server = await startInProcess({ file: databaseIn(folder) });
  olivia = clientOf(server.origin, 'olivia');
  context = testContext(folder);
  files = join(folder, 'files');
});

afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

async function given(texts: Readonly<Record<string, string | Buffer>>): Promise<void> {
  for (const [name, text] of Object.entries(texts)) {
    const path = join(files, name);
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, text);
  }
}

describe('export', () => {
  test('writes each object byte for byte as it is stored, into a folder for each calendar, and no inbox', async () => {
    await olivia.send('MKCALENDAR', '/dav/calendars/olivia/B%C3%BCro%20Ost/');
    const folded = event({ uid: 'a', lines: ['X-ODD;A="b,c":d', 'DESCRIPTION:Kaffee \r\n  und Kuchen 🍰'] });
    await olivia.put(`${WORK}a.ics`, folded);
    await olivia.put('/dav/calendars/olivia/B%C3%BCro%20Ost/b.ics', event({ uid: 'b' }));
    const invitation = ['ORGANIZER:mailto:alice@convoke.example', 'ATTENDEE:mailto:olivia@convoke.example'];
    await clientOf(server.origin, 'alice').put(
      '/dav/calendars/alice/work/m.ics',
      event({ uid: 'm', lines: invitation }),
    );
    expect(await olivia.texts('/dav/calendars/olivia/inbox/')).toHaveLength(1);

    await exportUser(context, 'olivia', files);
    expect(context.written()).toBe(`${files} holds 3 objects of 2 calendars.\n`);
    expect((await readdir(files)).sort()).toEqual(['Büro-Ost', 'work']);
    expect(await readdir(join(files, 'work'))).toHaveLength(2);
    expect(await readFile(join(files, 'work', 'a.ics'), 'utf8')).toBe(folded);
    expect(await readFile(join(files, 'Büro-Ost', 'b.ics'), 'utf8')).toBe(event({ uid: 'b' }));
  });

  test('gives every object a file name that is safe everywhere, and no two the same', async () => {
    const names = ['CON.ics', '..hidden.ics', 'A.ics', 'a.ics', 'a:b?.ics', `${'ü'.repeat(200)}.ics`, '~', 'plain'];
    for (const [index, name] of names.entries())
      expect((await olivia.put(WORK + encodeURIComponent(name), event({ uid: `u${index}` }))).status).toBe(201);
    await exportUser(context, 'olivia', files);
    expect((await readdir(join(files, 'work'))).sort()).toEqual(
      [
        '_CON.ics',
        'hidden.ics',
        'A.ics',
        'a-2.ics',
        'a-b.ics',
        `${'ü'.repeat(55)}.ics`,
        'unnamed.ics',
        'plain.ics',
      ].sort(),
    );
  });

  test('overwrites nothing', async () => {
    await given({ 'precious.txt': 'mine' });
    await expect(exportUser(context, 'olivia', files)).rejects.toThrow(
      `The folder ${files} is not empty: an export overwrites nothing.`,
    );
    expect(await readdir(files)).toEqual(['precious.txt']);
  });

  test('needs an account', async () => {
    await expect(exportUser(context, 'nobody', files)).rejects.toThrow('There is no account nobody.');
    expect(await readdir(folder)).not.toContain('files');
  });
});

describe('import', () => {
  test('of an export gives the same bytes under the same names, replies included, and sends nothing', async () => {
    await olivia.put(`${WORK}m.ics`, meeting(['alice']));
    const alice = clientOf(server.origin, 'alice');
    const [copy = ''] = await alice.texts('/dav/calendars/alice/work/');
    const href = /\/dav\/calendars\/alice\/work\/[^<]+\.ics/.exec(
      (await alice.propfind('/dav/calendars/alice/work/', '<D:getetag/>', '1')).body,
    );
    await alice.put(href?.[0] ?? '', copy.replace('PARTSTAT=NEEDS-ACTION', 'PARTSTAT=ACCEPTED'));
    const before = (await olivia.get(`${WORK}m.ics`)).body;
    expect(parameterOf(lineOf(readText(before).components[0], 'ATTENDEE', 'alice@convoke.example'), 'PARTSTAT')).toBe(
      'ACCEPTED',
    );
    await exportUser(context, 'olivia', files);

    const elsewhere = await startInProcess({ file: databaseIn(files) });
    try {
      expect(await importUser(testContext(files), 'olivia', files)).toBe(0);
      const there = clientOf(elsewhere.origin, 'olivia');
      const after = await there.get(`${WORK}m.ics`);
      expect(after.body).toBe(before);
      expect(after.headers['schedule-tag']).toMatch(/^"/);
      const aliceThere = clientOf(elsewhere.origin, 'alice');
      expect(await aliceThere.texts('/dav/calendars/alice/work/')).toEqual([]);
      expect(await aliceThere.texts('/dav/calendars/alice/inbox/')).toEqual([]);
      // A scheduling object resource from now on: the next change is sent.
      await there.put(`${WORK}m.ics`, before.replace('SUMMARY:Planning', 'SUMMARY:Review'));
      expect(await aliceThere.texts('/dav/calendars/alice/inbox/')).toEqual([
        expect.stringContaining('SUMMARY:Review'),
      ]);
    } finally {
      await elsewhere.close();
    }
  });

  test('names what it refuses, with the reason, goes on, and ends with exit code 2', async () => {
    await given({
      '1-broken.ics': 'nonsense',
      '2-latin1.ics': Buffer.from(event({ uid: 'l' }).replace('Planning', 'Grüße'), 'latin1'),
      '3-journal.ics': event({ uid: 'j' }).replaceAll('VEVENT', 'VJOURNAL'),
      '4-request.ics': event({ uid: 'r' }).replace('VERSION', 'METHOD:REQUEST\r\nVERSION'),
      '5-force.ics': meeting(['alice'], { uid: 'f' }).replace('ATTENDEE;', 'ATTENDEE;SCHEDULE-FORCE-SEND=REQUEST;'),
      '6-big.ics': event({ uid: 'big', lines: [`X-BIG:${'x'.repeat(10_000_000)}`] }),
      '7-good.ics': event({ uid: 'good' }),
      'inbox/8.ics': event({ uid: 'i' }),
      'notes.txt': 'no calendar data',
    });
    expect(await importUser(context, 'olivia', files)).toBe(2);
    expect(context.warned().split('\n')).toEqual([
      `refused ${files}/1-broken.ics: Line 1: “nonsense” has no colon.`,
      `refused ${files}/2-latin1.ics: The calendar data is not in UTF-8.`,
      expect.stringContaining('3-journal.ics: This calendar holds no VJOURNAL.'),
      expect.stringMatching(/4-request\.ics: .*METHOD/),
      expect.stringContaining('5-force.ics: SCHEDULE-FORCE-SEND would send something, which an import never does.'),
      expect.stringContaining('6-big.ics: The object is larger than 10000000 octets.'),
      expect.stringContaining('8.ics: No calendar can be named “inbox”.'),
      '',
    ]);
    expect(context.written()).toBe('1 stored, 0 skipped, 7 refused. Nothing was sent to anybody.\n');
    expect((await olivia.get(`${WORK}7-good.ics`)).body).toBe(event({ uid: 'good' }));
  });

  test('skips and names a UID that is there, in whichever calendar, and never takes the place of another object', async () => {
    await olivia.put(`${WORK}a.ics`, event({ uid: 'there' }));
    await given({ 'other/x.ics': event({ uid: 'there', lines: ['LOCATION:Other'] }), 'a.ics': event({ uid: 'new' }) });
    expect(await importUser(context, 'olivia', files)).toBe(0);
    expect(context.written()).toBe(
      `skipped ${files}/other/x.ics: There is an object with the UID there already.\n1 stored, 1 skipped, 0 refused. Nothing was sent to anybody.\n`,
    );
    expect((await olivia.get(`${WORK}a.ics`)).body).toBe(event({ uid: 'there' }));
    expect(await olivia.texts(WORK)).toEqual([event({ uid: 'there' }), event({ uid: 'new' })]);
  });

  test('makes a calendar for each folder, which clients see at once', async () => {
    await given({ 'Büro Ost/b.ics': event({ uid: 'b' }) });
    expect(await importUser(context, 'olivia', files)).toBe(0);
    const home = await olivia.propfind('/dav/calendars/olivia/', '<D:displayname/>', '1');
    expect(home.body).toContain('<D:displayname>Büro Ost</D:displayname>');
    expect((await olivia.get('/dav/calendars/olivia/B%C3%BCro%20Ost/b.ics')).body).toBe(event({ uid: 'b' }));
  });

  test('takes a whole calendar in one file apart, each UID with the zones that it names', async () => {
    const zone = (tzid: string): readonly string[] => [
      ...['BEGIN:VTIMEZONE', `TZID:${tzid}`, 'BEGIN:STANDARD', 'DTSTART:19700101T000000', 'TZOFFSETFROM:+0100'],
      ...['TZOFFSETTO:+0100', 'END:STANDARD', 'END:VTIMEZONE'],
    ];
    const one = (uid: string, ...lines: readonly string[]): readonly string[] => [
      ...['BEGIN:VEVENT', `UID:${uid}`, 'DTSTAMP:20270201T080000Z', ...lines, 'END:VEVENT'],
    ];
    await given({
      'all.ics': ics(
        ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Elsewhere//EN', 'METHOD:PUBLISH'],
        ...[...zone('Ours'), ...zone('Theirs')],
        ...one('a', 'DTSTART;TZID=Ours:20270308T100000', 'RRULE:FREQ=DAILY;COUNT=3'),
        ...one('b', 'DTSTART:20270308T100000Z'),
        ...one('a', 'RECURRENCE-ID;TZID=Ours:20270309T100000', 'DTSTART;TZID=Ours:20270309T110000'),
        ...one('c', 'SUMMARY:No start'),
        'END:VCALENDAR',
      ),
    });
    expect(await importUser(context, 'olivia', files)).toBe(2);
    expect(context.warned()).toMatch(/^refused .*all\.ics: .*DTSTART.*\n$/);
    const head = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Elsewhere//EN'];
    expect(await olivia.texts(WORK)).toEqual([
      ics(
        ...[...head, ...zone('Ours')],
        ...one('a', 'DTSTART;TZID=Ours:20270308T100000', 'RRULE:FREQ=DAILY;COUNT=3'),
        ...one('a', 'RECURRENCE-ID;TZID=Ours:20270309T100000', 'DTSTART;TZID=Ours:20270309T110000'),
        'END:VCALENDAR',
      ),
      ics(...head, ...one('b', 'DTSTART:20270308T100000Z'), 'END:VCALENDAR'),
    ]);
  });
});
