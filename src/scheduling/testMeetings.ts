/** What Olivia's meetings may look like in property tests, and what her server and the others' do with them. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { contentLine, serializeCalendarData } from '../icalendar/calendarData.ts';
import { normalizeAddress } from '../icalendar/calendarUserAddress.ts';
import { type Component, getProperty } from '../icalendar/component.ts';
import { viewDifferences } from './attendeeView.ts';
import { applyItipMessage } from './inbound.ts';
import { planScheduling } from './plan.ts';
import { effectiveComponent, readSchedulingObject } from './schedulingObject.ts';
import { requireValidMessage } from './testItipTables.ts';
import { attendee, calendar, mail, OLIVIA, vevent } from './testSupport.ts';
import type { SchedulingMessage, SchedulingObject, SchedulingPlan } from './types.ts';

const DAYS = ['0308', '0315', '0322', '0329', '0405', '0412'] as const;
const EXTRA_DAYS = ['0310', '0318'] as const;
export const PEOPLE = ['alice', 'bob', 'carol'] as const;

const ALARM = 'BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Olivia\r\nTRIGGER:-PT10M\r\nEND:VALARM';

const invitations = fc.record(
  {
    alice: fc.constantFrom('SERVER', 'SERVER', 'SERVER', 'CLIENT', 'NONE'),
    bob: fc.constantFrom('SERVER', 'SERVER', 'NONE'),
    carol: fc.constant('SERVER'),
  },
  { requiredKeys: [] },
);
const content = fc.record({
  summary: fc.constantFrom('Planning', 'Strategy'),
  hour: fc.constantFrom('10', '10', '10', '14'),
  invited: invitations,
  status: fc.constantFrom('', '', '', 'CANCELLED'),
});
/** How DTSTART is written; every other time follows it, an EXDATE perhaps as a DATE. */
const FORMS = ['zoned', 'zoned', 'zoned', 'utc', 'floating', 'all-day'] as const;
/**
 * A weekly series of six with overrides, EXDATE and RDATE, or a single event; each component with its own Attendees and
 * agents.
 */
export const meeting = fc.record({
  form: fc.constantFrom(...FORMS),
  exdateDays: fc.boolean(),
  alarm: fc.boolean(),
  master: fc.record({
    summary: fc.constantFrom('Planning', 'Strategy'),
    hour: fc.constantFrom('10', '10', '11'),
    invited: invitations,
    status: fc.constantFrom('', '', '', '', 'CANCELLED'),
  }),
  rule: fc.constantFrom('RRULE:FREQ=WEEKLY;COUNT=6', 'RRULE:FREQ=WEEKLY;COUNT=6', 'RRULE:FREQ=WEEKLY;COUNT=4', ''),
  overrides: fc.dictionary(fc.constantFrom(...DAYS, ...EXTRA_DAYS), content, { maxKeys: 3 }),
  exdates: fc.uniqueArray(fc.constantFrom(...DAYS), { maxLength: 2 }),
  rdates: fc.uniqueArray(fc.constantFrom(...EXTRA_DAYS), { maxLength: 2 }),
});
type Meeting = typeof meeting extends fc.Arbitrary<infer Value> ? Value : never;

export function text({ form, exdateDays, alarm, master, rule, overrides, exdates, rdates }: Meeting): string {
  const at = (day: string, hour: string = master.hour, as: Meeting['form'] = form) => {
    if (as === 'all-day') return `;VALUE=DATE:2027${day}`;
    const local = `2027${day}T${hour}0000`;
    return as === 'zoned' ? `;TZID=Europe/Berlin:${local}` : `:${local}${as === 'utc' ? 'Z' : ''}`;
  };
  const length = form === 'all-day' ? 'DURATION:P1D' : 'DURATION:PT1H';
  const lines = (part: {
    readonly summary: string;
    readonly status: string;
    readonly invited: Meeting['master']['invited'];
  }) => [
    `SUMMARY:${part.summary}`,
    ...(part.status === '' ? [] : [`STATUS:${part.status}`]),
    ...Object.entries(part.invited).map(([name, agent]) =>
      attendee(name, agent === 'SERVER' ? '' : `SCHEDULE-AGENT=${agent}`),
    ),
  ];
  const standing = Object.entries(overrides).filter(
    ([day]) => rule !== '' || rdates.includes(day as (typeof EXTRA_DAYS)[number]) || day === '0308',
  );
  return calendar(
    vevent(
      `DTSTART${at('0308')}`,
      length,
      ...(rule === '' ? [] : [rule]),
      ...exdates.map((day) => `EXDATE${at(day, master.hour, exdateDays ? 'all-day' : form)}`),
      ...rdates.map((day) => `RDATE${at(day)}`),
      ...lines(master),
      ...(alarm ? [ALARM] : []),
    ),
    ...standing.map(([day, part]) =>
      vevent(`RECURRENCE-ID${at(day)}`, `DTSTART${at(day, part.hour)}`, length, ...lines(part)),
    ),
  );
}

export function change(
  original: string | Component | undefined,
  modified: string | Component | undefined,
  day = 1,
): SchedulingPlan {
  const planned = planScheduling({ original, modified, owner: OLIVIA, now: new Date(Date.UTC(2027, 0, day)) });
  for (const message of planned.messages) requireValidMessage(message);
  return planned;
}

export function receive(
  copy: Component | undefined,
  messages: readonly SchedulingMessage[],
  name: string,
): Component | undefined {
  const address = normalizeAddress(mail(name));
  let current = copy;
  for (const message of messages) {
    if (!message.recipients.includes(address)) continue;
    const result = applyItipMessage({
      copy: current,
      message: message.calendar(),
      recipient: { addresses: [address] },
      sender: message.sender,
    });
    if (result.kind === 'refused') throw new Error(result.reason);
    if (result.kind === 'stored') current = result.calendar;
  }
  return current;
}

/** Every instance that can stand in one of these meetings. */
function universe(...objects: readonly (SchedulingObject | undefined)[]): readonly string[] {
  const keys = new Set<string>();
  for (const object of objects) {
    for (const key of object?.overrides.keys() ?? []) keys.add(key);
    for (const key of object?.recurrenceSet?.first(20) ?? []) keys.add(key);
  }
  return [...keys];
}

/** The instances that an object shows to an Attendee whom the server serves. */
function shows(object: SchedulingObject | undefined, key: string, name: string) {
  const component = effectiveComponent(object, key);
  return component?.attendees.get(normalizeAddress(mail(name)))?.agent === 'SERVER' ? component : undefined;
}

export function expectSameView(copy: Component | undefined, truth: SchedulingObject | undefined, name: string): void {
  const seen = copy && readSchedulingObject(copy);
  for (const key of universe(seen, truth)) {
    const has = shows(seen, key, name);
    const shall = shows(truth, key, name);
    expect(`${name} ${key} ${has !== undefined}`).toBe(`${name} ${key} ${shall !== undefined}`);
    if (has && shall && seen && truth) expect(viewDifferences(has, seen.zones, shall, truth.zones)).toEqual([]);
  }
}

/** Alice's copy as she might save it: an answer to everything, an instance declined by EXDATE, an alarm of her own. */
export function answered(copy: Component, partstat: string, exdate: boolean): string {
  const own = ALARM.replace('Olivia', 'Alice');
  const text = serializeCalendarData(copy).replaceAll('\r\n ', '');
  const replied = text.replace(/^ATTENDEE(.*:mailto:alice@)/gm, (line, rest: string) =>
    line.includes('PARTSTAT=')
      ? line.replace(/PARTSTAT=[^;:]+/, `PARTSTAT=${partstat}`)
      : `ATTENDEE;PARTSTAT=${partstat}${rest}`,
  );
  const alarmed = replied.replaceAll('END:VEVENT', `${own}\r\nEND:VEVENT`);
  const master = readSchedulingObject(copy).master?.component;
  const start = master && getProperty(master, 'DTSTART');
  if (!exdate || !start || !getProperty(master, 'RRULE')) return alarmed;
  const line = contentLine(start);
  return alarmed.replace(`${line}\r\n`, `${line}\r\n${line.replace('DTSTART', 'EXDATE').replace('0308', '0322')}\r\n`);
}
