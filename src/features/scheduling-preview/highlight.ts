/** Which cells of the matrix a person asked to see. */
import type { CalendarUserAddress } from '../../icalendar/calendarUserAddress.ts';
import type { ComponentKey } from '../../icalendar/recurrence.ts';

export interface Highlight {
  /** Tells which link asked, so that it shows as pressed. */
  readonly id: string;
  readonly people: readonly CalendarUserAddress[];
  /** Empty: all of these people’s cells. */
  readonly keys: readonly ComponentKey[];
}

export function isHighlighted(
  highlight: Highlight | undefined,
  people: readonly CalendarUserAddress[],
  keys: readonly ComponentKey[],
): boolean {
  if (highlight === undefined) return false;
  const meetsKeys = highlight.keys.length === 0 || highlight.keys.some((key) => keys.includes(key));
  return meetsKeys && highlight.people.some((person) => people.includes(person));
}
