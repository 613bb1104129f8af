/** Overridden instances following an edit of all. */
import { type CalendarTime, readTime, writeTime } from '../../icalendar/calendarTime.ts';
import { normalizeAddress } from '../../icalendar/calendarUserAddress.ts';
import { type Component, getProperty } from '../../icalendar/component.ts';
import { recurrenceKey } from '../../icalendar/recurrence.ts';
import type { TimeZones } from '../../icalendar/timeZone.ts';
import { sameAlarms } from './alarmWriting.ts';
import { byAddress } from './attendeeWriting.ts';
import { isOneClock, writeFields } from './componentWriting.ts';
import type { DraftAttendee, EventDraft, UnmappedInstance } from './draft.ts';
import { onClockOf, readComponent } from './draftReading.ts';
import { addSeconds, localInFrame, sameTime, secondsBetween, withLocal } from './localTime.ts';
import { replaceProperty } from './propertyWriting.ts';
import { type SeriesEdit, timeOn } from './seriesWriting.ts';

/** An edit of all: the master's draft before and after, and what became of the series. */
interface AllEdit {
  readonly before: EventDraft;
  readonly after: EventDraft;
  readonly series: SeriesEdit;
  readonly zones: TimeZones;
}

/** What an override becomes; undefined: it goes. */
interface Fate {
  readonly component: Component | undefined;
  readonly lost?: UnmappedInstance;
}

/** An overridden instance after an edit of all; the rules stand in `draftWriting.ts`. */
export function overrideAfter(key: string, override: Component, edit: AllEdit): Fate {
  const { before, after, series, zones } = edit;
  const recurrenceId = getProperty(override, 'RECURRENCE-ID');
  if (recurrenceId === undefined || series.extraTakenOut.has(key)) return { component: undefined };
  const own = readComponent(override, zones);
  const time = readTime(recurrenceId);
  const local = localInFrame(time, before.start, zones);
  // An override whose RECURRENCE-ID was no instance before is nothing that the edit could carry along.
  const isInstance = !series.isReshaped || series.setBefore.has(key);
  const newLocal = isInstance ? withTimeOf(after.start, series.move(local)) : local;
  const newKey = isInstance ? recurrenceKey(timeOn(after.start, newLocal), after.start, zones) : key;
  if (series.newlyLeftOut.has(newKey)) return { component: undefined };
  if (isInstance && series.isReshaped && !(series.setAfter.has(newKey) && recurs(series.master))) {
    return {
      component: undefined,
      lost: { kind: 'override', key, time: onClockOf(before.start, time, zones), title: own.title },
    };
  }
  const isMoved =
    isInstance && !(newLocal === local && sameTime(before.start, { ...after.start, local: before.start.local }));
  const moved = isMoved ? moveRecurrenceId(override, time, timeOn(after.start, newLocal), zones) : override;
  const times = overrideTimes(own, local, isMoved ? timeOn(after.start, newLocal) : undefined, edit);
  return { component: writeFields(moved, own, { ...followMaster(own, before, after), ...times }) };
}

/** A DATE-valued RECURRENCE-ID under a timed DTSTART names the instance of that day. */
function withTimeOf(start: CalendarTime, local: string): string {
  return start.form !== 'date' && local.length === 8 ? `${local}${start.local.slice(8)}` : local;
}

function recurs(master: Component): boolean {
  return master.properties.some(({ name }) => name === 'RRULE' || name === 'RDATE');
}

function moveRecurrenceId(override: Component, from: CalendarTime, to: CalendarTime, zones: TimeZones): Component {
  const present = getProperty(override, 'RECURRENCE-ID');
  if (present === undefined) return override;
  const isUtc = from.form === 'utc' && to.form === 'zoned';
  const time: CalendarTime = isUtc ? { form: 'utc', local: zones.toUtc(to.tzid, to.local).slice(0, 15) } : to;
  return replaceProperty(override, present, writeTime('RECURRENCE-ID', time, present.parameters));
}

/** Start and end of an override; `to` is where its instance went, undefined when it did not move. */
function overrideTimes(
  own: EventDraft,
  local: string,
  to: CalendarTime | undefined,
  edit: AllEdit,
): Pick<EventDraft, 'start' | 'end'> {
  const { before, after, zones } = edit;
  const sat = localInFrame(own.start, before.start, zones) === withTimeOf(before.start, local);
  const start = to !== undefined && sat ? to : own.start;
  const [oldLength, newLength, ownLength] = [lengthOf(before), lengthOf(after), lengthOf(own)];
  if (oldLength === ownLength && oldLength !== newLength && (start.form === 'date') === (after.start.form === 'date')) {
    const end = newLength === undefined ? undefined : withLocal(start, addSeconds(start.local, newLength));
    return { start, end };
  }
  if (start === own.start || own.end === undefined) return { start, end: own.end };
  if ((own.start.form === 'date') !== (start.form === 'date')) {
    return { start, end: newLength === undefined ? undefined : withLocal(start, addSeconds(start.local, newLength)) };
  }
  const shift = secondsBetween(own.start.local, start.local);
  const end = isOneClock(own)
    ? withLocal(start, addSeconds(own.end.local, shift))
    : withLocal(own.end, addSeconds(own.end.local, shift));
  return { start, end };
}

/** Seconds on the clock; undefined without an end, or with one in another zone. */
function lengthOf(draft: EventDraft): number | undefined {
  return draft.end !== undefined && isOneClock(draft) ? secondsBetween(draft.start.local, draft.end.local) : undefined;
}

const FOLLOWING = [
  'title',
  'location',
  'videoLink',
  'webPage',
  'description',
  'visibility',
  'transparency',
  'status',
] as const;

/** What an override says once the master has gone from `before` to `after`. */
function followMaster(own: EventDraft, before: EventDraft, after: EventDraft): EventDraft {
  const followed = FOLLOWING.filter((field) => before[field] !== after[field] && own[field] === before[field]);
  return {
    ...own,
    ...Object.fromEntries(followed.map((field) => [field, after[field]])),
    alarms:
      !sameAlarms(before.alarms, after.alarms) && sameAlarms(own.alarms, before.alarms) ? after.alarms : own.alarms,
    attendees: followAttendees(own.attendees, before.attendees, after.attendees),
  };
}

const ATTENDEE_FIELDS = ['name', 'role', 'userType', 'agent', 'partstat', 'resend'] as const;

function followAttendees(
  own: readonly DraftAttendee[],
  before: readonly DraftAttendee[],
  after: readonly DraftAttendee[],
): readonly DraftAttendee[] {
  if (before === after) return own;
  const [was, is, here] = [byAddress(before), byAddress(after), byAddress(own)];
  const kept = own.flatMap((attendee): readonly DraftAttendee[] => {
    const address = normalizeAddress(attendee.address);
    const [old, now] = [was.get(address), is.get(address)];
    if (old === undefined) return [attendee];
    if (now === undefined) return [];
    const changed = ATTENDEE_FIELDS.filter((field) => old[field] !== now[field]);
    return [
      changed.length === 0
        ? attendee
        : { ...attendee, ...Object.fromEntries(changed.map((field) => [field, now[field]])) },
    ];
  });
  const added = after.filter(
    ({ address }) => !was.has(normalizeAddress(address)) && !here.has(normalizeAddress(address)),
  );
  return [...kept, ...added];
}
