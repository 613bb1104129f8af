/** Drafts and Attendees that begin empty. */
import type { CalendarTime } from '../../icalendar/calendarTime.ts';
import type { DraftAttendee, EventDraft } from './draft.ts';

/** The draft of an event that does not exist yet. */
export function newDraft(start: CalendarTime, end: CalendarTime | undefined, calendar = ''): EventDraft {
  return {
    title: '',
    start,
    end,
    recurrence: { kind: 'none' },
    extraDates: [],
    leftOut: [],
    location: '',
    videoLink: '',
    webPage: '',
    description: '',
    alarms: [],
    visibility: 'PUBLIC',
    transparency: 'OPAQUE',
    status: '',
    attendees: [],
    calendar,
  };
}

/** Somebody to be invited: required, by the server, not asked yet. */
export function newAttendee(
  address: string,
  name: string,
  userType: DraftAttendee['userType'] = 'INDIVIDUAL',
): DraftAttendee {
  return {
    address,
    name,
    // A room or a piece of equipment does not take part, RFC 5545 §3.2.16.
    role: userType === 'ROOM' || userType === 'RESOURCE' ? 'NON-PARTICIPANT' : 'REQ-PARTICIPANT',
    userType,
    agent: 'SERVER',
    partstat: 'NEEDS-ACTION',
    statuses: [],
    resend: false,
    isOrganizer: false,
  };
}
