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
import { writeTime } from '../../icalendar/calendarTime.ts';
import { normalizeAddress } from '../../icalendar/calendarUserAddress.ts';
import { type Component, getProperty, getText, makeComponent, makeProperty } from '../../icalendar/component.ts';
import { timeZonesOf, withNeededVtimezones } from '../../icalendar/timeZone.ts';
import { byAddress, withOrganizer } from './attendeeWriting.ts';
import { stamped, writeFields } from './componentWriting.ts';
import type { EditContext, EditScope, EventDraft, UnmappedInstance } from './draft.ts';
import { derivedAt, mainComponent, overridesOf, readComponent } from './draftReading.ts';
import { overrideAfter } from './overrideWriting.ts';
import { sameValue } from './sameValue.ts';
import { writeSeries } from './seriesWriting.ts';
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

/** One instance: its override is changed, made, or (when this edit made it and it says nothing of its own any more) taken away. */
function editInstance(calendar: Component, draft: EventDraft, key: string, context: EditContext): EditResult {
  const zones = timeZonesOf(calendar);
  const override = overridesOf(calendar).get(key);
  const master = mainComponent(calendar);
  const hasMaster = getProperty(master, 'RECURRENCE-ID') === undefined;
  const current = override ?? derivedAt(calendar, key);
  const written = writeFields(current, readComponent(current, zones), draft);
  if (override === undefined) {
    if (written === current) return { calendar, unmapped: [] };
    return { calendar: { ...calendar, components: [...calendar.components, written] }, unmapped: [] };
  }
  const isNew = hasMaster && context.saved !== undefined && !overridesOf(context.saved).has(key);
  if (isNew && sameDraft(readComponent(derivedAt(calendar, key), zones), draft)) {
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
