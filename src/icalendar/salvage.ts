/** What can be read of calendar data of which something can't, for showing it: never for saving it. */
import { MAX_DEPTH } from './calendarData.ts';
import { type CalendarTime, readTime } from './calendarTime.ts';
import { type Component, getProperty, getText, type Property } from './component.ts';
import { InvalidCalendarDataError, parseContentLine, unfoldedLines } from './contentLine.ts';
import { unreadableProperty } from './unreadableProperty.ts';

/** Something that is left out, and why. */
export interface SalvageProblem {
  /** The line at fault, counted from 1 in the text as it came. */
  readonly line: number;
  /** The component left out, `VEVENT`; `VCALENDAR` for a line that is in no other, empty for one outside. */
  readonly component: string;
  /** SUMMARY of that component as far as it was read; empty without one. */
  readonly title: string;
  readonly message: string;
  /** The instance that it stands for as an override, where that can be read: its master does not say what happens then. */
  readonly instance?: { readonly uid: string; readonly recurrenceId: CalendarTime } | undefined;
}

export interface SalvagedCalendarData {
  /** Every VCALENDAR with those of its components that are whole. */
  readonly calendars: readonly Component[];
  /** In the order of their lines. Empty when the text has one VCALENDAR that is whole: then it is what `parseCalendarData` reads. */
  readonly problems: readonly SalvageProblem[];
}

/**
 * Reads every whole component of iCalendar text, RFC 5545 §3.4 and §3.6, and says of each other one which line is to blame. A
 * component counts with all that is in it: of one with a broken line nothing is kept, since a lost EXDATE or STANDARD would
 * show what nobody wrote. Never throws. What it returns must not be written back: it may be less than what is stored.
 */
export function salvageCalendarData(text: string): SalvagedCalendarData {
  const reading: Reading = { open: [], calendars: [], problems: [], outside: undefined };
  for (const { line, number } of unfoldedLines(text)) {
    if (line.trim() !== '') readLine(line, number, reading);
  }
  closeAbove(-1, reading);
  const { outside, calendars, problems } = reading;
  if (outside) problems.push({ ...outside, component: '', title: '' });
  else if (calendars.length === 0 && problems.length === 0) {
    problems.push({ line: 1, component: '', title: '', message: 'There is no BEGIN:VCALENDAR.' });
  }
  return { calendars, problems: problems.sort((a, b) => a.line - b.line) };
}

interface Fault {
  readonly line: number;
  readonly message: string;
}

interface OpenComponent {
  readonly name: string;
  readonly line: number;
  readonly properties: Property[];
  /** Where each of the properties begins. */
  readonly lines: number[];
  readonly components: Component[];
  /** The first. */
  fault: Fault | undefined;
}

interface Reading {
  readonly open: OpenComponent[];
  readonly calendars: Component[];
  readonly problems: SalvageProblem[];
  /** The first line that is in no component. */
  outside: Fault | undefined;
}

/** Components that stand in a VCALENDAR only: where one begins, another that is open has lost its END. */
const OUTER = new Set(['VEVENT', 'VTODO', 'VJOURNAL', 'VFREEBUSY', 'VTIMEZONE', 'VAVAILABILITY']);

function readLine(line: string, number: number, reading: Reading): void {
  let property: Property;
  try {
    property = parseContentLine(line, number);
  } catch (error) {
    if (!(error instanceof InvalidCalendarDataError)) throw error;
    blame({ line: number, message: withoutLine(error) }, reading);
    return;
  }
  const name = property.value.trim().toUpperCase();
  const current = reading.open.at(-1);
  if (property.name === 'BEGIN') begin(name, number, reading);
  else if (property.name === 'END') end(name, number, reading);
  else if (current === undefined) blame({ line: number, message: 'This line is in no VCALENDAR.' }, reading);
  else {
    current.properties.push(property);
    current.lines.push(number);
  }
}

function begin(name: string, line: number, reading: Reading): void {
  const { open, calendars } = reading;
  if (name === 'VCALENDAR') {
    closeAbove(-1, reading);
    if (calendars.length > 0) blame({ line, message: 'There is more than one VCALENDAR.' }, reading);
  } else if (OUTER.has(name)) {
    closeAbove(open[0]?.name === 'VCALENDAR' ? 0 : -1, reading);
  }
  if (open.length >= MAX_DEPTH) blame({ line, message: 'Components are nested too deeply.' }, reading);
  else open.push({ name, line, properties: [], lines: [], components: [], fault: undefined });
}

function end(name: string, line: number, reading: Reading): void {
  const { open } = reading;
  const at = open.findLastIndex((component) => component.name === name);
  if (at < 0) {
    blame({ line, message: `END:${name} closes nothing.` }, reading);
    return;
  }
  closeAbove(at, reading);
  close(reading);
}

/** Closes what has no END of its own above that place. */
function closeAbove(place: number, reading: Reading): void {
  for (let current = reading.open.at(-1); current && reading.open.length > place + 1; current = reading.open.at(-1)) {
    blame({ line: current.line, message: `BEGIN:${current.name} has no END.` }, reading);
    close(reading);
  }
}

/** Puts a fault on the component that it costs: that in the VCALENDAR, however deep in it the fault is. */
function blame(fault: Fault, reading: Reading): void {
  const { open } = reading;
  const blamed = open.find(({ name }) => name !== 'VCALENDAR') ?? open[0];
  if (blamed === undefined) reading.outside ??= fault;
  else blamed.fault ??= fault;
}

/** Takes the innermost open component over into its parent, or the one in a VCALENDAR into the problems if it has one. */
function close({ open, calendars, problems }: Reading): void {
  const closed = open.pop();
  if (closed === undefined) return;
  const { name, properties, components } = closed;
  const component: Component = { name, properties, components };
  const parent = open.at(-1);
  const isCalendar = name === 'VCALENDAR';
  const isPart = parent !== undefined && parent.name !== 'VCALENDAR';
  if (!isPart) {
    const fault = closed.fault ?? (isCalendar ? undefined : (strayFault(closed, parent) ?? valueFault(closed)));
    if (fault) problems.push({ ...fault, ...namesOf(component) });
    if (fault && !isCalendar) return;
  }
  (isCalendar ? calendars : parent?.components)?.push(component);
}

function namesOf(component: Component): Pick<SalvageProblem, 'component' | 'title' | 'instance'> {
  const title = getText(component, 'SUMMARY')?.trim() ?? '';
  return { component: component.name, title, instance: instanceOf(component) };
}

function instanceOf(component: Component): SalvageProblem['instance'] {
  const uid = getText(component, 'UID');
  const recurrenceId = getProperty(component, 'RECURRENCE-ID');
  if (uid === undefined || recurrenceId === undefined) return undefined;
  try {
    return { uid, recurrenceId: readTime(recurrenceId) };
  } catch {
    return undefined;
  }
}

function strayFault({ name, line }: OpenComponent, parent: OpenComponent | undefined): Fault | undefined {
  return parent ? undefined : { line, message: `BEGIN:${name} is in no VCALENDAR.` };
}

function valueFault({ name, line, properties, lines, components }: OpenComponent): Fault | undefined {
  const found = unreadableProperty({ name, properties, components });
  if (found === undefined) return undefined;
  const at = found.property === undefined ? -1 : properties.indexOf(found.property);
  return { line: lines[at] ?? line, message: found.message };
}

function withoutLine({ message, line }: InvalidCalendarDataError): string {
  return message.replace(`Line ${line}: `, '');
}
