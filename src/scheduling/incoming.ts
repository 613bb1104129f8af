/** The shapes of incoming scheduling messages and of what becomes of them, RFC 6638 §4. */
import type { CalendarUserAddress } from '../icalendar/calendarUserAddress.ts';
import type { Component } from '../icalendar/component.ts';
import type { Owner, SchedulingObject } from './types.ts';

/** Each Attendee's last reply to each component, by `address key` (S10.2); kept beside the Organizer's object. */
export type ReplyRevisions = Readonly<Record<string, { readonly sequence: number; readonly dtstamp: string }>>;

export interface ItipDelivery {
  /** The recipient's object with the message's UID; undefined when there is none. */
  readonly copy: Component | undefined;
  /** VCALENDAR with METHOD. */
  readonly message: Component;
  readonly recipient: Owner;
  /** The authenticated sender, never what the text claims (S11.2). */
  readonly sender: CalendarUserAddress;
  readonly lastReply?: ReplyRevisions | undefined;
}

export type InboundResult =
  | {
      readonly kind: 'stored';
      readonly calendar: Component;
      readonly change: 'created' | 'updated' | 'cancelled' | 'replied';
      readonly replyRevisions?: ReplyRevisions;
    }
  | { readonly kind: 'ignored'; readonly reason: 'outdated' | 'no-copy' | 'not-an-attendee' | 'nothing-to-do' }
  | { readonly kind: 'refused'; readonly status: '5.3'; readonly reason: string };

/** What the appliers of single methods see. */
export interface Incoming {
  readonly copy: SchedulingObject | undefined;
  readonly message: SchedulingObject;
  readonly recipient: ReadonlySet<CalendarUserAddress>;
  readonly sender: CalendarUserAddress;
  readonly lastReply: ReplyRevisions;
}
