/** The props of the editor's forms, so that the page around them can be written against them. */
import type { RecurrenceKey } from '../../icalendar/recurrence.ts';
import type { SchedulingRole } from '../../scheduling/vocabulary.ts';
import type { DraftAttendee, EditScope, EventDraft, InvitationReply } from './draft.ts';

/** One of the next instances, to choose what to edit or leave out. */
export interface EditorInstance {
  readonly key: RecurrenceKey;
  /** As a person reads it: "Mon 15 Mar 2027, 10:00". */
  readonly label: string;
  readonly isOverride: boolean;
}

/** Somebody (or some room) that the search found. */
export interface PrincipalSuggestion {
  /** Calendar user address: `mailto:…`. */
  readonly address: string;
  readonly name: string;
  readonly userType: DraftAttendee['userType'];
}

/** A calendar collection that the event can be put into. */
export interface EditorCalendar {
  readonly url: string;
  readonly name: string;
  /** A CSS colour; undefined without one. */
  readonly color: string | undefined;
  readonly readOnly: boolean;
  /** The name of whose it is, when it is somebody else's. */
  readonly owner?: string | undefined;
}

/** The part of the form that a problem stands beside. */
export type DraftField =
  | 'title'
  | 'start'
  | 'end'
  | 'recurrence'
  | 'extraDates'
  | 'leftOut'
  | 'attendees'
  | 'location'
  | 'videoLink'
  | 'webPage'
  | 'description'
  | 'alarms'
  | 'calendar';

/** A problem found by the page (what the server would refuse), already in the user's language. */
export interface FormProblem {
  /** Undefined: it concerns the event as a whole. */
  readonly field: DraftField | undefined;
  readonly message: string;
}

export interface EventFormProps {
  readonly draft: EventDraft;
  readonly onChange: (draft: EventDraft) => void;
  readonly role: Exclude<SchedulingRole, 'attendee'>;
  /** The owner's calendar user addresses and name: adding oneself as a guest makes no sense. */
  readonly ownerAddresses: readonly string[];
  readonly scope: EditScope;
  readonly onScopeChange: (scope: EditScope) => void;
  /** The next instances of a recurring event, for the scope chooser and "leave out a date"; empty when it does not recur. */
  readonly instances: readonly EditorInstance[];
  readonly searchPrincipals: (query: string, signal: AbortSignal) => Promise<readonly PrincipalSuggestion[]>;
  readonly calendars: readonly EditorCalendar[];
  readonly problems: readonly FormProblem[];
  /** IANA name of the zone in which the person lives, for "same time, other zone". */
  readonly timeZone: string;
  /** The draft as read: problems in what was not touched are not held against it, and who was taken out can be put back. */
  readonly base?: EventDraft;
  /** A calendar that may not be written: everything is shown, nothing can be changed. */
  readonly isReadOnly?: boolean;
}

export interface InvitationFormProps {
  /** The facts, read only. */
  readonly draft: EventDraft;
  /** ORGANIZER: name and calendar user address. */
  readonly organizer: { readonly name: string; readonly address: string };
  readonly reply: InvitationReply;
  readonly onChange: (reply: InvitationReply) => void;
  readonly scope: EditScope;
  readonly onScopeChange: (scope: EditScope) => void;
  readonly instances: readonly EditorInstance[];
  readonly problems: readonly FormProblem[];
  readonly timeZone: string;
  /** A calendar that may not be written: the answer is shown and cannot be changed. */
  readonly isReadOnly?: boolean;
  /** The name of who is invited, when it is not the person himself. */
  readonly invited?: string | undefined;
}
