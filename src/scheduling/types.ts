/** The shapes that flow through the pipeline parse → instances → per-Attendee decision → messages. */
import type { CalendarUserAddress } from '../icalendar/calendarUserAddress.ts';
import type { Component, Property } from '../icalendar/component.ts';
import type { ComponentKey, RecurrenceKey, RecurrenceSet } from '../icalendar/recurrence.ts';
import type { TimeZones } from '../icalendar/timeZone.ts';
import type { MethodCell, ModifiedAgent, OriginalAgent } from './methodTable.ts';
import type {
  ItipMethod,
  OrganizerMethod,
  Partstat,
  PreconditionViolation,
  ScheduleAgent,
  SchedulingOperation,
  SchedulingRole,
  SendReason,
  SilentReason,
} from './vocabulary.ts';

/** One ATTENDEE of one component, RFC 5545 §3.8.4.1. */
export interface Attendee {
  readonly address: CalendarUserAddress;
  readonly property: Property;
  readonly agent: ScheduleAgent;
  readonly partstat: Partstat;
  /** SCHEDULE-FORCE-SEND in upper case, RFC 6638 §7.2. */
  readonly forceSend: string | undefined;
}

/** A master component, an overridden instance, or an instance derived from the master. */
export interface SchedulingComponent {
  readonly key: ComponentKey;
  readonly component: Component;
  /** By normalised address; listed also where STATUS is CANCELLED. */
  readonly attendees: ReadonlyMap<CalendarUserAddress, Attendee>;
  readonly sequence: number;
  /** STATUS:CANCELLED. */
  readonly cancelled: boolean;
}

/** A calendar object resource as scheduling sees it, RFC 6638 §3.1 and RFC 4791 §4.1. */
export interface SchedulingObject {
  /** The VCALENDAR it was read from. */
  readonly calendar: Component;
  readonly zones: TimeZones;
  readonly uid: string;
  /** `VEVENT`, `VTODO`, `VJOURNAL` …; only the first two are scheduled. */
  readonly kind: string;
  /** The ORGANIZER, normalised; undefined when no component has one. */
  readonly organizer: CalendarUserAddress | undefined;
  readonly master: SchedulingComponent | undefined;
  readonly overrides: ReadonlyMap<RecurrenceKey, SchedulingComponent>;
  /** Those overrides that speak for later instances too: RANGE=THISANDFUTURE. */
  readonly ranges: ReadonlyMap<RecurrenceKey, SchedulingComponent>;
  /** Keys that the master's EXDATE takes away and its RDATE adds; empty without a master. */
  readonly excluded: ReadonlySet<RecurrenceKey>;
  readonly added: ReadonlySet<RecurrenceKey>;
  /** Of the master; undefined without one. */
  readonly recurrenceSet: RecurrenceSet | undefined;
}

/** The owner of the calendar collection. */
export interface Owner {
  /** calendar-user-address-set, RFC 6638 §2.4.1; in any spelling. */
  readonly addresses: readonly string[];
}

/** What is compared: two versions of a calendar object resource; undefined where it does not exist or is none of the Organizer's. */
export interface ObjectChange {
  readonly original: SchedulingObject | undefined;
  readonly modified: SchedulingObject | undefined;
}

/** Small choices in which servers differ (scheduling.md S13). The engine asks them; it never asks which server it is. */
export interface Policy {
  readonly name: string;
  /** Whether added instances are sent by ADD (S5.7). */
  readonly add: boolean;
  /** PRODID of messages, RFC 5545 §3.7.3. */
  readonly prodid: string;
  /** In which properties two versions of a component differ so that its Attendees are told; none: they are not. */
  readonly differences: (
    before: SchedulingComponent,
    beforeZones: TimeZones,
    after: SchedulingComponent,
    afterZones: TimeZones,
  ) => readonly PropertyDifference[];
  /** One Attendee's decisions → what he is sent, and the decisions as it turns out. */
  readonly deliver: (
    attendee: CalendarUserAddress,
    decisions: readonly AttendeeDecision[],
    change: ObjectChange,
    policy: Policy,
  ) => AttendeeOutcome;
  /** Whether SCHEDULE-AGENT=CLIENT or NONE on the Organizer's own ORGANIZER keeps the server out (S3.3). */
  readonly heedsOrganizerAgent: boolean;
  /** Whether ORGANIZER put in invites and taken out cancels (S1.3); false: either save tells only what else it changes. */
  readonly heedsOrganizerComingAndGoing: boolean;
  /** Whether STATUS:CANCELLED takes an instance out of a message (S2.4); false: it goes along as it stands, as every EXDATE does. */
  readonly heedsCancelledInstances: boolean;
  /** Whether PARTSTAT and SEQUENCE of the stored object are the server's business (S6, S7); false: they stay as the client wrote them. */
  readonly keepsBooks: boolean;
}

/** One property name in which two versions differ, with the properties as each version has them; empty: not there. */
export interface PropertyDifference {
  /** `DTSTART`, `SUMMARY`, `ATTENDEE` … or `VALARM` for a change of alarms, whose lists are empty. */
  readonly property: string;
  readonly before: readonly Property[];
  readonly after: readonly Property[];
}

/** What one save does to one Attendee at one component key (scheduling.md S3.4). */
export interface AttendeeDecision {
  readonly attendee: CalendarUserAddress;
  readonly key: ComponentKey;
  readonly row: OriginalAgent;
  readonly column: ModifiedAgent;
  readonly cell: MethodCell;
  /** What is sent, or why nothing is. */
  readonly outcome: { readonly send: OrganizerMethod; readonly reason: SendReason } | { readonly silent: SilentReason };
  /** Empty when the component is new, gone or the same. Shared between the Attendees of a key. */
  readonly differences: readonly PropertyDifference[];
  /** PARTSTAT goes back to NEEDS-ACTION in this save, RFC 6638 §3.2.8. */
  readonly askedAgain: boolean;
}

/** What one save sends one Attendee; the CANCEL goes first. */
export interface AttendeeDelivery {
  readonly attendee: CalendarUserAddress;
  /** Of these components; `['master']` cancels all that the Attendee has. */
  readonly cancel: readonly ComponentKey[];
  /** `whole`: the master, restricted to the Attendee, and all his overrides (S5.5). */
  readonly request:
    | { readonly method: 'REQUEST'; readonly whole: true }
    | { readonly method: 'REQUEST' | 'ADD'; readonly whole: false; readonly keys: readonly ComponentKey[] }
    | undefined;
}

export interface AttendeeOutcome {
  readonly delivery: AttendeeDelivery;
  /** The decisions, with ADD where it replaces REQUEST and with what is sent only because of the CANCEL. */
  readonly decisions: readonly AttendeeDecision[];
}

/** An iTIP message, RFC 5546 §1.4, and who receives it. Its text is made by `messageText`, only when shown or sent. */
export interface SchedulingMessage {
  readonly method: ItipMethod;
  /** Normalised addresses; the Organizer's for a REPLY. */
  readonly recipients: readonly CalendarUserAddress[];
  readonly sender: CalendarUserAddress;
  readonly uid: string;
  /** The components in the message by RECURRENCE-ID, `master` for the one without; ADD's by the instance added. */
  readonly keys: readonly ComponentKey[];
  /** What `keys` names, in that order; made when first read. */
  readonly components: readonly { readonly key: ComponentKey; readonly component: Component }[];
  /** EXDATE keys of the message's master component, ascending. */
  readonly exdates: readonly RecurrenceKey[];
  /** Of an ADD: the REQUEST of all that one of its recipients attends, for when he has nothing to add to. */
  readonly wholeFor?: ((recipient: CalendarUserAddress) => SchedulingMessage) | undefined;
  /** The whole iTIP VCALENDAR (METHOD, PRODID, VTIMEZONEs, components); computed when first asked for. */
  readonly calendar: () => Component;
}

/** What one PUT or DELETE means for scheduling, RFC 6638 §3.2. */
export interface SchedulingPlan {
  readonly role: SchedulingRole;
  readonly operation: SchedulingOperation;
  /** With any of these nothing is stored and nothing sent. */
  readonly violations: readonly PreconditionViolation[];
  /** Organizer only: one per Attendee and key. */
  readonly decisions: readonly AttendeeDecision[];
  /** In the order of sending: CANCEL first. */
  readonly messages: readonly SchedulingMessage[];
  /** Whose SCHEDULE-FORCE-SEND means nothing here (an Attendee's, or the Organizer's in a copy): SCHEDULE-STATUS 2.3, RFC 6638 §7.2. */
  readonly unknownForceSend: readonly { readonly attendee: CalendarUserAddress; readonly key: ComponentKey }[];
  /**
   * The VCALENDAR a server stores (SEQUENCE, PARTSTAT and SCHEDULE-FORCE-SEND done, SCHEDULE-STATUS not yet), made when first read;
   * undefined on removal.
   */
  readonly stored: Component | undefined;
}
