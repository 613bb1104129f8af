// The validator itself: each kind of offence is found in a message that is otherwise right.
import { expect, test } from 'vitest';
import { type Component, makeProperty, withoutProperties, withValue } from '../icalendar/component.ts';
import { itipViolations } from './testItipTables.ts';
import { attendee, calendar, plan, vevent, WEEKLY } from './testSupport.ts';
import type { SchedulingMessage } from './types.ts';

const SERIES = calendar(vevent(...WEEKLY, attendee('alice')));
const [REQUEST] = plan(undefined, SERIES).messages;
const [CANCEL] = plan(SERIES, undefined).messages;
const [ADD] = plan(
  SERIES,
  calendar(vevent(...WEEKLY, attendee('alice'), 'RDATE;TZID=Europe/Berlin:20270318T100000')),
).messages;

/** The message with its components changed. */
function spoiled(message: SchedulingMessage | undefined, change: (component: Component) => Component) {
  if (!message) throw new Error('There is no message.');
  const calendar = message.calendar();
  const components = calendar.components.map((each) => (each.name === 'VTIMEZONE' ? each : change(each)));
  return itipViolations({ ...message, calendar: () => ({ ...calendar, components }) });
}

function twice(component: Component, name: string): Component {
  return {
    ...component,
    properties: [...component.properties, ...component.properties.filter((p) => p.name === name)],
  };
}

test.each([
  ['0', REQUEST, (c: Component) => withValue(c, 'REQUEST-STATUS', '2.0;Success'), 'REQUEST-STATUS stands 1 times'],
  ['1, missing', REQUEST, (c: Component) => withoutProperties(c, 'SUMMARY'), 'SUMMARY stands 0 times'],
  ['1, twice', REQUEST, (c: Component) => twice(c, 'UID'), 'UID stands 2 times'],
  ['0 or 1', REQUEST, (c: Component) => twice(c, 'RRULE'), 'RRULE stands 2 times'],
  ['1+', REQUEST, (c: Component) => withoutProperties(c, 'ATTENDEE'), 'ATTENDEE stands 0 times'],
  ['STATUS of a REQUEST', REQUEST, (c: Component) => withValue(c, 'STATUS', 'CANCELLED'), 'STATUS is CANCELLED'],
  ['STATUS of a CANCEL', CANCEL, (c: Component) => withValue(c, 'STATUS', 'CONFIRMED'), 'STATUS is CONFIRMED'],
  ['DTEND and DURATION', REQUEST, (c: Component) => withValue(c, 'DURATION', 'PT1H'), 'both DTEND and DURATION'],
  ['SEQUENCE of an ADD', ADD, (c: Component) => withValue(c, 'SEQUENCE', '0'), 'not greater than 0'],
  ['RRULE in an ADD', ADD, (c: Component) => withValue(c, 'RRULE', 'FREQ=DAILY'), 'RRULE stands 1 times, not 0'],
  ['a local DTSTAMP', REQUEST, (c: Component) => withValue(c, 'DTSTAMP', '20270101T000000'), 'DTSTAMP is not in UTC'],
  [
    'an alarm in a CANCEL',
    CANCEL,
    (c: Component) => ({ ...c, components: [{ name: 'VALARM', properties: [], components: [] }] }),
    'VALARM stands 1 times, not 0',
  ],
  [
    'a zone without VTIMEZONE',
    REQUEST,
    (c: Component) => withValue(c, 'DTSTART', '20270308T100000', { TZID: ['Asia/Tokyo'] }),
    'there is no VTIMEZONE Asia/Tokyo',
  ],
  [
    'a SCHEDULE-* parameter',
    REQUEST,
    (c: Component) => ({
      ...c,
      properties: [...c.properties, makeProperty('ATTENDEE', 'mailto:bob@example.com', { 'SCHEDULE-AGENT': ['NONE'] })],
    }),
    'ATTENDEE has SCHEDULE-AGENT',
  ],
])('%s is found', (_name, message, change, found) => {
  expect(spoiled(message, (component) => component)).toEqual([]);
  expect(spoiled(message, change).join('; ')).toContain(found);
});

test('another UID and another METHOD are found', () => {
  if (!REQUEST) throw new Error('There is no message.');
  const calendar = REQUEST.calendar();
  const components = [...calendar.components, withValue(calendar.components.at(-1) ?? calendar, 'UID', 'other')];
  expect(itipViolations({ ...REQUEST, calendar: () => ({ ...calendar, components }) })).toEqual(['the UIDs differ']);
  expect(itipViolations({ ...REQUEST, method: 'CANCEL' }).join()).toContain('METHOD is not CANCEL');
});
