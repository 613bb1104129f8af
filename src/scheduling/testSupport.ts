/** Short spellings for the engine's tests: objects from a few lines, plans as lines. */
import { serializeCalendarData } from '../icalendar/calendarData.ts';
import { normalizeAddress } from '../icalendar/calendarUserAddress.ts';
import { messageText } from './itipMessage.ts';
import { planScheduling, type ResourceChange } from './plan.ts';
import { requireValidMessage } from './testItipTables.ts';
import type { SchedulingMessage, SchedulingPlan } from './types.ts';

export const OLIVIA = { addresses: ['mailto:olivia@example.com'] };
export const NOW = new Date('2027-03-01T12:00:00Z');

/** A person's address from a first name. */
export function mail(name: string): string {
  return `mailto:${name}@example.com`;
}

/** `attendee('bob', 'PARTSTAT=ACCEPTED')`. */
export function attendee(name: string, parameters = ''): string {
  return `ATTENDEE${parameters === '' ? '' : `;${parameters}`}:${mail(name)}`;
}

/** A VCALENDAR with these components, each given as its lines. */
export function calendar(...components: readonly string[]): string {
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Test//EN', ...components, 'END:VCALENDAR', ''].join('\r\n');
}

/** A VEVENT with UID, DTSTAMP and Olivia as ORGANIZER; `lines` add the rest. */
export function vevent(...lines: readonly string[]): string {
  const head = ['BEGIN:VEVENT', 'UID:planning@example.com', 'DTSTAMP:20270101T000000Z', `ORGANIZER:${mail('olivia')}`];
  return [...head, ...lines, 'END:VEVENT'].join('\r\n');
}

/** Weekly on Monday 10:00 to 11:00 in Berlin from 8 March 2027, six times; summer time begins on 28 March. */
export const WEEKLY = [
  'DTSTART;TZID=Europe/Berlin:20270308T100000',
  'DTEND;TZID=Europe/Berlin:20270308T110000',
  'RRULE:FREQ=WEEKLY;COUNT=6',
  'SUMMARY:Planning',
];

/** The lines of an override of WEEKLY at a day of March 2027, at its own time unless `start` says another. */
export function on(day: string, start = 'T100000', end = 'T110000'): readonly string[] {
  return [
    `RECURRENCE-ID;TZID=Europe/Berlin:202703${day}T100000`,
    `DTSTART;TZID=Europe/Berlin:202703${day}${start}`,
    `DTEND;TZID=Europe/Berlin:202703${day}${end}`,
    'SUMMARY:Planning',
  ];
}

/** Plans Olivia's change from one text to another; its messages conform to RFC 5546. */
export function plan(
  original: string | undefined,
  modified: string | undefined,
  options: Partial<ResourceChange> = {},
): SchedulingPlan {
  const planned = planScheduling({ original, modified, owner: OLIVIA, now: NOW, ...options });
  for (const message of planned.messages) requireValidMessage(message);
  return planned;
}

/** What a plan stores, unfolded. */
export function stored(planned: SchedulingPlan): string {
  if (!planned.stored) throw new Error(`Nothing is stored: ${JSON.stringify(planned.violations)}`);
  return serializeCalendarData(planned.stored).replaceAll('\r\n ', '');
}

/** The text of each message, unfolded. */
export function texts(planned: Pick<SchedulingPlan, 'messages'>): readonly string[] {
  return planned.messages.map((message) => messageText(message).replaceAll('\r\n ', ''));
}

/** Each message as `CANCEL alice bob: 20270315T090000Z (sequence 1)`, with ` without …` for the master's EXDATEs. */
export function sent(planned: Pick<SchedulingPlan, 'messages'>): readonly string[] {
  return planned.messages.map(
    (message) => `${message.method} ${message.recipients.map(name).join(' ')}: ${content(message)}`,
  );
}

/** Each decision as `alice master REQUEST changed` or `bob 20270315T090000Z silent unchanged`. */
export function decided(planned: SchedulingPlan, who?: string): readonly string[] {
  return planned.decisions
    .filter(({ attendee: address }) => who === undefined || address === normalizeAddress(mail(who)))
    .map(({ attendee: address, key, outcome }) => {
      const said = 'send' in outcome ? `${outcome.send} ${outcome.reason}` : `silent ${outcome.silent}`;
      return who === undefined ? `${name(address)} ${key} ${said}` : `${key} ${said}`;
    });
}

function content(message: SchedulingMessage): string {
  const keys = message.keys.join(' ');
  const exdates = message.exdates.length > 0 ? ` without ${message.exdates.join(' ')}` : '';
  const sequences = new Set(
    message.components.map(
      ({ component }) => component.properties.find((property) => property.name === 'SEQUENCE')?.value,
    ),
  );
  return `${keys}${exdates} (sequence ${[...sequences].join(' ')})`;
}

function name(address: string): string {
  return address.replace('mailto:', '').replace('@example.com', '');
}
