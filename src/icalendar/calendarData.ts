/** text/calendar to plain components and back, RFC 5545 §3.1 and §3.4. */
import type { Component, Property } from './component.ts';
import { contentLine, folded, InvalidCalendarDataError, parseContentLine, unfoldedLines } from './contentLine.ts';

export { contentLine, InvalidCalendarDataError } from './contentLine.ts';

/**
 * Content lines of components that were read before, with what they are and the component that had each last. Texts that are read
 * with one of these share their equal lines as one Property, which saves reading it and tells at a glance what has not changed.
 */
export type KnownLines = Map<string, { readonly property: Property; within: readonly Property[] }>;

/** Components nested deeper than this are refused: RFC 5545 needs three (VCALENDAR, VEVENT, VALARM). */
export const MAX_DEPTH = 16;

/**
 * Reads one iCalendar object, RFC 5545 §3.4. Accepts LF and CR line ends, a byte order mark and blank lines.
 * The content lines are split here, since ical.js corrupts quoted parameter lists, drops what it cannot read and
 * loses the whole file on one bad line; the values that need a grammar (RRULE, VTIMEZONE) are read by libraries.
 * `known` is for texts that are much the same.
 * @throws InvalidCalendarDataError naming the line
 */
export function parseCalendarData(text: string, known: KnownLines = new Map()): Component {
  const objects = parseComponents(text, known);
  const [calendar] = objects;
  if (calendar === undefined) throw new InvalidCalendarDataError('There is no BEGIN:VCALENDAR.');
  if (calendar.name !== 'VCALENDAR')
    throw new InvalidCalendarDataError(`The text begins with ${calendar.name}, not VCALENDAR.`, 1);
  if (objects.length > 1) throw new InvalidCalendarDataError('There is more than one VCALENDAR.');
  return calendar;
}

/** Writes an iCalendar object with CRLF line ends, folded at 75 octets, RFC 5545 §3.1. Ends with CRLF. */
export function serializeCalendarData(calendar: Component): string {
  const lines: string[] = [];
  writeComponent(calendar, lines);
  return `${lines.join('\r\n')}\r\n`;
}

interface OpenComponent {
  readonly name: string;
  readonly line: number;
  readonly properties: Property[];
  readonly components: Component[];
}

function parseComponents(text: string, known: KnownLines): readonly Component[] {
  const roots: Component[] = [];
  const open: OpenComponent[] = [];
  for (const { line, number } of unfoldedLines(text)) {
    if (line.trim() === '') continue;
    const current = open.at(-1);
    const property =
      open.length >= 2 && current ? knownLine(line, number, known, current) : parseContentLine(line, number);
    if (property.name === 'BEGIN') {
      if (open.length >= MAX_DEPTH) throw new InvalidCalendarDataError('Components are nested too deeply.', number);
      open.push({ name: property.value.trim().toUpperCase(), line: number, properties: [], components: [] });
    } else if (property.name === 'END') {
      const name = property.value.trim().toUpperCase();
      if (current === undefined || current.name !== name) {
        throw new InvalidCalendarDataError(
          `END:${name} closes ${current ? `BEGIN:${current.name} of line ${current.line}` : 'nothing'}.`,
          number,
        );
      }
      open.pop();
      const closed: Component = { name, properties: current.properties, components: current.components };
      (open.at(-1)?.components ?? roots).push(closed);
    } else if (current === undefined) {
      throw new InvalidCalendarDataError('The text does not begin with BEGIN:VCALENDAR.', number);
    } else {
      current.properties.push(property);
    }
  }
  const unclosed = open.at(-1);
  if (unclosed) throw new InvalidCalendarDataError(`BEGIN:${unclosed.name} has no END.`, unclosed.line);
  return roots;
}

/** The Property that this line was before, unless it is in this component already: within one no Property comes twice. */
function knownLine(line: string, number: number, known: KnownLines, { properties }: OpenComponent): Property {
  const before = known.get(line);
  if (before !== undefined && before.within !== properties) {
    before.within = properties;
    return before.property;
  }
  const property = parseContentLine(line, number);
  if (before === undefined) known.set(line, { property, within: properties });
  return property;
}

function writeComponent(component: Component, lines: string[]): void {
  lines.push(`BEGIN:${component.name}`);
  for (const property of component.properties) lines.push(folded(contentLine(property)));
  for (const inner of component.components) writeComponent(inner, lines);
  lines.push(`END:${component.name}`);
}
