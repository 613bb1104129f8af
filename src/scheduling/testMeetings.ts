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

const ROLES = [
  '',
  '',
  '',
  '',
  'ROLE=OPT-PARTICIPANT',
  'CUTYPE=ROOM',
  'CN=Somebody',
  `DELEGATED-FROM="${mail('carol')}"`,
];

const invitations = fc.record(
  {
    alice: fc.constantFrom('', '', '', 'CLIENT', 'NONE'),
    bob: fc.constantFrom('', '', 'SERVER', 'NONE', 'X-ROBOT'),
    carol: fc.constant(''),
  },
  { requiredKeys: [] },
);
/** What the master and an override say alike. */
const SAID = {
  summary: fc.constantFrom('Planning', 'Strategy'),
  place: fc.constantFrom('', '', '', 'LOCATION:Room 5', 'X-NOTE:private', 'TRANSP:TRANSPARENT'),
  length: fc.constantFrom('PT1H', 'PT1H', 'PT1H', 'PT2H', 'end'),
  invited: invitations,
  role: fc.constantFrom(...ROLES),
};
const content = fc.record({
  ...SAID,
  hour: fc.constantFrom('10', '10', '10', '14'),
  status: fc.constantFrom('', '', '', 'CANCELLED'),
});
/** How DTSTART is written; every other time follows it, an EXDATE perhaps as a DATE. */
const FORMS = [
  'Europe/Berlin',
  'Europe/Berlin',
  'Europe/Berlin',
  'America/New_York',
  'utc',
  'floating',
  'all-day',
] as const;
const RULES = [
  ...['FREQ=WEEKLY;COUNT=6', 'FREQ=WEEKLY;COUNT=6', 'FREQ=WEEKLY;COUNT=6', 'FREQ=WEEKLY;COUNT=4', 'FREQ=WEEKLY'],
  ...['FREQ=WEEKLY;INTERVAL=2;COUNT=3', 'FREQ=WEEKLY;BYDAY=MO,WE;COUNT=8', 'FREQ=DAILY;COUNT=15', '', ''],
];
export const kind = fc.constantFrom('VEVENT', 'VEVENT', 'VEVENT', 'VTODO');
/**
 * A series with overrides, EXDATE and RDATE, a single event, or instances without their series; each component with its own Attendees
 * and agents.
 */
export const meeting = fc.record({
  form: fc.constantFrom(...FORMS),
  exdateDays: fc.boolean(),
  alarm: fc.boolean(),
  detached: fc.constantFrom(false, false, false, false, false, true),
  periods: fc.constantFrom(false, false, true),
  master: fc.record({
    ...SAID,
    hour: fc.constantFrom('10', '10', '11'),
    status: fc.constantFrom('', '', '', '', 'CANCELLED'),
  }),
  rule: fc.constantFrom(...RULES),
  overrides: fc.dictionary(fc.constantFrom(...DAYS, ...EXTRA_DAYS), content, { maxKeys: 3 }),
  exdates: fc.uniqueArray(fc.constantFrom(...DAYS), { maxLength: 2 }),
  rdates: fc.uniqueArray(fc.constantFrom(...EXTRA_DAYS), { maxLength: 2 }),
});
export type Meeting = typeof meeting extends fc.Arbitrary<infer Value> ? Value : never;
type Part = Omit<Meeting['master'], 'hour'> & { readonly hour: string };

const MATTERS = [
  ...([
    'form',
    'exdateDays',
    'alarm',
    'detached',
    'periods',
    'rule',
    'overrides',
    'exdates',
    'rdates',
    'rdates',
  ] as const),
  ...(['summary', 'place', 'length', 'invited', 'role', 'hour', 'status'] as const),
  ...(['one override', 'one override', 'one override', 'rdates with overrides'] as const),
];
const step = fc.record({
  to: meeting,
  matters: fc.oneof(
    fc.constant(undefined),
    ...[1, 1, 2].map((most) => fc.subarray(MATTERS, { minLength: 1, maxLength: most })),
  ),
});

/** Meetings as they follow one another: each differs from the one before in everything, or in one or two matters alone. */
export const twoMeetings = fc.tuple(meeting, step).map(([one, next]) => [one, follow(one, next)] as const);
export const threeMeetings = fc
  .tuple(twoMeetings, step)
  .map(([[one, two], next]) => [one, two, follow(two, next)] as const);

function follow(one: Meeting, { to, matters }: typeof step extends fc.Arbitrary<infer Value> ? Value : never): Meeting {
  if (!matters) return to;
  const next = { ...one, master: { ...one.master }, overrides: { ...one.overrides } };
  for (const matter of matters) {
    if (matter === 'one override')
      Object.assign(next.overrides, Object.fromEntries(Object.entries(to.overrides).slice(0, 1)));
    else if (matter === 'rdates with overrides') {
      const onNewDates = Object.entries(to.overrides).filter(([day]) => to.rdates.some((each) => each === day));
      Object.assign(next, { rdates: to.rdates, overrides: { ...next.overrides, ...Object.fromEntries(onNewDates) } });
    } else if (matter in next.master)
      Object.assign(next.master, { [matter]: to.master[matter as keyof Meeting['master']] });
    else Object.assign(next, { [matter]: to[matter as keyof Meeting] });
  }
  return next;
}

/** The object as a client writes it; `component` is VEVENT or VTODO. */
export function text(meeting: Meeting, component: string): string {
  const { form, exdateDays, alarm, detached, periods, master, rule, exdates, rdates } = meeting;
  const at = (day: string, hour: string = master.hour, as: Meeting['form'] = form) => {
    if (as === 'all-day') return `;VALUE=DATE:2027${day}`;
    const local = `2027${day}T${hour}0000`;
    if (as === 'utc' || as === 'floating') return `:${local}${as === 'utc' ? 'Z' : ''}`;
    return `;TZID=${as}:${local}`;
  };
  const end = (day: string, { hour, length }: Part) => {
    if (form === 'all-day') return 'DURATION:P1D';
    if (length !== 'end') return `DURATION:${length}`;
    return `${component === 'VTODO' ? 'DUE' : 'DTEND'}${at(day, String(Number(hour) + 1))}`;
  };
  const rdate = (day: string) =>
    periods && form !== 'all-day' ? `RDATE;VALUE=PERIOD${at(day)}/PT3H` : `RDATE${at(day)}`;
  const own = overridesOf(meeting);
  const event = vevent(
    `DTSTART${at('0308')}`,
    end('0308', master),
    ...(rule === '' ? [] : [`RRULE:${rule}`]),
    ...exdates.map((day) => `EXDATE${at(day, master.hour, exdateDays ? 'all-day' : form)}`),
    ...rdates.map(rdate),
    ...lines(master),
    ...(alarm ? [ALARM] : []),
  );
  const standing = own.map(([day, part]) =>
    vevent(`RECURRENCE-ID${at(day)}`, `DTSTART${at(day, part.hour)}`, end(day, part), ...lines(part)),
  );
  return calendar(...(detached && own.length > 0 ? [] : [event]), ...standing).replaceAll('VEVENT', component);
}

/** Those whose instance is there, in a series that is. */
function overridesOf({ detached, rule, overrides, rdates }: Meeting): readonly (readonly [string, Part])[] {
  return Object.entries(overrides).filter(
    ([day]) => detached || rule !== '' || rdates.some((each) => each === day) || day === '0308',
  );
}

function lines({ summary, place, status, invited, role }: Part): readonly string[] {
  return [
    `SUMMARY:${summary}`,
    ...(place === '' ? [] : [place]),
    ...(status === '' ? [] : [`STATUS:${status}`]),
    ...Object.entries(invited).map(([name, agent]) =>
      attendee(name, [agent && `SCHEDULE-AGENT=${agent}`, name === 'bob' && role].filter(Boolean).join(';')),
    ),
  ];
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
  const alarmed = replied.replace(/END:V(EVENT|TODO)/g, (line) => `${own}\r\n${line}`);
  const master = readSchedulingObject(copy).master?.component;
  const start = master && getProperty(master, 'DTSTART');
  if (!exdate || !start || !getProperty(master, 'RRULE')) return alarmed;
  const line = contentLine(start);
  return alarmed.replace(`${line}\r\n`, `${line}\r\n${line.replace('DTSTART', 'EXDATE').replace('0308', '0322')}\r\n`);
}
