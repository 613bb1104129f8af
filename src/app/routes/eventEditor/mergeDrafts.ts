/**
 * The three-way merge of an edit with what was saved meanwhile, at the level of what a person typed: base draft, theirs, mine.
 * What does not collide is merged; replies and delivery states are always theirs. Nothing of mine is lost: where both
 * changed the same thing, mine stands until the person chooses.
 */
import type { DraftAlarm, DraftAttendee, EventDraft } from '../../../features/event-editor/draft.ts';
import { normalizeAddress } from '../../../icalendar/calendarUserAddress.ts';

/** What is compared as one thing. Start and end belong together: half a new time is no time. */
export type MergeField =
  | 'title'
  | 'time'
  | 'recurrence'
  | 'extraDates'
  | 'leftOut'
  | 'location'
  | 'videoLink'
  | 'webPage'
  | 'description'
  | 'alarms'
  | 'visibility'
  | 'transparency'
  | 'status'
  | 'attendees';

export interface DraftMerge {
  /** Mine, with all of theirs that does not collide. */
  readonly draft: EventDraft;
  /** What they changed and I did not: merged. */
  readonly taken: readonly MergeField[];
  /** What both changed, differently: the draft holds mine. */
  readonly collisions: readonly MergeField[];
}

interface Versions {
  readonly base: EventDraft;
  readonly theirs: EventDraft;
  readonly mine: EventDraft;
}

const SINGLE_FIELDS = [
  'title',
  'recurrence',
  'location',
  'videoLink',
  'webPage',
  'description',
  'visibility',
  'transparency',
  'status',
] as const;

export function mergeDrafts(versions: Versions): DraftMerge {
  const { base, theirs, mine } = versions;
  let draft: EventDraft = { ...mine };
  const taken: MergeField[] = [];
  const collisions: MergeField[] = [];
  for (const field of ['time', ...SINGLE_FIELDS, 'alarms'] as const) {
    const kept = fieldOf(base, field);
    const changedByThem = !same(kept, fieldOf(theirs, field));
    const changedByMe = !same(kept, fieldOf(mine, field));
    if (changedByThem && !changedByMe) {
      draft = withField(draft, theirs, field);
      taken.push(field);
    } else if (changedByThem && !same(fieldOf(theirs, field), fieldOf(mine, field))) {
      collisions.push(field);
    }
  }
  if (collisions.includes('alarms')) draft = { ...draft, alarms: rebasedAlarms(versions) };
  for (const field of ['extraDates', 'leftOut'] as const) {
    if (!same(base[field], theirs[field])) taken.push(field);
  }
  const people = mergeAttendees(versions);
  if (people.taken) taken.push('attendees');
  if (people.collides) collisions.push('attendees');
  return {
    draft: {
      ...draft,
      extraDates: mergeLists(base.extraDates, theirs.extraDates, mine.extraDates),
      leftOut: mergeLists(base.leftOut, theirs.leftOut, mine.leftOut),
      attendees: people.attendees,
    },
    taken,
    collisions,
  };
}

/** The draft with one field as another draft has it: “take theirs”, “keep mine”. Replies and delivery states stay. */
export function withField(draft: EventDraft, source: EventDraft, field: MergeField): EventDraft {
  if (field === 'time') return { ...draft, start: source.start, end: source.end };
  if (field !== 'attendees') return { ...draft, [field]: source[field] };
  const present = byAddress(draft.attendees);
  const attendees = source.attendees.map((attendee) =>
    withReplyOf(attendee, present.get(normalizeAddress(attendee.address))),
  );
  return { ...draft, attendees };
}

/** Whether two drafts say the same of the event, replies, delivery states and the calendar that it lies in aside. */
export function sameDraft(a: EventDraft, b: EventDraft): boolean {
  const said = (draft: EventDraft) => ({ ...draft, calendar: '', attendees: draft.attendees.map(chosen) });
  return same(said(a), said(b));
}

function fieldOf(draft: EventDraft, field: Exclude<MergeField, 'attendees'>): unknown {
  return field === 'time' ? [draft.start, draft.end ?? null] : draft[field];
}

/** Theirs, with what I added and without what I took out. */
function mergeLists<T>(base: readonly T[], theirs: readonly T[], mine: readonly T[]): readonly T[] {
  const text = (item: T) => JSON.stringify(item);
  const before = new Set(base.map(text));
  const kept = new Set(mine.map(text));
  const present = new Set(theirs.map(text));
  const added = mine.filter((item) => !before.has(text(item)) && !present.has(text(item)));
  const removed = (item: T) => before.has(text(item)) && !kept.has(text(item));
  return [...theirs.filter((item) => !removed(item)), ...added];
}

interface MergedAttendees {
  readonly attendees: readonly DraftAttendee[];
  readonly taken: boolean;
  readonly collides: boolean;
}

function mergeAttendees({ base, theirs, mine }: Versions): MergedAttendees {
  const before = byAddress(base.attendees);
  const stored = byAddress(theirs.attendees);
  const kept = byAddress(mine.attendees);
  let taken = false;
  let collides = false;
  const attendees: DraftAttendee[] = [];
  for (const address of new Set([...stored.keys(), ...kept.keys()])) {
    const old = before.get(address);
    const their = stored.get(address);
    const my = kept.get(address);
    const theyChanged = !same(old && chosen(old), their && chosen(their));
    const iChanged = !same(old && chosen(old), my && chosen(my));
    if (theyChanged && !iChanged) {
      taken = true;
      if (their) attendees.push(their);
      continue;
    }
    if (theyChanged && !same(their && chosen(their), my && chosen(my))) collides = true;
    if (my) attendees.push(withReplyOf(my, their));
  }
  return { attendees, taken, collides };
}

function byAddress(attendees: readonly DraftAttendee[]): ReadonlyMap<string, DraftAttendee> {
  return new Map(attendees.map((attendee) => [normalizeAddress(attendee.address), attendee]));
}

/** What a person decides about a guest; the rest comes from the guest and the server. */
function chosen({ address, name, role, userType, agent, resend }: DraftAttendee): unknown {
  return [normalizeAddress(address), name, role, userType, agent, resend];
}

function withReplyOf(attendee: DraftAttendee, stored: DraftAttendee | undefined): DraftAttendee {
  return stored ? { ...attendee, partstat: stored.partstat, statuses: stored.statuses } : attendee;
}

/** Mine on top of theirs: an alarm that they moved or took out is written anew. */
function rebasedAlarms({ base, theirs, mine }: Versions): readonly DraftAlarm[] {
  const unchanged = (position: number) =>
    same(
      base.alarms.find((alarm) => alarm.position === position),
      theirs.alarms.find((alarm) => alarm.position === position),
    );
  return mine.alarms.map((alarm) =>
    alarm.position === undefined || unchanged(alarm.position) ? alarm : { ...alarm, position: undefined },
  );
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
