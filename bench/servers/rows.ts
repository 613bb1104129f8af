/** What is measured: each row is one kind of request, the same for all servers, and how its answer is checked. */
import { type CalendarObject, calendarObjects, randomNumbers } from './calendarObjects.ts';
import { type Contender, OWNER } from './contender.ts';
import type { Answer, HttpConnection } from './httpConnection.ts';
import { invitation } from './invitations.ts';
import type { ServerAccess } from './serverAccess.ts';

/** A server that runs and has its data. */
export interface Entrant {
  readonly contender: Contender;
  readonly access: ServerAccess;
  /** What its invitations were, to look for them afterwards. */
  readonly sent: { readonly uid: string; readonly guests: readonly string[] }[];
  /** The sync-token of before the changes that the next sync-collection asks for. */
  token: string;
  /** How many objects were written or sent so far: each request of a kind is another one. */
  written: number;
}

/** What is timed as one: mostly one request. */
export interface Operation {
  readonly run: (connection: HttpConnection) => Promise<readonly Answer[]>;
  /** What is wrong with the answers, undefined when all is right. */
  readonly fault: (answers: readonly Answer[]) => string | undefined;
}

export interface Row {
  readonly name: string;
  readonly title: string;
  readonly calendar: CalendarName;
  /** Operations in one round, unless time is up earlier. */
  readonly times: number;
  readonly concurrencies: readonly number[];
  readonly needsScheduling?: boolean;
  /** The row that asks the same of a tenth of the objects. */
  readonly tenth?: string;
  /** Before each round, not timed. */
  readonly before?: (entrant: Entrant) => Promise<void>;
  readonly operation: (entrant: Entrant) => Operation;
}

export type CalendarName = 'small' | 'written' | 'large' | 'huge';

/** How many objects the calendars have that are filled before anything is measured. */
const SIZES: Readonly<Record<CalendarName, number>> = {
  small: 1_000,
  written: 1_000,
  large: 10_000,
  huge: 100_000,
};

const made = new Map<CalendarName, readonly CalendarObject[]>();

export function objectsOf(calendar: CalendarName): readonly CalendarObject[] {
  const objects = made.get(calendar) ?? calendarObjects(calendar, SIZES[calendar]);
  made.set(calendar, objects);
  return objects;
}

const BOTH = [1, 8];
const ETAG = '<D:getetag/>';
const DATA = '<C:calendar-data/>';
const ICALENDAR = { 'Content-Type': 'text/calendar; charset=utf-8' };
const CHANGES = 10;

export const ROWS: readonly Row[] = [
  {
    name: 'propfind',
    title: 'PROPFIND, depth 1, 1,000 objects',
    calendar: 'small',
    times: 20,
    concurrencies: BOTH,
    operation: (entrant) =>
      request(entrant, 'PROPFIND', path(entrant, 'small'), multistatusOf(SIZES.small), {
        body: xml('propfind', `<D:prop>${ETAG}<D:resourcetype/></D:prop>`),
        headers: { Depth: '1' },
      }),
  },
  {
    name: 'get',
    title: 'GET of one object',
    calendar: 'small',
    times: 300,
    concurrencies: BOTH,
    operation: (entrant) => {
      const object = picked(entrant, 'small');
      return request(entrant, 'GET', path(entrant, 'small', object), objectFault(object));
    },
  },
  {
    name: 'multiget',
    title: 'multiget of 100, of 10,000',
    calendar: 'large',
    times: 40,
    concurrencies: BOTH,
    operation: (entrant) => {
      const hrefs = pickedMany(entrant, 'large', 100).map((object) => path(entrant, 'large', object));
      return multiget(entrant, 'large', hrefs);
    },
  },
  month('month', 'large', ETAG, 20),
  month('month-data', 'large', ETAG + DATA, 12),
  {
    name: 'put-create',
    title: 'PUT, new object',
    calendar: 'written',
    times: 60,
    concurrencies: BOTH,
    operation: (entrant) => {
      const [object] = calendarObjects(`created ${entrant.written++}`, 1);
      if (object === undefined) throw new Error('No object was made.');
      const options = { body: object.text(0), headers: { ...ICALENDAR, 'If-None-Match': '*' } };
      return request(entrant, 'PUT', path(entrant, 'written', object), statusFault(201), options);
    },
  },
  {
    name: 'put-overwrite',
    title: 'PUT, object there already',
    calendar: 'written',
    times: 60,
    concurrencies: BOTH,
    operation: (entrant) => {
      const object = picked(entrant, 'written');
      const options = { body: object.text(entrant.written++), headers: ICALENDAR };
      return request(entrant, 'PUT', path(entrant, 'written', object), statusFault(200, 201, 204), options);
    },
  },
  invite('put-1', 1, 40),
  invite('put-20', 20, 16),
  invite('put-200', 200, 8),
  {
    name: 'sync',
    title: `sync-collection after ${CHANGES} changes, of 10,000`,
    calendar: 'large',
    times: 40,
    concurrencies: BOTH,
    before: change,
    operation: (entrant) =>
      request(entrant, 'REPORT', path(entrant, 'large'), multistatusOf(CHANGES), { body: syncBody(entrant.token) }),
  },
  {
    name: 'first-sync',
    title: 'first sync of 10,000: sync-collection, multigets of 100',
    calendar: 'large',
    times: 1,
    concurrencies: [1],
    operation: firstSync,
  },
  { ...month('month-100k', 'huge', ETAG, 4), tenth: 'month' },
  { ...month('month-data-100k', 'huge', ETAG + DATA, 4), tenth: 'month-data' },
];

function month(name: string, calendar: CalendarName, properties: string, times: number): Row {
  const withData = properties.includes(DATA);
  return {
    name,
    title: `query of a month${withData ? ' with data' : ''}, ${SIZES[calendar].toLocaleString('en')} objects`,
    calendar,
    times,
    concurrencies: BOTH,
    operation: (entrant) => {
      const random = randomNumbers(`${name} ${entrant.written++}`);
      const [year, index] = [2024 + Math.floor(random() * 4), Math.floor(random() * 12)];
      const [from, to] = [Date.UTC(year, index), Date.UTC(year, index + 1)].map((time) => new Date(time).toISOString());
      const key = from?.slice(0, 7) ?? '';
      const expected = objectsOf(calendar).filter(({ months }) => months.has(key)).length;
      const range = `<C:time-range start="${basic(from)}" end="${basic(to)}"/>`;
      const filter = `<C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">${range}</C:comp-filter></C:comp-filter>`;
      const body = xml('calendar-query', `<D:prop>${properties}</D:prop><C:filter>${filter}</C:filter>`);
      const fault = withData ? calendarDataOf(expected) : multistatusOf(expected);
      return request(entrant, 'REPORT', path(entrant, calendar), fault, { body, headers: { Depth: '1' } });
    },
  };
}

function invite(name: string, attendees: number, times: number): Row {
  return {
    name,
    title: `PUT that invites ${attendees}, all delivered`,
    calendar: 'written',
    times,
    concurrencies: BOTH,
    needsScheduling: true,
    operation: (entrant) => {
      const { uid, guests, text } = invitation(entrant.written++, attendees);
      const target = `${path(entrant, 'written')}${uid}.ics`;
      const put = request(entrant, 'PUT', target, statusFault(201), { body: text, headers: ICALENDAR });
      return {
        ...put,
        run: (connection) => {
          entrant.sent.push({ uid, guests });
          return put.run(connection);
        },
      };
    },
  };
}

/** Changes some objects, and keeps the sync-token of before. */
async function change(entrant: Entrant): Promise<void> {
  const { access } = entrant;
  const { body } = await access.expect(207, 'REPORT', path(entrant, 'large'), syncBody(''));
  entrant.token = tokenIn(body);
  for (const object of pickedMany(entrant, 'large', CHANGES)) {
    const { status } = await access.connection.send(
      access.request('PUT', path(entrant, 'large', object), object.text(entrant.written++), ICALENDAR),
    );
    if (status >= 300) throw new Error(`A PUT before sync-collection answered ${status}.`);
  }
}

/** As DAVx5 does it: what is there, then the data of 100 objects at a time. */
function firstSync(entrant: Entrant): Operation {
  const list = request(entrant, 'REPORT', path(entrant, 'large'), multistatusOf(SIZES.large), { body: syncBody('') });
  return {
    run: async (connection) => {
      const [listed] = await list.run(connection);
      if (listed === undefined) throw new Error('There is no answer.');
      const hrefs = hrefsIn(listed.body);
      const answers = [listed];
      for (let at = 0; at < hrefs.length; at += 100)
        answers.push(...(await multiget(entrant, 'large', hrefs.slice(at, at + 100)).run(connection)));
      return answers;
    },
    fault: ([listed, ...parts]) => {
      const found = parts.reduce((sum, { body }) => sum + occurrences(body, 'BEGIN:VCALENDAR'), 0);
      return (
        (listed && list.fault([listed])) ?? (found === SIZES.large ? undefined : `${found} objects of ${SIZES.large}`)
      );
    },
  };
}

function multiget(entrant: Entrant, calendar: CalendarName, hrefs: readonly string[]): Operation {
  const wanted = hrefs.map((href) => `<D:href>${href}</D:href>`).join('');
  const body = xml('calendar-multiget', `<D:prop>${ETAG}${DATA}</D:prop>${wanted}`);
  const options = { body, headers: { Depth: '1' } };
  return request(entrant, 'REPORT', path(entrant, calendar), calendarDataOf(hrefs.length), options);
}

type AnswerFault = (answer: Answer) => string | undefined;

function request(
  { access }: Entrant,
  method: string,
  target: string,
  fault: AnswerFault,
  { body, headers }: { readonly body?: string; readonly headers?: Readonly<Record<string, string>> } = {},
): Operation {
  const bytes = access.request(method, target, body, headers);
  return {
    run: async (connection) => [await connection.send(bytes)],
    fault: ([answer]) => answer && fault(answer),
  };
}

function statusFault(...expected: readonly number[]): AnswerFault {
  return ({ status, body }) => (expected.includes(status) ? undefined : `${status}: ${body.toString('utf8', 0, 200)}`);
}

/** Every member has its href once, and all end in `.ics`. */
function multistatusOf(members: number): AnswerFault {
  return countFault('.ics<', members);
}

function calendarDataOf(objects: number): AnswerFault {
  return countFault('BEGIN:VCALENDAR', objects);
}

function countFault(mark: string, expected: number): AnswerFault {
  return (answer) => {
    const found = occurrences(answer.body, mark);
    return statusFault(207)(answer) ?? (found === expected ? undefined : `${found} objects instead of ${expected}`);
  };
}

function objectFault(object: CalendarObject): AnswerFault {
  return (answer) => {
    const isWhole = answer.body.includes(`UID:${object.uid}\r\n`) && answer.body.includes('END:VCALENDAR');
    return statusFault(200)(answer) ?? (isWhole ? undefined : 'not the object');
  };
}

function occurrences(body: Buffer, mark: string): number {
  let count = 0;
  for (let at = body.indexOf(mark); at >= 0; at = body.indexOf(mark, at + mark.length)) count += 1;
  return count;
}

function hrefsIn(body: Buffer): readonly string[] {
  return [...body.toString('latin1').matchAll(/href>([^<]+\.ics)</g)].map(([, href = '']) => href);
}

function tokenIn(body: Buffer): string {
  const [, token] = /<(?:\w+:)?sync-token>([^<]+)</.exec(body.toString('latin1')) ?? [];
  if (token === undefined) throw new Error('The answer has no sync-token.');
  return token;
}

function path({ contender }: Entrant, calendar: CalendarName, object?: CalendarObject): string {
  return `${contender.calendar(OWNER, calendar)}${object?.name ?? ''}`;
}

/** Another one each time, in the same order for every server. */
function picked(entrant: Entrant, calendar: CalendarName): CalendarObject {
  const [object] = pickedMany(entrant, calendar, 1);
  if (object === undefined) throw new Error('The calendar is empty.');
  return object;
}

function pickedMany(entrant: Entrant, calendar: CalendarName, count: number): readonly CalendarObject[] {
  const objects = objectsOf(calendar);
  const random = randomNumbers(`${calendar} ${entrant.written++}`);
  const chosen = new Set<CalendarObject>();
  while (chosen.size < count) {
    const object = objects[Math.floor(random() * objects.length)];
    if (object) chosen.add(object);
  }
  return [...chosen];
}

function syncBody(token: string): string {
  return xml(
    'sync-collection',
    `<D:sync-token>${token}</D:sync-token><D:sync-level>1</D:sync-level><D:prop>${ETAG}</D:prop>`,
  );
}

function xml(name: string, content: string): string {
  const prefix = name.startsWith('calendar-') ? 'C' : 'D';
  const namespaces = 'xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"';
  return `<?xml version="1.0" encoding="utf-8"?><${prefix}:${name} ${namespaces}>${content}</${prefix}:${name}>`;
}

/** `20260301T000000Z` */
function basic(instant: string | undefined): string {
  return (instant ?? '').replace(/\.\d+/, '').replace(/[-:]/g, '');
}
