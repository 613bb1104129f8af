import type { App } from './app.ts';

/** Lines of a VEVENT that Olivia organizes, Monday 8 March 2027 at 10:00 in Berlin, unless `lines` say otherwise. */
export interface WrittenMeeting {
  readonly uid: string;
  readonly summary: string;
  /** Further properties, such as ATTENDEE. */
  readonly lines?: readonly string[];
}

/** The calendar object as another CalDAV client would write it. */
export function meetingText({ uid, summary, lines = [] }: WrittenMeeting): string {
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Another client//EN',
    'BEGIN:VEVENT',
    `UID:${uid}`,
    'DTSTAMP:20270101T000000Z',
    'DTSTART;TZID=Europe/Berlin:20270308T100000',
    'DTEND;TZID=Europe/Berlin:20270308T110000',
    `SUMMARY:${summary}`,
    'ORGANIZER;CN=Olivia Organizer:mailto:olivia@convoke.example',
    ...lines,
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n');
}

/** Puts the meeting into Olivia's calendar, past the app; returns its path on the server. */
export async function putMeeting(app: App, meeting: WrittenMeeting): Promise<string> {
  const href = `/dav/calendars/olivia/work/${meeting.uid}.ics`;
  const response = await app.caldav.put('olivia', href, meetingText(meeting));
  if (response.status !== 201) throw new Error(`PUT ${href} answered ${response.status}: ${await response.text()}`);
  return href;
}

/** The editor's URL for an object, or for one instance of it. */
export function editorUrl(href: string, instance?: string): string {
  return `/event?url=${href}${instance === undefined ? '' : `&instance=${instance}`}`;
}
