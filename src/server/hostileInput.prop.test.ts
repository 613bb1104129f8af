/** Anything may come in: it is refused with 4xx or done, never 5xx but for a limit that is named, and the server answers afterwards. */
import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { event } from './fixtures.ts';
import { type InProcessServer, startInProcess } from './inProcess.ts';
import { DEFAULT_SERVER_LIMITS } from './limits.ts';
import { clientOf, NAMESPACES, type TestClient } from './testClient.ts';

const SEED = 20270308;
const LIMITS = {
  ...DEFAULT_SERVER_LIMITS,
  maxResourceSize: 300_000,
  maxXmlSize: 100_000,
  maxInstances: 2_000,
  requestMs: 1_000,
};
const WORK = '/dav/calendars/alice/work/';
const OBJECT = `${WORK}fuzz.ics`;

let server: InProcessServer;
let alice: TestClient;

beforeAll(async () => {
  server = await startInProcess({ serverLimits: LIMITS });
  alice = clientOf(server.origin, 'alice');
});
afterAll(() => server.close());

async function requireAlive(): Promise<void> {
  expect((await alice.propfind(WORK, '<D:displayname/>')).status).toBe(207);
}

const REPORT_START = `<C:calendar-query ${NAMESPACES}><D:prop><C:calendar-data/></D:prop><C:filter><C:comp-filter name="VCALENDAR">`;
const REPORT_END = '</C:comp-filter></C:filter></C:calendar-query>';

describe('XML', () => {
  const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');
  const bodies: readonly (readonly [string, string | Buffer, number])[] = [
    ['nothing but white space', '  \n', 400],
    ['depth', '<a>'.repeat(10_000), 400],
    ['a document type with entities', '<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><a>&d;</a>', 400],
    ['a document type of the outside', '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', 400],
    ['many elements', `<a>${'<b/>'.repeat(24_000)}</a>`, 403],
    ['many attributes', `<a ${Array.from({ length: 9_000 }, (_, at) => `b${at}="c"`).join(' ')}/>`, 403],
    ['the same attribute twice', '<a b="1" b="2"/>', 400],
    ['a huge attribute', `<a b="${'c'.repeat(90_000)}"/>`, 403],
    ['many namespaces', `<a ${Array.from({ length: 3_000 }, (_, at) => `xmlns:n${at}="urn:${at}"`).join(' ')}/>`, 403],
    ['an unbound prefix', '<D:propfind/>', 400],
    ['UTF-16', utf16('<?xml version="1.0" encoding="utf-16"?><D:propfind xmlns:D="DAV:"/>'), 400],
    ['Latin-1 bytes', Buffer.from('<a>\xe4</a>', 'latin1'), 400],
    ['another encoding in the declaration', '<?xml version="1.0" encoding="utf-7"?><a>+ADw-</a>', 403],
    ['more than may come', `<a>${'b'.repeat(100_000)}</a>`, 413],
    ['NUL', '<a>\0</a>', 400],
    ['a byte order mark', '\ufeff<a/>', 403],
  ];

  test.each(bodies)('with %s is refused', async (_what, body, status) => {
    expect((await alice.send('REPORT', WORK, { depth: '1' }, body)).status).toBe(status);
    await requireAlive();
  });

  test('made of the parts of a report, in any order and number, is refused or answered', async () => {
    const names = [
      'D:prop',
      'C:filter',
      'C:comp-filter',
      'C:time-range',
      'C:prop-filter',
      'C:calendar-data',
      'C:expand',
      'D:href',
    ];
    const attributes = [
      'name="VEVENT"',
      'name=""',
      'start="20270101T000000Z"',
      'end="99991231T235959Z"',
      'start="x"',
      'name="VALARM"',
    ];
    const { element } = fc.letrec<{ element: string }>((tie) => ({
      element: fc
        .tuple(
          fc.constantFrom(...names),
          fc.uniqueArray(fc.constantFrom(...attributes), { maxLength: 2, selector: (one) => one.split('=')[0] }),
          fc.oneof(
            { maxDepth: 4 },
            fc.string({ maxLength: 5 }).map((text) => text.replace(/[<&]|[^ -~]/g, '')),
            fc.array(tie('element'), { maxLength: 3 }).map((all) => all.join('')),
          ),
        )
        .map(([name, written, inner]) => `<${name} ${written.join(' ')}>${inner}</${name}>`),
    }));
    const root = fc.constantFrom(
      'C:calendar-query',
      'C:calendar-multiget',
      'C:free-busy-query',
      'D:sync-collection',
      'D:propfind',
      'D:propertyupdate',
      'D:acl',
      'C:mkcalendar',
    );
    await alice.put(OBJECT, event({ lines: ['RRULE:FREQ=DAILY', 'BEGIN:VALARM', 'TRIGGER:-PT5M', 'END:VALARM'] }));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('REPORT', 'PROPFIND', 'PROPPATCH', 'MKCALENDAR', 'ACL'),
        root,
        fc.array(element, { maxLength: 3 }),
        async (method, name, inner) => {
          const { status } = await alice.send(
            method,
            WORK,
            { depth: '1' },
            `<${name} ${NAMESPACES}>${inner.join('')}</${name}>`,
          );
          expect(status === 507 || (status >= 200 && status < 500)).toBe(true);
        },
      ),
      { seed: SEED, numRuns: 150 },
    );
    await alice.delete(OBJECT);
    await requireAlive();
  });
});

describe('iCalendar', () => {
  const times = (count: number, name: string) =>
    Array.from({ length: count }, (_, at) => {
      const stamp = new Date(Date.UTC(2027, 2, 8) + at * 3_600_000).toISOString().replace(/[-:]|\.000/g, '');
      return `${name}:${stamp}`;
    });
  const evil: readonly (readonly [string, string | Buffer, string])[] = [
    ['each second for ever', event({ lines: ['RRULE:FREQ=SECONDLY'] }), '403 max-instances'],
    [
      'each second, a thousand million times',
      event({ lines: ['RRULE:FREQ=SECONDLY;COUNT=999999999'] }),
      '403 max-instances',
    ],
    ['more RDATEs than instances may be', event({ lines: times(2_001, 'RDATE') }), '403 max-instances'],
    ['as many RDATEs as may be', event({ lines: times(1_999, 'RDATE') }), '201'],
    ['a day that no month has', event({ lines: ['RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30'] }), '201'],
    [
      'a day that no year has, by the hour',
      event({ lines: ['RRULE:FREQ=HOURLY;BYYEARDAY=366;BYMONTH=1'] }),
      '403 max-instances',
    ],
    [
      'an interval of a thousand million days',
      event({ lines: ['RRULE:FREQ=DAILY;INTERVAL=999999999;BYHOUR=1,2'] }),
      '201',
    ],
    ['a longer line than may come', event({ lines: [`DESCRIPTION:${'x'.repeat(300_000)}`] }), '403 max-resource-size'],
    ['100,000 folds', event({ lines: [`DESCRIPTION:${'\r\n '.repeat(90_000)}`] }), '201'],
    ['bare CRs as line ends', event().replaceAll('\r\n', '\r'), '201'],
    ['NUL', event({ lines: ['DESCRIPTION:a\0b'] }), '403 valid-calendar-data'],
    [
      'a lone surrogate',
      Buffer.from(event({ lines: ['DESCRIPTION:@'] }).replace('@', '\xed\xa0\x80'), 'latin1'),
      '403 valid-calendar-data',
    ],
    ['Latin-1', Buffer.from(event({ lines: ['DESCRIPTION:\xe4'] }), 'latin1'), '403 valid-calendar-data'],
    ['UTF-16', Buffer.from(`\ufeff${event()}`, 'utf16le'), '403 valid-calendar-data'],
    ['components in each other', 'BEGIN:VCALENDAR\r\n'.repeat(15_000), '403 valid-calendar-data'],
    [
      'ten thousand alarms',
      event({ lines: Array.from({ length: 10_000 }, () => 'BEGIN:VALARM\r\nEND:VALARM') }),
      '201',
    ],
    [
      'ten thousand parameters',
      event({ lines: [`X-A;${Array.from({ length: 10_000 }, (_, at) => `P${at}=1`).join(';')}:b`] }),
      '201',
    ],
    [
      'a length of thousands of years',
      event({ lines: ['RRULE:FREQ=DAILY'] }).replace('DTEND:20270308T110000Z', 'DURATION:P9999999D'),
      '403 valid-calendar-data',
    ],
    ['the year 0', event({ start: '00000101T000000Z' }), '403 min-date-time'],
    [
      'the year 9999',
      event({ start: '99991231T235959Z', end: '99991231T235959Z', lines: ['RRULE:FREQ=DAILY'] }),
      '201',
    ],
  ];

  test.each(evil)(
    'with %s is stored or refused, and every report on the calendar is answered',
    async (_what, data, expected) => {
      const answer = await alice.send('PUT', OBJECT, { 'content-type': 'text/calendar' }, data);
      const precondition = /<C:([a-z-]+)\/>/.exec(answer.body)?.[1];
      expect([answer.status, ...(precondition ? [precondition] : [])].join(' ')).toBe(expected);
      const range = 'start="20270301T000000Z" end="20270401T000000Z"';
      const month = `<C:comp-filter name="VEVENT"><C:time-range ${range}/></C:comp-filter>`;
      expect((await alice.report(WORK, REPORT_START + month + REPORT_END)).status).toBe(207);
      const expand = REPORT_START.replace(
        '<C:calendar-data/>',
        `<C:calendar-data><C:expand ${range}/></C:calendar-data>`,
      );
      expect((await alice.report(WORK, expand + month + REPORT_END)).status).toBe(207);
      const busy = `<C:free-busy-query ${NAMESPACES}><C:time-range ${range}/></C:free-busy-query>`;
      expect((await alice.report(WORK, busy)).status).toBe(200);
      await alice.delete(OBJECT);
    },
  );

  test('made of known lines with any values is stored or refused', async () => {
    const value = fc.oneof(
      fc.constantFrom(
        '20270308T100000Z',
        '00000000T000000',
        '99999999T999999Z',
        '-P9999999W',
        'PT0S',
        'mailto:bob@convoke.example',
        'FREQ=DAILY',
        'FREQ=SECONDLY;BYSETPOS=-366',
        'FREQ=MINUTELY;BYDAY=53MO',
        '1;2,3',
        '',
      ),
      fc.string({ maxLength: 12, unit: 'binary' }).map((text) => text.replace(/[\r\n]/g, '')),
    );
    const name = fc.constantFrom(
      'UID',
      'DTSTART',
      'DTEND',
      'DURATION',
      'RRULE',
      'RDATE',
      'EXDATE',
      'RECURRENCE-ID',
      'ATTENDEE',
      'ORGANIZER',
      'SEQUENCE',
      'DTSTART;TZID=Nowhere/Land',
      'DTSTART;VALUE=DATE',
      'RECURRENCE-ID;RANGE=THISANDFUTURE',
      'TRIGGER',
      'BEGIN',
      'END',
    );
    const line = fc.tuple(name, value).map(([left, right]) => `${left}:${right}`);
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 8 }), fc.boolean(), async (lines, isBare) => {
        const text = isBare
          ? `BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n${lines.join('\r\n')}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`
          : event({ lines });
        const { status } = await alice.put(OBJECT, text);
        expect(status).toBeLessThan(500);
        if (status < 300) expect((await alice.delete(OBJECT)).status).toBe(204);
      }),
      { seed: SEED, numRuns: 200 },
    );
    await requireAlive();
  });
});

describe('paths and headers', () => {
  const paths = [
    '/dav/../etc/passwd',
    '/dav/calendars/alice/work/..%2f..%2fx.ics',
    '/dav/calendars/alice/work/%00.ics',
    '/dav/%c0%ae%c0%ae/',
    '/dav/%',
    '/dav/calendars/alice/work/%ff.ics',
    `/dav${'/a'.repeat(7_000)}`,
    '/dav//calendars/alice/',
    '/dav/calendars/alice/work/%2e%2e',
    '/dav/calendars/alice/work/%5c',
    `/dav/calendars/alice/work/${'%C3%A4'.repeat(400)}.ics`,
    '/dav;x',
    '*',
    'http://evil.example/dav/',
  ];

  test.each(paths)('%s names nothing', async (path) => {
    for (const method of ['GET', 'PUT', 'PROPFIND', 'DELETE', 'MKCALENDAR']) {
      const { status } = await alice.send(
        method,
        path,
        { 'content-type': 'text/calendar' },
        method === 'PUT' ? event() : undefined,
      );
      expect([200, 207, 400, 403, 404, 405, 414, 431], `${method} ${status}`).toContain(status);
    }
    await requireAlive();
  });

  test('with any values of Depth, If, Destination, Prefer, Overwrite and conditions are refused or answered', async () => {
    const value = fc.oneof(
      fc.constantFrom(
        'infinity',
        '0',
        '-1',
        '(<urn:x> ["a"])',
        '*',
        '"a", "b',
        'W/"',
        'http://[::1',
        '/dav/calendars/alice/work/%zz',
        '//',
        'return=minimal; =',
        '\u00e4',
      ),
      fc.string({ maxLength: 40 }).map((text) => text.replace(/[^ -~]/g, '')),
    );
    const header = fc.constantFrom(
      'depth',
      'if',
      'destination',
      'prefer',
      'overwrite',
      'if-match',
      'if-none-match',
      'if-schedule-tag-match',
      'schedule-reply',
      'content-type',
      'cookie',
      'range',
      'content-encoding',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('GET', 'PUT', 'COPY', 'MOVE', 'PROPFIND', 'REPORT', 'DELETE', 'POST', 'MKCALENDAR', 'ACL'),
        fc.array(fc.tuple(header, value), { maxLength: 4 }),
        async (method, headers) => {
          const body = method === 'PUT' ? event() : undefined;
          const { status } = await alice.send(method, OBJECT, Object.fromEntries(headers), body);
          expect(status).toBeLessThan(500);
        },
      ),
      { seed: SEED, numRuns: 200 },
    );
    await alice.delete(OBJECT);
    await requireAlive();
  });
});

/** Writes octets as they are, and reads until the server closes. */
function raw(octets: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(server.origin).port), '127.0.0.1', () => socket.write(octets));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
    });
    socket.on('error', () => resolve(answer));
    socket.on('close', () => resolve(answer));
  });
}

describe('HTTP', () => {
  const authorization = `Basic ${Buffer.from('alice:alice-demo').toString('base64')}`;
  const head = (method: string, lines: readonly string[]) =>
    `${[`${method} ${OBJECT} HTTP/1.1`, 'Host: localhost', `Authorization: ${authorization}`, ...lines].join('\r\n')}\r\n\r\n`;

  test.each([
    ['headers that never end', 'GET /dav/ HTTP/1.1\r\nHost: localhost\r\nX-A: b', /^HTTP\/1\.1 408/],
    [
      'a body that never comes',
      head('PUT', ['Content-Type: text/calendar', 'Content-Length: 100']),
      /^HTTP\/1\.1 408|^$/,
    ],
    [
      'a body shorter than it says',
      `${head('PUT', ['Content-Type: text/calendar', 'Content-Length: 999'])}BEGIN:VCALENDAR`,
      /^HTTP\/1\.1 408|^$/,
    ],
    ['two lengths', head('PUT', ['Content-Length: 1', 'Content-Length: 2']), /^HTTP\/1\.1 400/],
    ['length and chunks', head('PUT', ['Content-Length: 1', 'Transfer-Encoding: chunked']), /^HTTP\/1\.1 400/],
    ['a length that is none', head('PUT', ['Content-Length: -1']), /^HTTP\/1\.1 400/],
    ['a header of 100,000 octets', head('GET', [`X-A: ${'b'.repeat(100_000)}`]), /^HTTP\/1\.1 431/],
    [
      '5,000 headers',
      head(
        'GET',
        Array.from({ length: 5_000 }, (_, at) => `X-${at}: b`),
      ),
      /^HTTP\/1\.1 431/,
    ],
    ['rubbish after a request', `${head('GET', ['Content-Length: 0'])}\0\0\0rubbish\r\n\r\n`, /400 Bad Request/],
    ['rubbish', '\x16\x03\x01\x02\x00\x01\x00', /^HTTP\/1\.1 400/],
    ['a method that is none', 'BREW / HTTP/1.1\r\nHost: localhost\r\n\r\n', /^HTTP\/1\.1 400/],
  ])('with %s ends, and others are served', async (_what, octets, expected) => {
    expect(await raw(octets)).toMatch(expected);
    await requireAlive();
  });

  test('takes no more connections than the limit, and goes on when they are gone', async () => {
    server.app.server.maxConnections = 20;
    const sockets = Array.from({ length: 60 }, () => connect(Number(new URL(server.origin).port), '127.0.0.1'));
    const closed = sockets.map(
      (socket) => new Promise((resolve) => socket.on('error', () => undefined).on('close', resolve)),
    );
    await Promise.race(closed);
    for (const socket of sockets) socket.destroy();
    await Promise.all(closed);
    server.app.server.maxConnections = LIMITS.maxConnections;
    await expect.poll(async () => (await alice.propfind(WORK, '<D:displayname/>')).status).toBe(207);
  });
});
