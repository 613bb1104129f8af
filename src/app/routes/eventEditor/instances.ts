/** The dates of a recurring event that a person can choose in the editor. */
import { mainComponent, overridesOf } from '../../../features/event-editor/draftReading.ts';
import type { EditorInstance } from '../../../features/event-editor/formTypes.ts';
import { formatter } from '../../../features/scheduling-preview/dateNames.ts';
import { type Component, getProperty } from '../../../icalendar/component.ts';
import { type RecurrenceKey, recurrenceSet } from '../../../icalendar/recurrence.ts';
import { timeZonesOf } from '../../../icalendar/timeZone.ts';
import type { Viewer } from './viewer.ts';

/** Dates offered at once, and how many of a rule are looked through for them. */
const OFFERED = 60;
const LOOKED_AT = 1_000;

/**
 * The next dates, or the last ones of a series that is over; always with `opened`. Empty when the event does not recur, and for
 * a rule that cannot be expanded.
 */
export function editorInstances(
  calendar: Component,
  opened: RecurrenceKey | undefined,
  now: Date,
  viewer: Viewer,
): readonly EditorInstance[] {
  const master = mainComponent(calendar);
  if (!getProperty(master, 'RRULE') && !getProperty(master, 'RDATE')) return [];
  const overrides = overridesOf(calendar);
  const keys = new Set<string>([...firstKeys(calendar, master), ...overrides.keys()]);
  const all = [...keys].sort();
  const today = `${now.toISOString().slice(0, 10).replaceAll('-', '')}`;
  const next = all.filter((key) => key.slice(0, 8) >= today).slice(0, OFFERED);
  const offered = next.length > 0 ? next : all.slice(-OFFERED);
  const shown = opened === undefined || offered.includes(opened) ? offered : [opened, ...offered].sort();
  return shown.map((key) => ({ key, label: instanceLabel(key, viewer), isOverride: overrides.has(key) }));
}

function firstKeys(calendar: Component, master: Component): readonly RecurrenceKey[] {
  try {
    return recurrenceSet(master, timeZonesOf(calendar)).first(LOOKED_AT);
  } catch {
    return [];
  }
}

function instanceLabel(key: RecurrenceKey, { locale, zone }: Viewer): string {
  const [, year, month, day, hour, minute, utc] = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z?))?$/.exec(key) ?? [];
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour ?? 0), Number(minute ?? 0)));
  const clock = hour === undefined ? {} : ({ hour: '2-digit', minute: '2-digit' } as const);
  const timeZone = utc === 'Z' ? zone : 'UTC';
  return formatter(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    ...clock,
    timeZone,
  }).format(date);
}
