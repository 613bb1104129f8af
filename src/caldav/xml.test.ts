// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { readObject } from './calendarObject.ts';
import { CaldavError } from './errors.ts';
import {
  APPLE,
  CALDAV,
  DAV,
  hrefsOf,
  pathOf,
  propertyOf,
  propertyText,
  readErrorBody,
  readMultistatus,
} from './xml.ts';

const URL_OF_CALENDAR = 'http://cal.example.com/bernard/work/';

/** RFC 4791 §7.9.1, with the namespace prefixes of another server. */
const MULTIGET = `<?xml version="1.0" encoding="utf-8" ?>
<multistatus xmlns="DAV:" xmlns:cal="urn:ietf:params:xml:ns:caldav">
  <response>
    <href>http://cal.example.com/bernard/work/abcd1.ics</href>
    <propstat>
      <prop>
        <getetag>"fffff-abcd1"</getetag>
        <cal:calendar-data>BEGIN:VCALENDAR&#13;
VERSION:2.0&#13;
END:VCALENDAR&#13;
</cal:calendar-data>
      </prop>
      <status>HTTP/1.1 200 OK</status>
    </propstat>
  </response>
  <response>
    <href>/bernard/work/mtg1.ics</href>
    <status>HTTP/1.1 404 Not Found</status>
  </response>
</multistatus>`;

function properties(xml: string): string {
  return `<D:multistatus xmlns:D="DAV:" xmlns:C="${CALDAV}" xmlns:A="${APPLE}"><D:response><D:href>/x/</D:href>${xml}</D:response></D:multistatus>`;
}

function kindOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof CaldavError) return error.kind;
  }
  return 'nothing thrown';
}

describe('reading a multistatus', () => {
  it('survives a 404 among the answers to a multiget', () => {
    const responses = readMultistatus(MULTIGET, URL_OF_CALENDAR);
    expect(responses.map(({ href, status }) => [href, status])).toEqual([
      ['/bernard/work/abcd1.ics', 200],
      ['/bernard/work/mtg1.ics', 404],
    ]);
    expect(responses.map(readObject)).toEqual([
      {
        url: '/bernard/work/abcd1.ics',
        etag: '"fffff-abcd1"',
        scheduleTag: undefined,
        data: 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n',
      },
      undefined,
    ]);
  });

  it.each(['1.10', '007', 'true', '2027'])('keeps the name %s as text', (name) => {
    const prop = `<D:propstat><D:prop><D:displayname>${name}</D:displayname></D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat>`;
    const [response] = readMultistatus(properties(prop), '/x/');
    expect(response && propertyText(response, DAV, 'displayname')).toBe(name);
  });

  it('leaves out properties that the server does not have', () => {
    const prop =
      '<D:propstat><D:prop><A:calendar-color/></D:prop><D:status>HTTP/1.1 404 Not Found</D:status></D:propstat>';
    const [response] = readMultistatus(properties(prop), '/x/');
    expect(response && propertyOf(response, APPLE, 'calendar-color')).toBeUndefined();
  });

  it('reads hrefs in an element', () => {
    const prop = `<D:propstat><D:prop><C:calendar-user-address-set><D:href>mailto:a@b</D:href><D:href> /p/ </D:href></C:calendar-user-address-set></D:prop></D:propstat>`;
    const [response] = readMultistatus(properties(prop), '/x/');
    expect(response && hrefsOf(propertyOf(response, CALDAV, 'calendar-user-address-set'))).toEqual([
      'mailto:a@b',
      '/p/',
    ]);
  });

  it.each([
    ['no XML at all', 'Internal error'],
    ['another document', '<html xmlns="http://www.w3.org/1999/xhtml"/>'],
    ['no namespace', '<multistatus/>'],
    ['a response without href', '<multistatus xmlns="DAV:"><response/></multistatus>'],
    [
      'an href on another host',
      '<multistatus xmlns="DAV:"><response><href>http://evil.example/x</href></response></multistatus>',
    ],
  ])('refuses %s', (_what, text) => {
    expect(kindOf(() => readMultistatus(text, URL_OF_CALENDAR))).toBe('malformed');
  });
});

describe('paths', () => {
  it.each([
    ['/a/b', '/a/b'],
    ['http://cal.example.com/a%20b', '/a%20b'],
    ['c.ics', '/bernard/work/c.ics'],
  ])('%s is %s', (href, path) => {
    expect(pathOf(href, URL_OF_CALENDAR)).toBe(path);
  });
});

describe('reading an error body', () => {
  it('names the precondition and its sentence', () => {
    const body = `<?xml version="1.0"?><D:error xmlns:D="DAV:" xmlns:C="${CALDAV}"><C:allowed-organizer-scheduling-object-change/><D:responsedescription>Not his reply.</D:responsedescription></D:error>`;
    expect(readErrorBody(body)).toEqual({
      precondition: 'allowed-organizer-scheduling-object-change',
      detail: 'Not his reply.',
    });
  });

  it.each(['', 'Forbidden', '<html/>', '<D:error xmlns:D="DAV:"/>', '<broken'])('finds nothing in %j', (body) => {
    expect(readErrorBody(body)).toEqual({});
  });
});
