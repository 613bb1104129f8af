import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalizeAddress } from '../icalendar/calendarUserAddress.ts';
import { type Component, getProperty } from '../icalendar/component.ts';
import { viewDifferences } from './attendeeView.ts';
import { applyItipMessage } from './inbound.ts';
import { planScheduling } from './plan.ts';
import { effectiveComponent, readSchedulingObject } from './schedulingObject.ts';
import { attendee, calendar, mail, OLIVIA, vevent } from './testSupport.ts';
import type { SchedulingMessage, SchedulingObject, SchedulingPlan } from './types.ts';

// What Olivia's meetings may look like: a weekly series of six with overrides, EXDATE and RDATE, or a single event; each
// component with its own Attendees and agents.
const DAYS = ['0308', '0315', '0322', '0329', '0405', '0412'] as const;
const EXTRA_DAYS = ['0310', '0318'] as const;
const PEOPLE = ['alice', 'bob', 'carol'] as const;
const RUNS = Number(process.env['CONVOKE_PROPERTY_RUNS'] ?? 300);

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
const meeting = fc.record({
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

function text({ master, rule, overrides, exdates, rdates }: Meeting): string {
  const at = (day: string, hour: string = master.hour) => `TZID=Europe/Berlin:2027${day}T${hour}0000`;
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
      `DTSTART;${at('0308')}`,
      'DURATION:PT1H',
      ...(rule === '' ? [] : [rule]),
      ...exdates.map((day) => `EXDATE;${at(day)}`),
      ...rdates.map((day) => `RDATE;${at(day)}`),
      ...lines(master),
    ),
    ...standing.map(([day, part]) =>
      vevent(`RECURRENCE-ID;${at(day)}`, `DTSTART;${at(day, part.hour)}`, 'DURATION:PT1H', ...lines(part)),
    ),
  );
}

function change(
  original: string | Component | undefined,
  modified: string | Component | undefined,
  day = 1,
): SchedulingPlan {
  return planScheduling({ original, modified, owner: OLIVIA, now: new Date(Date.UTC(2027, 0, day)) });
}

function receive(
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
      now: new Date(),
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

function expectSameView(copy: Component | undefined, truth: SchedulingObject | undefined, name: string): void {
  const seen = copy && readSchedulingObject(copy);
  for (const key of universe(seen, truth)) {
    const has = shows(seen, key, name);
    const shall = shows(truth, key, name);
    expect(`${name} ${key} ${has !== undefined}`).toBe(`${name} ${key} ${shall !== undefined}`);
    if (has && shall && seen && truth) expect(viewDifferences(has, seen.zones, shall, truth.zones)).toEqual([]);
  }
}

test('applying the messages to each old copy gives the view that the new object defines, in either order', () => {
  fc.assert(
    fc.property(meeting, meeting, (one, other) => {
      const created = change(undefined, text(one));
      const changed = change(created.stored, text(other), 2);
      expect(changed.violations).toEqual([]);
      const truth = changed.stored && readSchedulingObject(changed.stored);
      for (const name of PEOPLE) {
        const before = receive(undefined, created.messages, name);
        expectSameView(before, created.stored && readSchedulingObject(created.stored), name);
        expectSameView(receive(before, changed.messages, name), truth, name);
        expectSameView(receive(before, [...changed.messages].reverse(), name), truth, name);
      }
    }),
    { numRuns: RUNS },
  );
});

test('deleting the object leaves nobody with an instance', () => {
  fc.assert(
    fc.property(meeting, (one) => {
      const created = change(undefined, text(one));
      const removed = change(created.stored, undefined, 2);
      for (const name of PEOPLE)
        expectSameView(receive(receive(undefined, created.messages, name), removed.messages, name), undefined, name);
    }),
    { numRuns: RUNS },
  );
});

test('planning again from the stored result sends nothing', () => {
  fc.assert(
    fc.property(meeting, meeting, (one, other) => {
      const { stored } = change(change(undefined, text(one)).stored, text(other), 2);
      const again = change(stored, stored, 3);
      expect(again.messages).toEqual([]);
      expect(again.violations).toEqual([]);
      expect(again.stored).toEqual(stored);
    }),
    { numRuns: RUNS },
  );
});

test('the Organizer gets no message, each Attendee at most two, CANCEL first, and every component sent lists its recipient', () => {
  fc.assert(
    fc.property(meeting, meeting, (one, other) => {
      const planned = change(change(undefined, text(one)).stored, text(other), 2);
      for (const name of PEOPLE) {
        const address = normalizeAddress(mail(name));
        const received = planned.messages.filter(({ recipients }) => recipients.includes(address));
        expect(received.map(({ method }) => method)).toSatisfy((methods: string[]) =>
          /^(CANCEL,?)?(REQUEST|ADD)?$/.test(methods.join()),
        );
        for (const { component } of received.flatMap(({ components }) => components)) {
          expect(
            component.properties.some(
              (property) => property.name === 'ATTENDEE' && normalizeAddress(property.value) === address,
            ),
          ).toBe(true);
        }
      }
      expect(planned.messages.flatMap(({ recipients }) => recipients)).not.toContain(OLIVIA.addresses[0]);
    }),
    { numRuns: RUNS },
  );
});

test('the SEQUENCE of a message never falls, and a REQUEST exceeds the CANCEL of the same save', () => {
  fc.assert(
    fc.property(meeting, meeting, meeting, (one, two, three) => {
      const first = change(undefined, text(one));
      const second = change(first.stored, text(two), 2);
      const third = change(second.stored, text(three), 3);
      for (const name of PEOPLE) {
        const address = normalizeAddress(mail(name));
        const last = new Map<string, number>();
        for (const { messages } of [first, second, third]) {
          let cancelled = -1;
          for (const message of messages.filter(({ recipients }) => recipients.includes(address))) {
            for (const { key, component } of message.components) {
              const sequence = Number(getProperty(component, 'SEQUENCE')?.value);
              expect(sequence).toBeGreaterThanOrEqual(last.get(key) ?? 0);
              last.set(key, sequence);
              if (message.method === 'CANCEL') cancelled = Math.max(cancelled, sequence);
              else expect(sequence).toBeGreaterThan(cancelled);
            }
          }
        }
      }
    }),
    { numRuns: RUNS },
  );
});

test('the order of Attendees does not matter', () => {
  fc.assert(
    fc.property(meeting, meeting, (one, other) => {
      const { stored } = change(undefined, text(one));
      const reversed = (data: string) => {
        const lines = data.split('\r\n');
        const blocks = lines.join('\r\n').split('END:VEVENT');
        return blocks
          .map((block) => {
            const own = block.split('\r\n');
            const attendees = own.filter((line) => line.startsWith('ATTENDEE')).reverse();
            return own.map((line) => (line.startsWith('ATTENDEE') ? (attendees.shift() ?? line) : line)).join('\r\n');
          })
          .join('END:VEVENT');
      };
      const summary = (planned: SchedulingPlan) =>
        planned.messages
          .flatMap(({ method, recipients, keys, exdates }) =>
            recipients.map((recipient) => `${method} ${recipient} ${keys} ${exdates}`),
          )
          .sort();
      expect(summary(change(stored, reversed(text(other)), 2))).toEqual(summary(change(stored, text(other), 2)));
    }),
    { numRuns: RUNS },
  );
});
