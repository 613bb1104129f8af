import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { normalizeAddress } from '../icalendar/calendarUserAddress.ts';
import { type Component, getProperty } from '../icalendar/component.ts';
import { applyItipMessage } from './inbound.ts';
import { mergeReplies } from './mergeReplies.ts';
import { planScheduling } from './plan.ts';
import { effectiveComponent, readSchedulingObject } from './schedulingObject.ts';
import {
  answered,
  change,
  expectSameView,
  kind,
  meeting,
  PEOPLE,
  receive,
  text,
  threeMeetings,
  twoMeetings,
} from './testMeetings.ts';
import { mail, OLIVIA } from './testSupport.ts';
import type { SchedulingPlan } from './types.ts';

// A busy machine takes more than the usual five seconds, and a deep run more than that.
vi.setConfig({ testTimeout: 600_000 });

const RUNS = Number(process.env['CONVOKE_PROPERTY_RUNS'] ?? 300);

test('applying the messages to each old copy gives the view that the new object defines, in either order', () => {
  fc.assert(
    fc.property(kind, twoMeetings, (component, [one, other]) => {
      const created = change(undefined, text(one, component));
      const changed = change(created.stored, text(other, component), 2);
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
    fc.property(kind, meeting, (component, one) => {
      const created = change(undefined, text(one, component));
      const removed = change(created.stored, undefined, 2);
      for (const name of PEOPLE)
        expectSameView(receive(receive(undefined, created.messages, name), removed.messages, name), undefined, name);
    }),
    { numRuns: RUNS },
  );
});

test('planning again from the stored result sends nothing', () => {
  fc.assert(
    fc.property(kind, twoMeetings, (component, [one, other]) => {
      const { stored } = change(change(undefined, text(one, component)).stored, text(other, component), 2);
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
    fc.property(kind, twoMeetings, (component, [one, other]) => {
      const planned = change(change(undefined, text(one, component)).stored, text(other, component), 2);
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
    fc.property(kind, threeMeetings, (component, [one, two, three]) => {
      const first = change(undefined, text(one, component));
      const second = change(first.stored, text(two, component), 2);
      const third = change(second.stored, text(three, component), 3);
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
    fc.property(kind, twoMeetings, (component, [one, other]) => {
      const { stored } = change(undefined, text(one, component));
      const reversed = (data: string) => {
        const lines = data.split('\r\n');
        const blocks = lines.join('\r\n').split(`END:${component}`);
        return blocks
          .map((block) => {
            const own = block.split('\r\n');
            const attendees = own.filter((line) => line.startsWith('ATTENDEE')).reverse();
            return own.map((line) => (line.startsWith('ATTENDEE') ? (attendees.shift() ?? line) : line)).join('\r\n');
          })
          .join(`END:${component}`);
      };
      const summary = (planned: SchedulingPlan) =>
        planned.messages
          .flatMap(({ method, recipients, keys, exdates }) =>
            recipients.map((recipient) => `${method} ${recipient} ${keys} ${exdates}`),
          )
          .sort();
      expect(summary(change(stored, reversed(text(other, component)), 2))).toEqual(
        summary(change(stored, text(other, component), 2)),
      );
    }),
    { numRuns: RUNS },
  );
});

test('three saves in a row give each Attendee what the last one defines', () => {
  fc.assert(
    fc.property(kind, threeMeetings, (component, [one, two, three]) => {
      const first = change(undefined, text(one, component));
      const second = change(first.stored, text(two, component), 2);
      const third = change(second.stored, text(three, component), 3);
      const truth = third.stored && readSchedulingObject(third.stored);
      for (const name of PEOPLE) {
        const messages = [first, second, third].flatMap((planned) => planned.messages);
        expectSameView(receive(undefined, messages, name), truth, name);
      }
    }),
    { numRuns: RUNS },
  );
});

test("an Attendee's answers reach the Organizer, and the next save gives her what it defines and leaves her alarm", () => {
  fc.assert(
    fc.property(
      kind,
      twoMeetings,
      fc.constantFrom('ACCEPTED', 'TENTATIVE', 'DECLINED'),
      fc.boolean(),
      (component, [one, other], partstat, exdate) => {
        const created = change(undefined, text(one, component));
        const invited = receive(undefined, created.messages, 'alice');
        if (!invited || !created.stored) return;
        const alice = { addresses: [mail('alice')] };
        const own = planScheduling({
          original: invited,
          modified: answered(invited, partstat, exdate),
          owner: alice,
          now: new Date(Date.UTC(2027, 0, 2)),
        });
        expect(own.violations).toEqual([]);
        const [reply] = own.messages;
        const result = reply && organizerReceives(created.stored, reply.calendar());
        const replied = result ?? created.stored;
        if (result && own.stored) expectSameAnswers(own.stored, result);
        const merged = mergeReplies({
          base: created.stored,
          stored: replied,
          client: readSchedulingObject(text(other, component)).calendar,
        });
        const changed = change(replied, merged, 3);
        expect(changed.violations).toEqual([]);
        const copy = receive(own.stored, changed.messages, 'alice');
        const truth = changed.stored && readSchedulingObject(changed.stored);
        if (!exdate) expectSameView(copy, truth, 'alice');
        const hadMaster = own.stored && readSchedulingObject(own.stored).master;
        const kept = copy && readSchedulingObject(copy).master?.component;
        if (kept && hadMaster)
          expect(
            kept.components
              .filter(({ name }) => name === 'VALARM')
              .map((alarm) => getProperty(alarm, 'DESCRIPTION')?.value),
          ).toEqual(['Alice']);
      },
    ),
    { numRuns: RUNS },
  );
});

function organizerReceives(copy: Component, message: Component): Component {
  const result = applyItipMessage({
    copy,
    message,
    recipient: OLIVIA,
    sender: normalizeAddress(mail('alice')),
  });
  if (result.kind !== 'stored') throw new Error(`${result.kind}: ${result.reason}`);
  return result.calendar;
}

/** What Alice answered stands in Olivia's object, at every instance that Alice's copy shows. */
function expectSameAnswers(copy: Component, organizerObject: Component): void {
  const theirs = readSchedulingObject(copy);
  const truth = readSchedulingObject(organizerObject);
  const address = normalizeAddress(mail('alice'));
  for (const key of [...(theirs.recurrenceSet?.first(20) ?? []), ...theirs.overrides.keys()]) {
    const seen = effectiveComponent(theirs, key)?.attendees.get(address);
    if (seen)
      expect(`${key} ${effectiveComponent(truth, key)?.attendees.get(address)?.partstat}`).toBe(
        `${key} ${seen.partstat}`,
      );
  }
}
