/** What the event editor edits, apart from iCalendar text: plain, readonly data. `draftReading.ts` and `draftWriting.ts` go between. */

import type { CalendarTime } from '../../icalendar/calendarTime.ts';
import type { Component } from '../../icalendar/component.ts';
import type { RecurrenceKey } from '../../icalendar/recurrence.ts';
import type { Partstat, ScheduleAgent } from '../../scheduling/vocabulary.ts';

/** What an edit is about: the master component (and what follows it), or one instance of its recurrence set. */
export type EditScope = 'all' | RecurrenceKey;

/** Two-letter weekdays of RFC 5545 §3.3.10. */
export type Weekday = 'MO' | 'TU' | 'WE' | 'TH' | 'FR' | 'SA' | 'SU';

/** Which of the weekdays of a month: the first to the fifth, or counted from the end (-1 is the last). */
export type WeekdayOrdinal = 1 | 2 | 3 | 4 | 5 | -1 | -2;

/** When a recurrence rule ends: COUNT or UNTIL, RFC 5545 §3.3.10. */
export type RecurrenceEnd =
  | { readonly kind: 'never' }
  /** `date` is the last day on which an instance may start, `20270426`, in DTSTART's time zone. */
  | { readonly kind: 'until'; readonly date: string }
  | { readonly kind: 'count'; readonly count: number };

/** A recurrence rule that a person can ask for in the form. */
export interface RecurrenceRule {
  readonly kind: 'rule';
  readonly frequency: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';
  readonly interval: number;
  /** WEEKLY only, Monday first; empty means the weekday of DTSTART. */
  readonly weekdays: readonly Weekday[];
  /**
   * MONTHLY and YEARLY only. `start`: the date of DTSTART, the rule names none. `date`: BYMONTHDAY (-1 is the last day).
   * `weekday`: "second Tuesday", "last Friday".
   */
  readonly on:
    | { readonly by: 'start' }
    | { readonly by: 'date'; readonly days: readonly number[] }
    | { readonly by: 'weekday'; readonly ordinal: WeekdayOrdinal; readonly weekday: Weekday };
  /** YEARLY only: BYMONTH, 1 to 12; undefined means the month of DTSTART. */
  readonly month: number | undefined;
  readonly end: RecurrenceEnd;
}

/** How an event recurs. `custom` is a rule that the form cannot express; it is kept as it is. */
export type Recurrence =
  | { readonly kind: 'none' }
  | RecurrenceRule
  /** The written values of all RRULE (and EXRULE) properties. */
  | { readonly kind: 'custom'; readonly rules: readonly string[] };

/** One Attendee as the form shows it, RFC 5545 §3.8.4.1 and RFC 6638 §7. */
export interface DraftAttendee {
  /** The calendar user address as written: `mailto:alice@example.org`. Compare with `normalizeAddress`. */
  readonly address: string;
  /** CN; empty without one. */
  readonly name: string;
  /** ROLE as written; absent means REQ-PARTICIPANT. */
  readonly role: 'REQ-PARTICIPANT' | 'OPT-PARTICIPANT' | 'NON-PARTICIPANT' | 'CHAIR' | (string & {});
  /** CUTYPE as written; absent means INDIVIDUAL. */
  readonly userType: 'INDIVIDUAL' | 'GROUP' | 'RESOURCE' | 'ROOM' | 'UNKNOWN' | (string & {});
  /** SCHEDULE-AGENT; absent means SERVER, an unknown value shows as NONE (RFC 6638 §7.1). */
  readonly agent: ScheduleAgent;
  readonly partstat: Partstat;
  /** SCHEDULE-STATUS codes as the server left them, RFC 6638 §7.3; read only. */
  readonly statuses: readonly string[];
  /** SCHEDULE-FORCE-SEND=REQUEST, RFC 6638 §7.2: send again on the next save. */
  readonly resend: boolean;
  /** The same calendar user as ORGANIZER. */
  readonly isOrganizer: boolean;
}

/** A VALARM. Only the time of an alarm relative to DTSTART can be edited; others are shown and kept. */
export interface DraftAlarm {
  /** Its place among the component's VALARMs as read; undefined for a new one. */
  readonly position: number | undefined;
  /** ACTION as written, upper case; DISPLAY for a new one. */
  readonly action: string;
  /** Minutes before DTSTART, negative after it; undefined when TRIGGER is absolute or relative to the end. */
  readonly minutesBefore: number | undefined;
  /** TRIGGER as written; empty for a new one. */
  readonly trigger: string;
}

/** An instance that RDATE adds. `end` is set when it is a PERIOD, RFC 5545 §3.8.5.2: written end or duration. */
export interface ExtraDate {
  readonly time: CalendarTime;
  readonly period: string | undefined;
}

/** Everything the form edits of one event, or of one instance of it. */
export interface EventDraft {
  readonly title: string;
  readonly start: CalendarTime;
  /**
   * DTEND, or DTSTART plus DURATION; exclusive, so that a one-day all-day event ends on the next date. Undefined when the event
   * has neither. Its form (date or not) is always that of `start`.
   */
  readonly end: CalendarTime | undefined;
  /** `none` when one instance is edited. */
  readonly recurrence: Recurrence;
  /** RDATE in time order; empty when one instance is edited. */
  readonly extraDates: readonly ExtraDate[];
  /** EXDATE in time order; empty when one instance is edited. */
  readonly leftOut: readonly CalendarTime[];
  readonly location: string;
  /** CONFERENCE (RFC 7986 §5.11), or the vendor property that carries it. */
  readonly videoLink: string;
  /** URL, RFC 5545 §3.8.4.6. */
  readonly webPage: string;
  readonly description: string;
  readonly alarms: readonly DraftAlarm[];
  /** CLASS; absent means PUBLIC. */
  readonly visibility: 'PUBLIC' | 'PRIVATE' | 'CONFIDENTIAL' | (string & {});
  readonly transparency: 'OPAQUE' | 'TRANSPARENT';
  /** STATUS; empty without one. */
  readonly status: '' | 'TENTATIVE' | 'CONFIRMED' | 'CANCELLED' | (string & {});
  readonly attendees: readonly DraftAttendee[];
  /** URL of the calendar collection. Not part of iCalendar data: `readDraft` leaves it empty, `applyDraft` ignores it. */
  readonly calendar: string;
}

/** Something that an edit under 'all' could not carry over to the new recurrence set, and that saving therefore takes out. */
export interface UnmappedInstance {
  readonly kind: 'override' | 'left-out';
  /** Its key before the edit. */
  readonly key: RecurrenceKey;
  /** RECURRENCE-ID or EXDATE before the edit. */
  readonly time: CalendarTime;
  /** SUMMARY of the override; empty for a left-out date. */
  readonly title: string;
}

/** What `applyDraft` must be told; it reads no clock and makes no UID. */
export interface EditContext {
  readonly owner: { readonly addresses: readonly string[]; readonly name: string };
  readonly now: Date;
  /** UID of a new event; not used when there is a calendar object already. */
  readonly uid: string;
  /**
   * The object as saved, when the edit builds on an edit that is not saved yet: an override that is not in it goes away again
   * when it comes to equal the derived instance. Absent: the calendar that is edited.
   */
  readonly saved?: Component | undefined;
}

/** What an Attendee may change of an invitation, RFC 6638 §3.2.2.1. */
export interface InvitationReply {
  readonly partstat: Partstat;
  /** COMMENT to the Organizer; empty without one. */
  readonly comment: string;
  readonly alarms: readonly DraftAlarm[];
  readonly transparency: 'OPAQUE' | 'TRANSPARENT';
}
