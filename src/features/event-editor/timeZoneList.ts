/** The time zones to choose from, with the offset they have at a time. */
import type { CalendarTime } from '../../icalendar/calendarTime.ts';
import { parseWall } from '../../icalendar/wallTime.ts';
import { KNOWN_ZONES } from './dateWords.ts';

/** One zone: `Europe/Berlin`, "Berlin, Europe", "GMT+1". */
export interface ZoneChoice {
  readonly id: string;
  readonly text: string;
  readonly offset: string;
}

/** All zones that Intl knows, and UTC, by name; offsets at the wall-clock time given. The event's own zone is always among them. */
export function timeZoneChoices(at: CalendarTime): readonly ZoneChoice[] {
  const ids = new Set(['UTC', ...Intl.supportedValuesOf('timeZone')]);
  if (at.form === 'zoned') ids.add(at.tzid);
  return [...ids]
    .map((id) => ({ id, text: zoneText(id), offset: offsetText(id, at.local) }))
    .sort((a, b) => a.text.localeCompare(b.text));
}

/** "Berlin, Europe" for `Europe/Berlin`; another TZID as it is. */
export function zoneText(tzid: string): string {
  if (!/^[A-Za-z_]+(\/[A-Za-z0-9_+-]+)+$/.test(tzid)) return tzid;
  const [region = '', ...rest] = tzid.split('/');
  return `${rest.reverse().join(', ')}, ${region}`.replaceAll('_', ' ');
}

/** Whether every word that was typed is in the name, in any order. */
export function matchesZone(text: string, typed: string): boolean {
  const name = text.toLowerCase();
  return typed
    .toLowerCase()
    .split(/[\s,/_]+/)
    .every((word) => name.includes(word));
}

function offsetText(id: string, local: string): string {
  if (KNOWN_ZONES.unknown(id)) return '';
  const wall = parseWall(local);
  const minutes = Math.round(
    (wall -
      parseWall(KNOWN_ZONES.toUtc(id, local.length === 8 ? `${local}T120000` : local)) +
      (local.length === 8 ? 43_200 : 0)) /
      60,
  );
  if (minutes === 0) return 'GMT';
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `GMT${minutes < 0 ? '−' : '+'}${hours}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`;
}
