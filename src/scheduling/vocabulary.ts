/** The words of RFC 5545, 5546 and 6638, in their own spelling. */

/** SCHEDULE-AGENT, RFC 6638 §7.1. Absent means SERVER; an unknown value is NONE. */
export type ScheduleAgent = 'SERVER' | 'CLIENT' | 'NONE';

/** iTIP methods that this product sends or reads, RFC 5546 §1.4. */
export type ItipMethod = 'REQUEST' | 'ADD' | 'CANCEL' | 'REPLY' | 'COUNTER' | 'DECLINECOUNTER' | 'REFRESH' | 'PUBLISH';

/** Methods that an Organizer's change sends, RFC 6638 §3.2.1. */
export type OrganizerMethod = 'REQUEST' | 'ADD' | 'CANCEL';

/** PARTSTAT of a VEVENT or VTODO, RFC 5545 §3.2.12; other values are kept as they stand. */
export type Partstat =
  | 'NEEDS-ACTION'
  | 'ACCEPTED'
  | 'DECLINED'
  | 'TENTATIVE'
  | 'DELEGATED'
  | 'COMPLETED'
  | 'IN-PROCESS'
  | (string & {});

/** Whose object it is, RFC 6638 §3.1. */
export type SchedulingRole = 'organizer' | 'attendee' | 'none';

/** What the change is to a scheduling object resource, RFC 6638 §3.2.3. */
export type SchedulingOperation = 'create' | 'modify' | 'remove' | 'none';

/** Why an Attendee is sent nothing (scheduling.md S3.4). */
export type SilentReason =
  | 'is-organizer'
  | 'schedule-agent'
  | 'unchanged'
  | 'private-change'
  | 'not-invited'
  /** RFC 6638 would have it sent, but the server of this profile does not. */
  | 'not-told';

/** Why an Attendee is sent something. */
export type SendReason =
  /** New to the Attendee: invited, or the agent became SERVER. */
  | 'invited'
  /** An instance came back: EXDATE or STATUS:CANCELLED taken back, or the Attendee put back on it. */
  | 'restored'
  /** An instance that the recurrence set did not have before. */
  | 'instance-added'
  /** Something that the Attendee sees differs. */
  | 'changed'
  /** Only who is invited differs (S4.5). */
  | 'attendee-list'
  /** SCHEDULE-FORCE-SEND=REQUEST, RFC 6638 §7.2. */
  | 'force-send'
  /** The CANCEL of the series takes this instance too, so it is sent again (S5.4). */
  | 'sent-again'
  /** The Attendee is no longer listed. */
  | 'removed'
  /** The instance left the recurrence set, or is STATUS:CANCELLED. */
  | 'instance-cancelled'
  /** The object was deleted, is STATUS:CANCELLED as a whole, or lost its ORGANIZER. */
  | 'object-cancelled'
  /** SCHEDULE-AGENT went from SERVER to CLIENT or NONE. */
  | 'agent-changed';

/** SCHEDULE-STATUS codes, RFC 6638 §3.2.9. */
export type ScheduleStatusCode =
  | '1.0'
  | '1.1'
  | '1.2'
  | '2.0'
  | '2.3'
  | '3.7'
  | '3.8'
  | '5.1'
  | '5.2'
  | '5.3'
  | (string & {});

/** CALDAV preconditions by element name (scheduling.md S9; RFC 6638 §3.2.4, RFC 4791 §5.3.2.1). */
export type PreconditionName =
  | 'valid-calendar-data'
  | 'valid-calendar-object-resource'
  | 'no-uid-conflict'
  | 'unique-scheduling-object-resource'
  | 'same-organizer-in-all-components'
  | 'allowed-organizer-scheduling-object-change'
  | 'allowed-attendee-scheduling-object-change'
  | 'default-calendar-needed'
  | 'valid-schedule-default-calendar-URL'
  | 'valid-organizer'
  | 'valid-scheduling-message'
  | 'max-resource-size'
  | 'max-attendees-per-instance'
  | 'max-instances'
  | 'supported-calendar-component';

/** An expected failure, as a value. `detail` is one English sentence for logs and XML bodies. */
export interface PreconditionViolation {
  readonly precondition: PreconditionName;
  readonly detail: string;
}
