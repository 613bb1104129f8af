/** What one report may cost: many objects that are each within the limits are not within them together. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { event } from './fixtures.ts';
import { type InProcessServer, startInProcess } from './inProcess.ts';
import { DEFAULT_SERVER_LIMITS } from './limits.ts';
import { type Answer, clientOf, ics, NAMESPACES, type TestClient, tokenIn } from './testClient.ts';

const WORK = '/dav/calendars/olivia/work/';
const LONG = `DESCRIPTION:${'x'.repeat(2_000)}`;
const MATCHES = '<D:error><D:number-of-matches-within-limits/></D:error>';

let server: InProcessServer;
let olivia: TestClient;

/** Ten daily series of 100 instances each, from 8 March 2027; each some 2,500 octets. */
beforeAll(async () => {
  server = await startInProcess();
  const client = clientOf(server.origin, 'olivia');
  for (let index = 0; index < 10; index += 1) {
    const text = event({ uid: `series${index}@test`, lines: ['RRULE:FREQ=DAILY;COUNT=100', LONG] });
    expect((await client.put(`${WORK}series${index}.ics`, text)).status).toBe(201);
  }
});
afterAll(() => server.close());

/** The same store behind a server with other limits. */
async function within(limits: Partial<typeof DEFAULT_SERVER_LIMITS>, ask: () => Promise<void>): Promise<void> {
  const small = await startInProcess({
    store: { ...server.store, close: async () => undefined },
    serverLimits: { ...DEFAULT_SERVER_LIMITS, ...limits },
  });
  olivia = clientOf(small.origin, 'olivia');
  await ask().finally(small.close);
}

const WHOLE = '<C:calendar-data/>';
const EXPANDED = '<C:calendar-data><C:expand start="20270301T000000Z" end="20270701T000000Z"/></C:calendar-data>';
const MONTHS = '<C:time-range start="20270301T000000Z" end="20270701T000000Z"/>';

function query(data: string): Promise<Answer> {
  const filter = `<C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">${MONTHS}</C:comp-filter></C:comp-filter>`;
  const body = `<C:calendar-query ${NAMESPACES}><D:prop><D:getetag/>${data}</D:prop><C:filter>${filter}</C:filter></C:calendar-query>`;
  return olivia.report(WORK, body);
}

function multiget(): Promise<Answer> {
  const hrefs = Array.from({ length: 10 }, (_, index) => `<D:href>${WORK}series${index}.ics</D:href>`).join('');
  return olivia.report(
    WORK,
    `<C:calendar-multiget ${NAMESPACES}><D:prop>${WHOLE}</D:prop>${hrefs}</C:calendar-multiget>`,
  );
}

function sync(token = '', data = ''): Promise<Answer> {
  const asked = `<D:sync-token>${token}</D:sync-token><D:sync-level>1</D:sync-level><D:prop><D:getetag/>${data}</D:prop>`;
  return olivia.report(WORK, `<D:sync-collection ${NAMESPACES}>${asked}</D:sync-collection>`, '0');
}

const count = (text: string, part: string): number => text.split(part).length - 1;

function expectTooMuch({ status, body }: Answer): void {
  expect(status).toBe(507);
  expect(body).toContain('<D:number-of-matches-within-limits/>');
}

/** All pages of a synchronization from the beginning: how many members came with each. */
async function pages(data = ''): Promise<readonly number[]> {
  const counts: number[] = [];
  for (let token = ''; counts.length < 20; ) {
    const answer = await sync(token, data);
    expect(answer.status).toBe(207);
    counts.push(count(answer.body, '<D:getetag>'));
    token = tokenIn(answer);
    if (!answer.body.includes(MATCHES)) break;
  }
  return counts;
}

describe('more matches than CONVOKE_MAX_MATCHES', () => {
  test('are 507 with number-of-matches-within-limits; as many as that are answered', async () => {
    await within({ maxMatches: 9 }, async () => {
      expectTooMuch(await query(''));
      expectTooMuch(await multiget());
    });
    await within({ maxMatches: 10 }, async () => {
      expect(count((await query('')).body, '<D:getetag>')).toBe(10);
      expect(count((await multiget()).body, 'BEGIN:VCALENDAR')).toBe(10);
    });
  });
});

describe('a larger answer than CONVOKE_MAX_ANSWER_SIZE', () => {
  test('is 507 for a query and a multiget', async () => {
    await within({ maxAnswerSize: 10_000 }, async () => {
      expectTooMuch(await query(WHOLE));
      expectTooMuch(await multiget());
      expect((await query('')).status).toBe(207);
    });
  });

  test('comes in shorter pages from sync-collection, and nothing is missing', async () => {
    await within({ maxAnswerSize: 10_000 }, async () => {
      const counts = await pages(WHOLE);
      expect(counts.length).toBeGreaterThan(1);
      expect(counts.reduce((sum, one) => sum + one, 0)).toBe(10);
    });
  });

  test('is one object at a time where each is larger than the limit', async () => {
    await within({ maxAnswerSize: 1_000 }, async () => {
      expect(await pages(WHOLE)).toEqual(Array.from({ length: 10 }, () => 1));
    });
  });

  test('leaves out the data of one object whose expansion would be so large, and only these', async () => {
    await within({ maxAnswerSize: 100_000 }, async () => {
      const { status, body } = await query(EXPANDED);
      expect(status).toBe(207);
      expect(count(body, '<D:getetag>')).toBe(10);
      expect(count(body, '<C:calendar-data/></D:prop><D:status>HTTP/1.1 507 Insufficient Storage')).toBe(10);
    });
  });
});

test('sync-collection gives no longer pages than CONVOKE_MAX_SYNC_PAGE, whatever the client asks for', async () => {
  await within({ maxSyncPage: 4 }, async () => expect(await pages()).toEqual([4, 4, 2]));
});

describe('more instances in all objects together than CONVOKE_MAX_EXPANSION', () => {
  test('leave an expanded query with the data of the first objects and 507 for those of the others', async () => {
    await within({ maxExpansion: 500 }, async () => {
      const { status, body } = await query(EXPANDED);
      expect(status).toBe(207);
      expect(count(body, '<D:getetag>')).toBe(10);
      // Looking whether one matches takes as many as expanding it.
      expect(count(body, 'BEGIN:VCALENDAR')).toBe(2);
      expect(count(body, '<C:calendar-data/></D:prop><D:status>HTTP/1.1 507 Insufficient Storage')).toBe(8);
    });
  });

  test('leave none out of a query', async () => {
    await within({ maxExpansion: 500 }, async () => {
      expect(count((await query(WHOLE)).body, 'BEGIN:VCALENDAR')).toBe(10);
    });
  });

  test('are 507 for a free-busy-query, which could only be wrong', async () => {
    const ask = () => olivia.report(WORK, `<C:free-busy-query ${NAMESPACES}>${MONTHS}</C:free-busy-query>`);
    await within({ maxExpansion: 500 }, async () => expectTooMuch(await ask()));
    await within({ maxExpansion: 2_000 }, async () => expect((await ask()).body).toContain('FREEBUSY;FBTYPE=BUSY:'));
  });

  test('make an outbox answer 5.1 for who has them, and give the busy time of who was asked about before', async () => {
    const text = ics(
      ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Test//EN', 'METHOD:REQUEST', 'BEGIN:VFREEBUSY', 'UID:busy@test'],
      ...['DTSTAMP:20270201T080000Z', 'DTSTART:20270301T000000Z', 'DTEND:20270701T000000Z'],
      'ORGANIZER:mailto:olivia@convoke.example',
      ...['alice', 'olivia'].map((name) => `ATTENDEE:mailto:${name}@convoke.example`),
      ...['END:VFREEBUSY', 'END:VCALENDAR'],
    );
    await within({ maxExpansion: 500 }, async () => {
      const { body } = await olivia.send(
        'POST',
        '/dav/calendars/olivia/outbox/',
        { 'content-type': 'text/calendar' },
        text,
      );
      expect([...body.matchAll(/<C:request-status>([^<]*)/g)].map(([, status]) => status)).toEqual([
        '2.0;Success',
        '5.1;Service unavailable',
      ]);
    });
  });
});

test('max-instances is a property of calendars, RFC 4791 §5.2.8', async () => {
  await within({ maxInstances: 150 }, async () => {
    expect((await olivia.propfind(WORK, '<C:max-instances/>')).body).toContain(
      '<C:max-instances>150</C:max-instances>',
    );
  });
});
