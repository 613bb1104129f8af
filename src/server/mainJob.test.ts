/** The main job over HTTP: what each recipient's inbox and calendar hold after each of Olivia's saves, written out literally. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type InProcessServer, startInProcess } from './inProcess.ts';
import {
  type Answer,
  clientOf,
  ics,
  lineOf,
  parameterOf,
  propertyValue,
  readText,
  type TestClient,
  type TextComponent,
} from './testClient.ts';

const MEETING = '/dav/calendars/olivia/work/meeting.ics';
const ALICE = 'mailto:alice@convoke.example';
const BOB = 'mailto:bob@convoke.example';
const CAROL = 'mailto:carol@convoke.example';

const ORGANIZER = [
  'ORGANIZER;CN=Olivia Organizer:mailto:olivia@convoke.example',
  'ATTENDEE;CN=Olivia Organizer;PARTSTAT=ACCEPTED:mailto:olivia@convoke.example',
];
const invited = (address: string): string => `ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:${address}`;

let server: InProcessServer;
let clock = Date.UTC(2027, 1, 1, 9, 0, 0);
let olivia: TestClient;
let guests: Readonly<Record<'alice' | 'bob' | 'carol', TestClient>>;

beforeAll(async () => {
  server = await startInProcess({ now: () => new Date(clock) });
  olivia = clientOf(server.origin, 'olivia');
  guests = {
    alice: clientOf(server.origin, 'alice'),
    bob: clientOf(server.origin, 'bob'),
    carol: clientOf(server.origin, 'carol'),
  };
});

afterAll(() => server.close());

/** Saves as the app does: with the tag of what it read. A second goes by, so that later messages are later. */
async function save(change: (text: string) => string): Promise<Answer> {
  const read = await olivia.get(MEETING);
  clock += 1_000;
  return olivia.put(MEETING, change(unfold(read.body)), {
    'if-schedule-tag-match': read.headers['schedule-tag'] ?? '',
  });
}

function unfold(text: string): string {
  return text.replace(/\r\n[ \t]/g, '');
}

/** What came into the inboxes since the last look: `REQUEST master`, `CANCEL 20270315T090000Z` …, oldest first. */
async function news(): Promise<Readonly<Record<'alice' | 'bob' | 'carol', readonly string[]>>> {
  const found = { alice: await newsOf('alice'), bob: await newsOf('bob'), carol: await newsOf('carol') };
  return found;
}

async function newsOf(name: 'alice' | 'bob' | 'carol'): Promise<readonly string[]> {
  const inbox = `/dav/calendars/${name}/inbox/`;
  const client = guests[name];
  const listing = await client.send('PROPFIND', inbox, { depth: '1' });
  const hrefs = [...listing.body.matchAll(/<D:href>([^<]+\.ics)<\/D:href>/g)].map(([, href]) => href ?? '');
  const summaries: string[] = [];
  for (const href of hrefs) {
    summaries.push(summaryOf((await client.get(href)).body));
    expect((await client.delete(href)).status).toBe(204);
  }
  return summaries;
}

function summaryOf(text: string): string {
  const { method, components } = readText(text);
  const instances = components.map((component) =>
    method === 'ADD'
      ? `at ${propertyValue(component, 'DTSTART')}`
      : (propertyValue(component, 'RECURRENCE-ID') ?? 'master'),
  );
  return `${method} ${instances.join(' + ')}`;
}

/** The only object in somebody's calendar. */
async function copyOf(name: 'alice' | 'bob' | 'carol'): Promise<readonly TextComponent[]> {
  const texts = await guests[name].texts(`/dav/calendars/${name}/work/`);
  expect(texts).toHaveLength(1);
  return readText(texts[0] ?? '').components;
}

async function stored(): Promise<readonly TextComponent[]> {
  return readText((await olivia.get(MEETING)).body).components;
}

function master(components: readonly TextComponent[]): TextComponent | undefined {
  return components.find((component) => propertyValue(component, 'RECURRENCE-ID') === undefined);
}

function instance(components: readonly TextComponent[], recurrenceId: string): TextComponent | undefined {
  return components.find((component) => propertyValue(component, 'RECURRENCE-ID') === recurrenceId);
}

function attendee(component: TextComponent | undefined, address: string, parameter: string): string | undefined {
  return parameterOf(lineOf(component, 'ATTENDEE', address), parameter);
}

/** An Attendee answers for the whole object. */
async function reply(name: 'alice' | 'bob', partstat: string): Promise<Answer> {
  const home = `/dav/calendars/${name}/work/`;
  const listing = await guests[name].send('PROPFIND', home, { depth: '1' });
  const href = /<D:href>([^<]+\.ics)<\/D:href>/.exec(listing.body)?.[1] ?? '';
  const read = await guests[name].get(href);
  clock += 1_000;
  const text = unfold(read.body)
    .split('\r\n')
    .map((line) =>
      line.startsWith('ATTENDEE') && line.endsWith(`mailto:${name}@convoke.example`) ? answered(line, partstat) : line,
    )
    .join('\r\n');
  return guests[name].put(href, text, { 'if-schedule-tag-match': read.headers['schedule-tag'] ?? '' });
}

function answered(line: string, partstat: string): string {
  return line
    .replace(/;PARTSTAT=[^;:]*/, '')
    .replace(/;RSVP=[^;:]*/, '')
    .replace('ATTENDEE', `ATTENDEE;PARTSTAT=${partstat}`);
}

describe('scenarios 1 to 6: one meeting, saved again and again', () => {
  test('1. a weekly meeting is a REQUEST to each guest, in calendar and inbox, delivered', async () => {
    const created = await olivia.put(
      MEETING,
      ics(
        'BEGIN:VCALENDAR',
        'VERSION:2.0',
        'PRODID:-//Test//EN',
        'BEGIN:VEVENT',
        'UID:meeting@test',
        'DTSTAMP:20270201T080000Z',
        'DTSTART;TZID=Europe/Berlin:20270308T100000',
        'DTEND;TZID=Europe/Berlin:20270308T110000',
        'RRULE:FREQ=WEEKLY;COUNT=6',
        'SUMMARY:Planning',
        ...ORGANIZER,
        invited(ALICE),
        invited(BOB),
        'END:VEVENT',
        'END:VCALENDAR',
      ),
      { 'if-none-match': '*' },
    );
    expect(created.status).toBe(201);
    expect(created.headers['schedule-tag']).toMatch(/^".+"$/);
    expect(created.headers['etag']).toBeUndefined();
    expect(await news()).toEqual({ alice: ['REQUEST master'], bob: ['REQUEST master'], carol: [] });
    const own = master(await stored());
    expect(attendee(own, ALICE, 'SCHEDULE-STATUS')).toBe('1.2');
    expect(attendee(own, BOB, 'SCHEDULE-STATUS')).toBe('1.2');
    for (const name of ['alice', 'bob'] as const) {
      const copy = await copyOf(name);
      expect(copy).toHaveLength(1);
      expect(lineOf(copy[0], 'DTSTART')).toBe('DTSTART;TZID=Europe/Berlin:20270308T100000');
      expect(propertyValue(copy[0], 'RRULE')).toBe('FREQ=WEEKLY;COUNT=6');
      expect(copy[0]?.lines.join()).not.toContain('SCHEDULE-STATUS');
    }
  });

  test('2. Carol joins the third instance: she gets only that, the others hear of the new guest list', async () => {
    const third = ics(
      'BEGIN:VEVENT',
      'UID:meeting@test',
      'DTSTAMP:20270201T080000Z',
      'RECURRENCE-ID;TZID=Europe/Berlin:20270322T100000',
      'DTSTART;TZID=Europe/Berlin:20270322T100000',
      'DTEND;TZID=Europe/Berlin:20270322T110000',
      'SUMMARY:Planning',
      ...ORGANIZER,
      invited(ALICE),
      invited(BOB),
      invited(CAROL),
      'END:VEVENT',
    );
    expect((await save((text) => text.replace('END:VCALENDAR', `${third}END:VCALENDAR`))).status).toBe(204);
    expect(await news()).toEqual({
      alice: ['REQUEST 20270322T100000'],
      bob: ['REQUEST 20270322T100000'],
      carol: ['REQUEST 20270322T100000'],
    });
    const carols = await copyOf('carol');
    expect(carols).toHaveLength(1);
    expect(lineOf(carols[0], 'RECURRENCE-ID')).toBe('RECURRENCE-ID;TZID=Europe/Berlin:20270322T100000');
    expect(propertyValue(carols[0], 'RRULE')).toBeUndefined();
    expect(attendee(instance(await stored(), '20270322T100000'), CAROL, 'SCHEDULE-STATUS')).toBe('1.2');
    const alices = await copyOf('alice');
    expect(alices).toHaveLength(2);
    expect(lineOf(instance(alices, '20270322T100000'), 'ATTENDEE', CAROL)).toBeDefined();
  });

  test('3. the second instance is removed: CANCEL of it to Alice and Bob, nothing to Carol', async () => {
    const change = (text: string): string =>
      text.replace(
        'RRULE:FREQ=WEEKLY;COUNT=6',
        'RRULE:FREQ=WEEKLY;COUNT=6\r\nEXDATE;TZID=Europe/Berlin:20270315T100000',
      );
    expect((await save(change)).status).toBe(204);
    expect(await news()).toEqual({ alice: ['CANCEL 20270315T100000'], bob: ['CANCEL 20270315T100000'], carol: [] });
    expect(propertyValue(instance(await copyOf('alice'), '20270315T100000'), 'STATUS')).toBe('CANCELLED');
    expect(propertyValue(instance(await copyOf('bob'), '20270315T100000'), 'STATUS')).toBe('CANCELLED');
    expect(await copyOf('carol')).toHaveLength(1);
  });

  test('4. an extra date: ADD to Alice and Bob, who keep their replies for the rest', async () => {
    expect((await reply('bob', 'TENTATIVE')).status).toBe(204);
    const change = (text: string): string =>
      text.replace(
        'RRULE:FREQ=WEEKLY;COUNT=6',
        'RRULE:FREQ=WEEKLY;COUNT=6\r\nRDATE;TZID=Europe/Berlin:20270324T100000',
      );
    expect((await save(change)).status).toBe(204);
    expect(await news()).toEqual({ alice: ['ADD at 20270324T100000'], bob: ['ADD at 20270324T100000'], carol: [] });
    for (const name of ['alice', 'bob'] as const) {
      expect(propertyValue(master(await copyOf(name)), 'RDATE')).toBe('20270324T100000');
    }
    expect(attendee(master(await copyOf('bob')), BOB, 'PARTSTAT')).toBe('TENTATIVE');
    expect(attendee(master(await stored()), BOB, 'PARTSTAT')).toBe('TENTATIVE');
    expect(attendee(instance(await copyOf('bob'), '20270324T100000'), BOB, 'PARTSTAT')).toBe('NEEDS-ACTION');
    expect(attendee(instance(await stored(), '20270324T100000'), BOB, 'PARTSTAT')).toBe('NEEDS-ACTION');
  });

  test('5a. Alice accepts: Olivia sees it, and a change of an alarm tells nobody', async () => {
    const before = await olivia.get(MEETING);
    expect((await reply('alice', 'ACCEPTED')).status).toBe(204);
    const after = await olivia.get(MEETING);
    expect(after.headers['schedule-tag']).toBe(before.headers['schedule-tag']);
    expect(after.headers['etag']).not.toBe(before.headers['etag']);
    expect(attendee(master(await stored()), ALICE, 'PARTSTAT')).toBe('ACCEPTED');
    expect(attendee(master(await stored()), ALICE, 'SCHEDULE-STATUS')).toBe('2.0');
    expect(attendee(master(await copyOf('bob')), ALICE, 'PARTSTAT')).toBe('ACCEPTED');

    const alarm = 'BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Soon\r\nTRIGGER:-PT10M\r\nEND:VALARM\r\n';
    expect((await save((text) => text.replace('END:VEVENT', `${alarm}END:VEVENT`))).status).toBe(204);
    expect(await news()).toEqual({ alice: [], bob: [], carol: [] });
    expect(attendee(master(await stored()), ALICE, 'PARTSTAT')).toBe('ACCEPTED');
  });

  test('5b. the whole meeting moves an hour: REQUEST to Alice and Bob, CANCEL and REQUEST to Carol, all are asked again', async () => {
    const answer = await save((text) => text.replaceAll('T110000', 'T120000').replaceAll('T100000', 'T110000'));
    expect(answer.status).toBe(204);
    const { alice, bob, carol } = await news();
    expect(alice).toHaveLength(1);
    expect(alice[0]).toMatch(/^REQUEST master( \+ |$)/);
    expect(alice[0]).toContain('20270322T110000');
    expect(bob).toEqual(alice);
    expect(carol).toEqual(['CANCEL 20270322T100000', 'REQUEST 20270322T110000']);
    expect(attendee(master(await stored()), ALICE, 'PARTSTAT')).toBe('NEEDS-ACTION');
    expect(attendee(master(await stored()), BOB, 'PARTSTAT')).toBe('NEEDS-ACTION');
    expect(attendee(instance(await stored(), '20270322T110000'), ALICE, 'PARTSTAT')).toBe('NEEDS-ACTION');
    const alices = await copyOf('alice');
    expect(lineOf(master(alices), 'DTSTART')).toBe('DTSTART;TZID=Europe/Berlin:20270308T110000');
    expect(attendee(master(alices), ALICE, 'PARTSTAT')).toBe('NEEDS-ACTION');
    expect(instance(alices, '20270322T100000')).toBeUndefined();
    const carols = await copyOf('carol');
    const live = carols.filter((component) => propertyValue(component, 'STATUS') !== 'CANCELLED');
    expect(live.map((component) => propertyValue(component, 'RECURRENCE-ID'))).toEqual(['20270322T110000']);
  });

  test('6. SCHEDULE-AGENT=NONE cancels Bob; back to SERVER invites him again', async () => {
    const off = await save((text) =>
      text.replaceAll(/^(ATTENDEE)(.*mailto:bob@convoke\.example)$/gm, '$1;SCHEDULE-AGENT=NONE$2'),
    );
    expect(off.status).toBe(204);
    const cancelled = await news();
    expect(cancelled.bob).toEqual(['CANCEL master']);
    expect(cancelled.carol).toEqual([]);
    for (const component of await copyOf('bob')) expect(propertyValue(component, 'STATUS')).toBe('CANCELLED');

    const on = await save((text) => text.replaceAll(';SCHEDULE-AGENT=NONE', ''));
    expect(on.status).toBe(204);
    const again = await news();
    expect(again.bob).toHaveLength(1);
    expect(again.bob[0]).toMatch(/^REQUEST master( \+ |$)/);
    expect(again.carol).toEqual([]);
    const bobs = await copyOf('bob');
    expect(propertyValue(master(bobs), 'STATUS')).not.toBe('CANCELLED');
    expect(propertyValue(instance(bobs, '20270322T110000'), 'STATUS')).not.toBe('CANCELLED');
    expect(attendee(master(await stored()), BOB, 'SCHEDULE-STATUS')).toBe('1.2');
  });
});

describe('scenarios 7 and 8', () => {
  test("7. a PUT that sets another's PARTSTAT is refused by name, and nothing changes", async () => {
    const before = await olivia.get(MEETING);
    const refused = await save((text) =>
      text.replace(/^(ATTENDEE.*)PARTSTAT=NEEDS-ACTION(.*mailto:bob@convoke\.example)$/m, '$1PARTSTAT=ACCEPTED$2'),
    );
    expect(refused.status).toBe(403);
    expect(refused.headers['content-type']).toBe('application/xml; charset=utf-8');
    expect(refused.body).toContain('<C:allowed-organizer-scheduling-object-change/>');
    const after = await olivia.get(MEETING);
    expect(after.body).toBe(before.body);
    expect(after.headers['etag']).toBe(before.headers['etag']);
    expect(await news()).toEqual({ alice: [], bob: [], carol: [] });
  });

  test('8. two windows and a reply in between: neither save is lost, and the reply stays', async () => {
    const [first, second] = [await olivia.get(MEETING), await olivia.get(MEETING)];
    const tag = first.headers['schedule-tag'] ?? '';
    expect(second.headers['schedule-tag']).toBe(tag);
    expect((await reply('alice', 'ACCEPTED')).status).toBe(204);

    const titled = unfold(first.body).replaceAll('SUMMARY:Planning', 'SUMMARY:Planning and more');
    clock += 1_000;
    const one = await olivia.put(MEETING, titled, { 'if-schedule-tag-match': tag });
    expect(one.status).toBe(204);
    expect(attendee(master(await stored()), ALICE, 'PARTSTAT')).toBe('ACCEPTED');

    const located = (text: string): string => unfold(text).replaceAll(/^SUMMARY:/gm, 'LOCATION:Room 5\r\nSUMMARY:');
    const two = await olivia.put(MEETING, located(second.body), { 'if-schedule-tag-match': tag });
    expect(two.status).toBe(412);
    expect((await save(located)).status).toBe(204);
    const own = master(await stored());
    expect(propertyValue(own, 'SUMMARY')).toBe('Planning and more');
    expect(propertyValue(own, 'LOCATION')).toBe('Room 5');
    expect(attendee(own, ALICE, 'PARTSTAT')).toBe('ACCEPTED');
    expect(attendee(master(await copyOf('bob')), ALICE, 'PARTSTAT')).toBe('ACCEPTED');
  });
});
