import { describe, expect, it } from 'vitest';
import { normalizeAddress } from '../../icalendar/calendarUserAddress.ts';
import type { CalendarObject } from '../../queries/calendarObjects.ts';
import { RFC6638_POLICY } from '../../scheduling/profiles/rfc6638.ts';
import { summarizeDeletion } from './deletionSummary.ts';

const OLIVIA = ['mailto:olivia@example.org'];

function object(name: string, ...lines: readonly string[]): CalendarObject {
  const event = ['BEGIN:VEVENT', `UID:${name}`, 'DTSTAMP:20270101T000000Z', 'DTSTART:20270308T090000Z', ...lines];
  const text = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//T//T//EN', ...event, 'END:VEVENT', 'END:VCALENDAR', ''];
  return { url: `/c/${name}.ics`, etag: undefined, scheduleTag: undefined, data: text.join('\r\n') };
}

const PLANNING = object(
  'planning',
  'SUMMARY:Planning',
  'ORGANIZER:mailto:olivia@example.org',
  'ATTENDEE;CN=Alice Ames:mailto:alice@example.org',
  'ATTENDEE;CN=Bob Byrne:MAILTO:Bob@example.org',
);
const DINNER = object(
  'dinner',
  'SUMMARY:Dinner',
  'ORGANIZER;CN=Carol Cole:mailto:carol@example.org',
  'ATTENDEE;PARTSTAT=ACCEPTED:mailto:olivia@example.org',
);
const ALONE = object('alone', 'SUMMARY:Alone', 'ORGANIZER:mailto:olivia@example.org');
const DAMAGED = { ...ALONE, url: '/c/damaged.ics', data: 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n' };

function summarize(objects: readonly CalendarObject[], addresses: readonly string[] = OLIVIA) {
  const context = { addresses, policy: RFC6638_POLICY, now: new Date('2027-03-01T12:00:00Z') };
  return summarizeDeletion(objects, context, new AbortController().signal);
}

describe('what deleting a calendar tells people', () => {
  it('is a cancellation for each guest and a refusal for each organizer, RFC 6638 §3.2.3.2', async () => {
    const summary = await summarize([PLANNING, DINNER, ALONE]);
    expect(summary?.cancelled).toEqual([
      {
        url: '/c/planning.ics',
        title: 'Planning',
        recipients: ['mailto:alice@example.org', 'mailto:bob@example.org'],
      },
    ]);
    expect(summary?.declined).toEqual([
      { url: '/c/dinner.ics', title: 'Dinner', recipients: ['mailto:carol@example.org'] },
    ]);
    expect(summary?.names.get(normalizeAddress('mailto:bob@example.org'))).toBe('Bob Byrne');
  });

  it('goes by whose calendar it is', async () => {
    const summary = await summarize([PLANNING], ['mailto:alice@example.org']);
    expect(summary?.cancelled).toEqual([]);
    expect(summary?.declined.map(({ recipients }) => recipients)).toEqual([['mailto:olivia@example.org']]);
  });

  it('is not known of what cannot be read', async () => {
    expect(await summarize([DAMAGED, PLANNING])).toMatchObject({ unreadable: 1, cancelled: [{ title: 'Planning' }] });
  });

  it('is not asked any more once the dialog is closed', async () => {
    const abort = new AbortController();
    abort.abort();
    const context = { addresses: OLIVIA, policy: RFC6638_POLICY, now: new Date() };
    expect(await summarizeDeletion([PLANNING], context, abort.signal)).toBeUndefined();
  });

  it('names every one of many', async () => {
    expect((await summarize(Array.from({ length: 100 }, () => PLANNING)))?.cancelled).toHaveLength(100);
  });
});
