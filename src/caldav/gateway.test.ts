// @vitest-environment jsdom
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type InProcessServer, startInProcess } from '../server/inProcess.ts';
import { getCalendarObject, listCalendarObjects, newCalendarObjectUrl } from './calendarObject.ts';
import { listCalendars } from './calendars.ts';
import { CaldavClient, type WriteTag } from './client.ts';
import { discoverAccount } from './discovery.ts';
import { removeCalendarObject, saveCalendarObject } from './saving.ts';
import { listInboxItems, requestFreeBusy, searchPrincipals } from './scheduling.ts';
import { fetchServers, type Session } from './session.ts';

/** A server on its own, and another one that has nothing but a gateway to it. */
let upstream: InProcessServer;
let gateway: InProcessServer;
let client: CaldavClient;
let session: Session;
const asked: { readonly url: string; readonly method: string | undefined; readonly headers: Headers }[] = [];
let cookie: string;

const NOW = new Date('2027-03-01T12:00:00Z');
const MEETING = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'PRODID:-//Test//Test//EN',
  'BEGIN:VEVENT',
  'UID:planning',
  'DTSTAMP:20270301T120000Z',
  'DTSTART:20270308T090000Z',
  'DTEND:20270308T100000Z',
  'SUMMARY:Planning',
  'ORGANIZER:mailto:olivia@convoke.example',
  'ATTENDEE;PARTSTAT=ACCEPTED:mailto:olivia@convoke.example',
  'ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:alice@convoke.example',
  'END:VEVENT',
  'END:VCALENDAR',
  '',
].join('\r\n');

beforeAll(async () => {
  upstream = await startInProcess({ now: () => NOW });
  gateway = await startInProcess({ embedded: false, upstreams: [{ name: 'Work', url: new URL(upstream.origin) }] });
  const answer = await fetch(`${gateway.origin}/api/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ username: 'olivia', password: 'olivia-demo', server: 'Work' }),
  });
  expect(answer.status).toBe(200);
  cookie = answer.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
  session = (await answer.json()) as Session;
  client = clientWith(session.server.precondition);
});
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

function clientWith(writeTag: WriteTag): CaldavClient {
  return new CaldavClient({
    origin: gateway.origin,
    gateway: session.server.gateway,
    writeTag,
    csrfToken: () => session.csrf,
    fetch: (input, init) => {
      const headers = new Headers(init?.headers);
      asked.push({ url: String(input), method: init?.method, headers: new Headers(headers) });
      headers.set('cookie', cookie);
      return fetch(input, { ...init, headers });
    },
  });
}

function lastHeaders(method: string) {
  const headers = asked.findLast((request) => request.method === method)?.headers;
  const names = ['if-match', 'if-schedule-tag-match'];
  return headers && Object.fromEntries(names.map((name) => [name, headers.get(name)]));
}

describe('the client of a server behind the gateway', () => {
  it('can be offered that server alone', async () => {
    expect(await fetchServers(gateway.origin)).toEqual([{ name: 'Work', isEmbedded: false }]);
  });

  it('is told who and where it is, in the server’s own terms', () => {
    expect(session.user).toEqual({
      name: 'olivia',
      displayName: 'Olivia Organizer',
      principal: '/dav/principals/olivia/',
      addresses: expect.arrayContaining(['mailto:olivia@convoke.example']),
    });
    expect(session.user.addresses[0]).toBe('mailto:olivia@convoke.example');
    expect(session.server).toEqual({
      name: 'Work',
      product: 'CalDAV',
      profile: 'rfc6638',
      precondition: 'schedule-tag',
      capabilities: ['1', '3', 'access-control', 'extended-mkcol', 'calendar-access', 'calendar-auto-schedule'],
      gateway: { origin: upstream.origin, prefix: '/gateway/Work' },
    });
  });

  it('finds the account by discovery, in paths of the server itself', async () => {
    const account = await discoverAccount(client);
    expect(account).toMatchObject({
      principal: '/dav/principals/olivia/',
      homes: ['/dav/calendars/olivia/'],
      inbox: '/dav/calendars/olivia/inbox/',
      outbox: '/dav/calendars/olivia/outbox/',
    });
    expect((await listCalendars(client, account)).calendars.map(({ url }) => url)).toEqual([
      '/dav/calendars/olivia/work/',
    ]);
  });

  it('puts the calendar first that the server puts invitations in, RFC 6638 §9.2', async () => {
    const headers = { Authorization: `Basic ${btoa('olivia:olivia-demo')}` };
    const home = `${upstream.origin}/dav/calendars/olivia/`;
    expect((await fetch(`${home}second/`, { method: 'MKCALENDAR', headers })).status).toBe(201);
    const account = await discoverAccount(client);
    const list = async () => (await listCalendars(client, account)).calendars.map(({ url }) => url);
    expect(await list()).toEqual(['/dav/calendars/olivia/work/', '/dav/calendars/olivia/second/']);
    const href = '<D:href>/dav/calendars/olivia/second/</D:href>';
    const property = `<C:schedule-default-calendar-URL>${href}</C:schedule-default-calendar-URL>`;
    const names = 'xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"';
    const body = `<D:propertyupdate ${names}><D:set><D:prop>${property}</D:prop></D:set></D:propertyupdate>`;
    expect((await fetch(`${home}inbox/`, { method: 'PROPPATCH', headers, body })).status).toBe(207);
    expect(await list()).toEqual(['/dav/calendars/olivia/second/', '/dav/calendars/olivia/work/']);
  });

  it('stores with tags, reads back, lists, and removes', async () => {
    const url = newCalendarObjectUrl('/dav/calendars/olivia/work/', 'planning');
    const created = await saveCalendarObject(client, { url, data: MEETING, base: undefined });
    if (created.kind !== 'saved') throw new Error(created.kind);
    expect(created.object.url).toBe(url);
    expect(created.object.data).toContain('SCHEDULE-STATUS=1.2');
    expect(created.object.scheduleTag).toMatch(/^".+"$/);
    const again = await saveCalendarObject(client, { url, data: MEETING, base: undefined });
    expect(again.kind).toBe('conflict');
    const data = MEETING.replace('Planning', 'Planning the year');
    const changed = await saveCalendarObject(client, { url, data, base: created.object });
    if (changed.kind !== 'saved') throw new Error(changed.kind);
    const range = { fromUtc: '20270301T000000Z', toUtc: '20270401T000000Z' };
    const [listed] = await listCalendarObjects(client, '/dav/calendars/olivia/work/', range);
    expect(listed).toEqual(changed.object);
    expect(await removeCalendarObject(client, { object: changed.object })).toEqual({ kind: 'deleted' });
    await expect(getCalendarObject(client, url)).rejects.toMatchObject({
      kind: 'not-found',
      url: upstream.origin + url,
    });
  });

  it('makes changes conditional on the ETag where the Schedule-Tag cannot be relied on', async () => {
    const object = { url: '/dav/calendars/olivia/work/absent.ics', etag: '"e"', scheduleTag: '"s"' };
    await saveCalendarObject(client, { url: object.url, data: MEETING, base: object });
    expect(lastHeaders('PUT')).toEqual({ 'if-match': null, 'if-schedule-tag-match': '"s"' });
    const careful = clientWith('etag');
    await saveCalendarObject(careful, { url: object.url, data: MEETING, base: object });
    expect(lastHeaders('PUT')).toEqual({ 'if-match': '"e"', 'if-schedule-tag-match': null });
    await removeCalendarObject(careful, { object });
    expect(lastHeaders('DELETE')).toEqual({ 'if-match': '"e"', 'if-schedule-tag-match': null });
  });

  it('asks people and the inbox', async () => {
    const found = await searchPrincipals(client, session.user.principal, 'alice');
    expect(found.map(({ url }) => url)).toEqual(['/dav/principals/alice/']);
    expect(await listInboxItems(client, '/dav/calendars/olivia/inbox/')).toEqual([]);
    const [answer] = await requestFreeBusy(client, '/dav/calendars/olivia/outbox/', {
      organizer: 'mailto:olivia@convoke.example',
      attendees: ['mailto:alice@convoke.example'],
      uid: 'busy@test',
      now: NOW,
      fromUtc: '20270308T000000Z',
      toUtc: '20270309T000000Z',
    });
    expect(answer?.requestStatus).toMatch(/^2\.0/);
  });

  it('asks nothing but the gateway, with its token', () => {
    expect(asked.length).toBeGreaterThan(10);
    for (const { url, headers } of asked) {
      expect(url.startsWith(`${gateway.origin}/gateway/Work/`)).toBe(true);
      expect(headers.get('x-csrf-token')).toBe(session.csrf);
      expect(headers.get('authorization')).toBeNull();
    }
  });

  it('never asks another server', async () => {
    await expect(getCalendarObject(client, `${gateway.origin}/dav/x.ics`)).rejects.toMatchObject({ kind: 'malformed' });
    await expect(getCalendarObject(client, '//evil.example/x.ics')).rejects.toMatchObject({ kind: 'malformed' });
  });
});
