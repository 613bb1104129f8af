/**
 * EventDraft → iCalendar data, without losing anything that the draft does not know: only what differs from the draft as read is
 * written, everything else keeps its content line.
 *
 * Under 'all', overridden instances follow the master where they said the same:
 * - Title, times, place and every other single value: an override changes when its value equalled the master's old one.
 * - Attendees: one added to all is added to each override that lacks him; one removed is removed wherever he stood; a changed role,
 *   name, agent or resend mark is changed wherever he stands. Who stands on an override only is left alone.
 * - DTSTART: RECURRENCE-ID moves as `startMove` says. An override that sat at its original time sits at the new one; one that had
 *   been moved stays where it was put. Its length follows when it was the master's.
 * What has no place in the new recurrence set is taken out and listed in `unmapped`. SEQUENCE is the server's (scheduling.md S6).
 */
import { type CalendarTime, readTime, writeTime } from '../../icalendar/calendarTime.ts';
import { normalizeAddress } from '../../icalendar/calendarUserAddress.ts';
import { type Component, getProperty, getText, makeComponent, makeProperty } from '../../icalendar/component.ts';
import { deriveInstance, recurrenceKey } from '../../icalendar/recurrence.ts';
import { type TimeZones, timeZonesOf, withNeededVtimezones } from '../../icalendar/timeZone.ts';
import { sameAlarms } from './alarmWriting.ts';
import { byAddress, withOrganizer } from './attendeeWriting.ts';
import { isOneClock, stamped, writeFields } from './componentWriting.ts';
import type { DraftAttendee, EditContext, EditScope, EventDraft, UnmappedInstance } from './draft.ts';
import { mainComponent, onClockOf, overridesOf, readComponent } from './draftReading.ts';
import { addSeconds, localInFrame, sameTime, secondsBetween, withLocal } from './localTime.ts';
import { replaceProperty } from './propertyWriting.ts';
import { sameValue } from './sameValue.ts';
import { type SeriesEdit, timeOn, writeSeries } from './seriesWriting.ts';
import { utcStamp } from './stamp.ts';

/** The VCALENDAR to save, and what of it could not be kept. */
export interface EditResult {
  readonly calendar: Component;
  readonly unmapped: readonly UnmappedInstance[];
}

/**
 * Writes a draft back. Without a `calendar` a new object is made. The same `calendar` object comes back when nothing differs.
 * @throws InvalidCalendarDataError when the calendar has no readable event
 * @throws RecurrenceLimitError when a custom rule cannot be expanded
 */
export function applyDraft(
  calendar: Component | undefined,
  draft: EventDraft,
  scope: EditScope,
  context: EditContext,
): EditResult {
  const original = calendar ?? newCalendar(draft, context);
  const edit = scope === 'all' ? editAll(original, draft) : editInstance(original, draft, scope, context);
  const done = finished(original, edit.calendar, draft, scope, context);
  return { calendar: withVtimezones(calendar, done), unmapped: edit.unmapped };
}

function newCalendar(draft: EventDraft, { uid, now }: EditContext): Component {
  const stamp = utcStamp(now);
  const event = makeComponent('VEVENT', [
    makeProperty('UID', uid),
    makeProperty('DTSTAMP', stamp),
    makeProperty('CREATED', stamp),
    makeProperty('LAST-MODIFIED', stamp),
    writeTime('DTSTART', draft.start),
  ]);
  return makeComponent(
    'VCALENDAR',
    [makeProperty('VERSION', '2.0'), makeProperty('PRODID', '-//Convoke//Convoke//EN')],
    [event],
  );
}

function editAll(calendar: Component, draft: EventDraft): EditResult {
  const zones = timeZonesOf(calendar);
  const original = mainComponent(calendar);
  const before = readComponent(original, zones);
  const fields = writeFields(original, before, draft);
  if (getProperty(original, 'RECURRENCE-ID') !== undefined) {
    return { calendar: withEvent(calendar, original, fields), unmapped: [] };
  }
  const series = writeSeries(original, fields, before, draft, zones);
  const unmapped: UnmappedInstance[] = [...series.unmapped];
  const replaced = new Map<Component, Component | undefined>([[original, series.master]]);
  for (const [key, override] of overridesOf(calendar)) {
    const fate = overrideAfter(key, override, { before, after: draft, series, zones });
    if (fate.lost) unmapped.push(fate.lost);
    replaced.set(override, fate.component);
  }
  return { calendar: withEvents(calendar, replaced), unmapped };
}

interface AllEdit {
  readonly before: EventDraft;
  readonly after: EventDraft;
  readonly series: SeriesEdit;
  readonly zones: TimeZones;
}

interface Fate {
  readonly component: Component | undefined;
  readonly lost?: UnmappedInstance;
}

/** An overridden instance after an edit of all. */
function overrideAfter(key: string, override: Component, edit: AllEdit): Fate {
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

/** One instance: its override is changed, made, or (when this edit made it and it says nothing of its own any more) taken away. */
function editInstance(calendar: Component, draft: EventDraft, key: string, context: EditContext): EditResult {
  const zones = timeZonesOf(calendar);
  const override = overridesOf(calendar).get(key);
  const master = mainComponent(calendar);
  const hasMaster = getProperty(master, 'RECURRENCE-ID') === undefined;
  const current = override ?? deriveInstance(master, key, zones);
  const written = writeFields(current, readComponent(current, zones), draft);
  if (override === undefined) {
    if (written === current) return { calendar, unmapped: [] };
    return { calendar: { ...calendar, components: [...calendar.components, written] }, unmapped: [] };
  }
  const isNew = hasMaster && context.saved !== undefined && !overridesOf(context.saved).has(key);
  if (isNew && sameDraft(readComponent(deriveInstance(master, key, zones), zones), draft)) {
    return { calendar: withEvents(calendar, new Map([[override, undefined]])), unmapped: [] };
  }
  return { calendar: withEvent(calendar, override, written), unmapped: [] };
}

/** Whether two drafts say the same of the event itself. */
function sameDraft(a: EventDraft, b: EventDraft): boolean {
  return sameValue({ ...a, calendar: '' }, { ...b, calendar: '' });
}

function finished(
  original: Component,
  edited: Component,
  draft: EventDraft,
  scope: EditScope,
  context: EditContext,
): Component {
  if (edited === original) return original;
  const known = new Set(original.components);
  const main = mainComponent(original);
  const invites = draft.attendees.length > 0 && addsAttendees(original, draft, scope);
  const uid = getText(main, 'UID');
  const events = edited.components.filter(
    (component) => component.name === 'VEVENT' && getText(component, 'UID') === uid,
  );
  const organized = invites ? withOrganizer(events, context.owner) : events;
  const next = new Map(events.map((event, index) => [event, organized[index] ?? event]));
  const components = edited.components.map((component) => {
    const event = next.get(component) ?? component;
    return known.has(event) ? event : stamped(event, undefined, context.now);
  });
  return { ...edited, components };
}

function addsAttendees(original: Component, draft: EventDraft, scope: EditScope): boolean {
  const zones = timeZonesOf(original);
  const current =
    scope === 'all' ? mainComponent(original) : (overridesOf(original).get(scope) ?? mainComponent(original));
  const before = byAddress(readComponent(current, zones).attendees);
  return draft.attendees.some(({ address }) => !before.has(normalizeAddress(address)));
}

/** VTIMEZONEs are made only when the edit brought a TZID in; others stay as the object had them. */
function withVtimezones(original: Component | undefined, edited: Component): Component {
  if (edited === original) return edited;
  const given = new Set([
    ...(original ? tzidsOf(original) : []),
    ...edited.components.flatMap((component) =>
      component.name === 'VTIMEZONE' ? (getText(component, 'TZID') ?? []) : [],
    ),
  ]);
  return [...tzidsOf(edited)].every((tzid) => given.has(tzid)) ? edited : withNeededVtimezones(edited);
}

function tzidsOf(calendar: Component): ReadonlySet<string> {
  const events = calendar.components.filter(({ name }) => name === 'VEVENT');
  return new Set(events.flatMap(({ properties }) => properties.flatMap(({ parameters }) => parameters['TZID'] ?? [])));
}

function withEvent(calendar: Component, from: Component, to: Component): Component {
  return from === to ? calendar : withEvents(calendar, new Map([[from, to]]));
}

/** Components replaced, or taken out where the replacement is undefined; the same object when nothing changes. */
function withEvents(calendar: Component, replaced: ReadonlyMap<Component, Component | undefined>): Component {
  const components = calendar.components.flatMap((component) => {
    if (!replaced.has(component)) return [component];
    const next = replaced.get(component);
    return next === undefined ? [] : [next];
  });
  const isSame =
    components.length === calendar.components.length &&
    components.every((component, index) => component === calendar.components[index]);
  return isSame ? calendar : { ...calendar, components };
}
