/** What a script expects against what happened, both as text. */
import { contentLine } from '../../icalendar/calendarData.ts';
import { normalizeAddress } from '../../icalendar/calendarUserAddress.ts';
import { type Component, getProperties, getProperty, getText } from '../../icalendar/component.ts';
import { instancesBetween } from '../../icalendar/instances.ts';
import { readAttendees } from '../attendees.ts';
import { reconcile } from '../reconcile.ts';
import { readSchedulingObject } from '../schedulingObject.ts';
import type { SchedulingMessage, SchedulingPlan } from '../types.ts';
import { propertyOf } from './script.ts';
import { addressOf, nameOf } from './world.ts';

/** Two texts that should be the same, or nothing when they are. */
export type Difference = { readonly expected: string; readonly got: string } | undefined;

/** `> expect`: every message of the save, and of the silences those that are named. */
export function checkExpect(lines: readonly string[], plan: SchedulingPlan): Difference {
  const silences = lines.filter((line) => line.startsWith('nothing '));
  const expected = lines.filter((line) => !line.startsWith('nothing ') && line !== 'nothing');
  const refused = plan.violations.map(({ precondition }) => `refused ${precondition}`);
  const got = [...refused, ...messageLines(plan.messages, expected)];
  const silent = silences.map((line) => silenceLike(line, plan));
  return compare([...expected.sort(), ...silences], [...got.sort(), ...silent]) ?? cancelsFirst(plan.messages);
}

/** `> report`: one line for each Attendee with a message or an unforeseen status, as `alice confirmed 1.2`. */
export function checkReport(lines: readonly string[], plan: SchedulingPlan, stored: Component | undefined): Difference {
  const outcomes = reconcile(plan, stored && readSchedulingObject(stored));
  const got = outcomes.map(({ attendee, outcome, statuses }) => [nameOf(attendee), outcome, ...statuses].join(' '));
  return compare([...lines].sort(), [...got].sort());
}

/** `> get USER`: the instances of the user's object, all of them, or lines that stand in it. */
export function checkGet(lines: readonly string[], user: string, stored: Component | undefined): Difference {
  const instances = lines.filter((line) => /^\d{8}/.test(line));
  const properties = lines.filter((line) => !/^\d{8}/.test(line));
  if (!stored) return lines.join() === 'nothing' ? undefined : { expected: lines.join('\n'), got: 'nothing' };
  if (properties.includes('nothing')) return { expected: 'nothing', got: text(stored) };
  const difference = instances.length > 0 ? compare(instances, instanceLines(user, stored)) : undefined;
  return difference ?? checkContent(properties, stored);
}

/** Lines that a calendar contains, or after `no` does not; `at KEY` narrows them to one component. */
export function checkContent(lines: readonly string[], calendar: Component): Difference {
  let scope: readonly Component[] = calendar.components.filter(({ name }) => name !== 'VTIMEZONE');
  for (const line of lines) {
    if (line.startsWith('at ')) {
      scope = [componentNamed(line.slice(3), calendar)].filter((component) => component !== undefined);
      if (scope.length === 0) return { expected: `a component ${line}`, got: text(calendar) };
      continue;
    }
    const unwanted = line.startsWith('no ');
    const wanted = unwanted ? line.slice(3) : line;
    const stands = scope.some((component) => contains(component, wanted)) || contains(calendar, wanted);
    if (stands === unwanted) return { expected: line, got: scope.map(text).join('\n') };
  }
  return undefined;
}

export function compare(expected: readonly string[], got: readonly string[]): Difference {
  if (expected.join('\n') === got.join('\n')) return undefined;
  return { expected: expected.join('\n') || 'nothing', got: got.join('\n') || 'nothing' };
}

/** Each message as `REQUEST alice bob: master without 20270315T090000Z`, with `sequence` where a line that is expected has it. */
function messageLines(messages: readonly SchedulingMessage[], expected: readonly string[]): readonly string[] {
  return messages.map((message) => {
    const { method, recipients, keys, exdates } = message;
    const without = exdates.length > 0 ? ` without ${exdates.join(' ')}` : '';
    const line = `${method} ${recipients.map(nameOf).sort().join(' ')}: ${keys.join(' ')}${without}`;
    return expected.some((other) => other.startsWith(`${line} sequence`)) ? `${line} ${sequencesOf(message)}` : line;
  });
}

/** `sequence 1`, or one number for each component when they differ. */
function sequencesOf({ components }: SchedulingMessage): string {
  const sequences = components.map(({ component }) => getProperty(component, 'SEQUENCE')?.value ?? '0');
  return `sequence ${new Set(sequences).size === 1 ? sequences[0] : sequences.join(' ')}`;
}

function cancelsFirst(messages: readonly SchedulingMessage[]): Difference {
  const methods = messages.map(({ method }) => method);
  const wrong = methods.lastIndexOf('CANCEL') > methods.findIndex((method) => method !== 'CANCEL');
  return wrong && methods.some((method) => method !== 'CANCEL') && methods.includes('CANCEL')
    ? { expected: 'every CANCEL before any other message', got: methods.join(' ') }
    : undefined;
}

/** What the plan says of `nothing carol: master (private-change)`, in the same form. */
function silenceLike(line: string, { decisions }: SchedulingPlan): string {
  const [, who = '', key = ''] = /^nothing (\S+): (\S+)/.exec(line) ?? [];
  const decision = decisions.find((each) => each.attendee === addressOf(who) && each.key === key);
  if (!decision) return `no decision about ${who} at ${key}`;
  const { outcome } = decision;
  if ('send' in outcome) return `${outcome.send} ${who}: ${key} (${outcome.reason})`;
  return `nothing ${who}: ${key}${line.endsWith(')') ? ` (${outcome.silent})` : ''}`;
}

/** `20270315T090000Z Planning NEEDS-ACTION`: start, SUMMARY, and the user's PARTSTAT where he is no Organizer; or CANCELLED. */
function instanceLines(user: string, calendar: Component): readonly string[] {
  return instancesBetween(calendar, '20260101T000000Z', '20290101T000000Z', 'Europe/Berlin').map((instance) => {
    const { component, start, startUtc } = instance;
    const partstat = readAttendees(component).get(addressOf(user))?.partstat;
    const organizer = getProperty(component, 'ORGANIZER');
    const own = organizer && normalizeAddress(organizer.value) === addressOf(user);
    const status = getText(component, 'STATUS') === 'CANCELLED' ? 'CANCELLED' : own ? undefined : partstat;
    const when = start.form === 'utc' || start.form === 'zoned' ? startUtc : start.local;
    return [when, getText(component, 'SUMMARY'), status].filter((word) => word !== undefined && word !== '').join(' ');
  });
}

function componentNamed(key: string, calendar: Component): Component | undefined {
  const method = getProperty(calendar, 'METHOD');
  const properties = calendar.properties.filter((property) => property !== method);
  const object = readSchedulingObject({ ...calendar, properties });
  return key === 'master' ? object.master?.component : object.overrides.get(key)?.component;
}

/** Whether a component has the property with at least these parameters, the property by its name, or a component of that name. */
function contains(component: Component, wanted: string): boolean {
  if (component.components.some(({ name }) => name === wanted && name !== 'VEVENT')) return true;
  if (!/[:;]/.test(wanted)) return component.properties.some(({ name }) => name === wanted);
  const [, name = '', parameter = ''] = /^([A-Z-]+);([A-Z-]+)$/.exec(wanted) ?? [];
  if (name !== '') return getProperties(component, name).some(({ parameters }) => parameters[parameter] !== undefined);
  const line = propertyOf(wanted);
  return getProperties(component, line.name).some(
    (other) =>
      other.value === line.value &&
      Object.entries(line.parameters).every(([key, values]) => other.parameters[key]?.join() === values.join()),
  );
}

function text(component: Component): string {
  const inner = component.components.filter(({ name }) => name !== 'VTIMEZONE').map(text);
  return [`BEGIN:${component.name}`, ...component.properties.map(contentLine), ...inner].join('\n');
}
