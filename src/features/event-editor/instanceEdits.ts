/** Edits of single dates of a series, and of the whole, that need no form: for menus, the preview's fixes, and drag and drop. */
import type { CalendarTime } from '../../icalendar/calendarTime.ts';
import { readTimes, writeTime } from '../../icalendar/calendarTime.ts';
import { type Component, getProperties, getProperty, getText } from '../../icalendar/component.ts';
import { deriveInstance, type RecurrenceKey, recurrenceKey, recurrenceSet } from '../../icalendar/recurrence.ts';
import { timeZonesOf } from '../../icalendar/timeZone.ts';
import { stamped } from './componentWriting.ts';
import type { EventDraft } from './draft.ts';
import { mainComponent, onClockOf, overridesOf, startOf } from './draftReading.ts';
import { datePart } from './localTime.ts';
import { insertAfter, replaceProperty, withWritten } from './propertyWriting.ts';

/**
 * Takes one instance out of the recurrence set: its RDATE if that is what adds it, else an EXDATE, RFC 5545 §3.8.5.1; its override
 * goes too. The same object when there is no such instance.
 */
export function removeInstance(calendar: Component, key: RecurrenceKey, now: Date): Component {
  const zones = timeZonesOf(calendar);
  const main = mainComponent(calendar);
  const override = overridesOf(calendar).get(key);
  if (getProperty(main, 'RECURRENCE-ID') !== undefined) {
    return override === undefined
      ? calendar
      : { ...calendar, components: calendar.components.filter((component) => component !== override) };
  }
  const start = startOf(main);
  let master = withoutDate(main, 'RDATE', (time) => recurrenceKey(time, start, zones) === key);
  if (recurrenceSet(master, zones).has(key)) {
    const time = startOf(deriveInstance(main, key, zones));
    const left = onClockOf(start, time, zones);
    const isExact = recurrenceKey(left, start, zones) === key;
    master = insertAfter(
      master,
      ['EXDATE', 'RRULE', 'DTSTART', 'DTEND', 'DURATION'],
      writeTime('EXDATE', isExact ? left : time),
    );
  }
  return withComponents(
    calendar,
    new Map([[main, master], ...(override ? [[override, undefined] as const] : [])]),
    now,
  );
}

/** Puts an instance back: its EXDATE goes, and an override that is STATUS:CANCELLED takes place again. */
export function restoreInstance(calendar: Component, key: RecurrenceKey, now: Date): Component {
  const zones = timeZonesOf(calendar);
  const main = mainComponent(calendar);
  const start = startOf(main);
  const override = overridesOf(calendar).get(key);
  const day = datePart(startOf(deriveInstance(main, key, zones)).local);
  const master = withoutDate(main, 'EXDATE', (time) =>
    time.form === 'date' && start.form !== 'date' ? time.local === day : recurrenceKey(time, start, zones) === key,
  );
  const replaced = new Map<Component, Component | undefined>([[main, master]]);
  if (override !== undefined && isCancelled(override)) {
    replaced.set(
      override,
      withWritten(override, 'STATUS', isCancelled(main) ? '' : (getProperty(main, 'STATUS')?.value ?? '')),
    );
  }
  return withComponents(calendar, replaced, now);
}

/** Adds an instance by RDATE, RFC 5545 §3.8.5.2. The same object when there is one at that time already. */
export function addExtraDate(calendar: Component, time: CalendarTime, now: Date): Component {
  const zones = timeZonesOf(calendar);
  const main = mainComponent(calendar);
  const start = startOf(main);
  if (recurrenceSet(main, zones).has(recurrenceKey(time, start, zones))) return calendar;
  const extra = writeTime('RDATE', onClockOf(start, time, zones));
  return withComponents(
    calendar,
    new Map([[main, insertAfter(main, ['RDATE', 'RRULE', 'DTSTART', 'DTEND', 'DURATION'], extra)]]),
    now,
  );
}

/** STATUS:CANCELLED on every component of the event; its data stay, so that it can be taken back. */
export function cancelWhole(calendar: Component, now: Date): Component {
  const uid = getText(mainComponent(calendar), 'UID');
  const events = calendar.components.filter(
    (component) => component.name === 'VEVENT' && getText(component, 'UID') === uid,
  );
  const replaced = events.map(
    (event) => [event, isCancelled(event) ? event : withWritten(event, 'STATUS', 'CANCELLED')] as const,
  );
  return withComponents(calendar, new Map(replaced), now);
}

/** The draft with one more left-out date. */
export function withLeftOut(draft: EventDraft, time: CalendarTime): EventDraft {
  if (draft.leftOut.some(({ local }) => local === time.local)) return draft;
  const leftOut = [...draft.leftOut, time].sort((a, b) => (a.local < b.local ? -1 : 1));
  return { ...draft, leftOut };
}

/** The draft with one more extra date, at DTSTART's time of day unless it has one. */
export function withExtraDate(draft: EventDraft, time: CalendarTime): EventDraft {
  if (draft.extraDates.some((extra) => extra.time.local === time.local)) return draft;
  const extraDates = [...draft.extraDates, { time, period: undefined }].sort((a, b) =>
    a.time.local < b.time.local ? -1 : 1,
  );
  return { ...draft, extraDates };
}

/** The instance at a key as a left-out date of the draft: a time on DTSTART's clock. */
export function timeOfKey(calendar: Component, key: RecurrenceKey): CalendarTime {
  const zones = timeZonesOf(calendar);
  const main = mainComponent(calendar);
  return onClockOf(startOf(main), startOf(deriveInstance(main, key, zones)), zones);
}

function withoutDate(component: Component, name: string, isMeant: (time: CalendarTime) => boolean): Component {
  return getProperties(component, name).reduce((changed, property) => {
    const times = readTimes(property);
    const values = property.value.split(',');
    const kept = values.filter((_value, index) => {
      const time = times[index];
      return time === undefined || !isMeant(time);
    });
    if (kept.length === values.length) return changed;
    if (kept.length === 0) return replaceProperty(changed, property);
    return replaceProperty(changed, property, { name, parameters: property.parameters, value: kept.join(',') });
  }, component);
}

function isCancelled(component: Component): boolean {
  return getProperty(component, 'STATUS')?.value.trim().toUpperCase() === 'CANCELLED';
}

function withComponents(
  calendar: Component,
  replaced: ReadonlyMap<Component, Component | undefined>,
  now: Date,
): Component {
  let changed = false;
  const components = calendar.components.flatMap((component) => {
    if (!replaced.has(component)) return [component];
    const next = replaced.get(component);
    if (next === component) return [component];
    changed = true;
    return next === undefined ? [] : [stamped(next, component, now)];
  });
  return changed ? { ...calendar, components } : calendar;
}
