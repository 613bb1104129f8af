import { describe, expect, it } from 'vitest';
import type { CalendarObject } from '../../queries/calendarObjects.ts';
import { type CalendarEvent, type EventContext, eventsBetween } from './calendarEvents.ts';

const MARCH = { fromUtc: '20270228T230000Z', toUtc: '20270331T220000Z' };
const OLIVIA: EventContext = {
  hue: 1,
  isReadOnly: false,
  addresses: ['mailto:olivia@convoke.example'],
  timeZone: 'Europe/Berlin',
};

function object(url: string, ...lines: readonly string[]): CalendarObject {
  const data = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//T//T//EN', ...lines, 'END:VCALENDAR', ''].join('\r\n');
  return { url, etag: undefined, scheduleTag: undefined, data };
}

function event(...lines: readonly string[]): readonly string[] {
  return ['BEGIN:VEVENT', 'UID:1', 'DTSTAMP:20270101T000000Z', ...lines, 'END:VEVENT'];
}

function only(lines: readonly string[], context: EventContext = OLIVIA): CalendarEvent {
  const { events } = eventsBetween([object('/a.ics', ...lines)], MARCH, context);
  expect(events).toHaveLength(1);
  return events[0] as CalendarEvent;
}

const AT_TEN = ['DTSTART:20270308T090000Z', 'DTEND:20270308T100000Z'];
const FROM_BOB = ['ORGANIZER:mailto:bob@convoke.example'];

describe('the events of a grid', () => {
  it('carry title, place and instants', () => {
    expect(only(event('SUMMARY: Planning\\, weekly', 'LOCATION:Room 1', ...AT_TEN))).toMatchObject({
      url: '/a.ics',
      instance: undefined,
      title: 'Planning, weekly',
      location: 'Room 1',
      isAllDay: false,
      start: '2027-03-08T09:00:00Z',
      end: '2027-03-08T10:00:00Z',
      state: 'confirmed',
      guests: [],
      isMovable: true,
    });
  });

  it('are dates when they last all day', () => {
    const allDay = only(event('DTSTART;VALUE=DATE:20270308', 'DTEND;VALUE=DATE:20270310'));
    expect(allDay).toMatchObject({ isAllDay: true, start: '2027-03-08', end: '2027-03-10', title: '' });
  });

  it('are one for each instance in the range, with its key', () => {
    const weekly = object('/w.ics', ...event(...AT_TEN, 'RRULE:FREQ=WEEKLY;COUNT=3', 'EXDATE:20270315T090000Z'));
    const { events } = eventsBetween([weekly], MARCH, OLIVIA);
    expect(events.map(({ instance, start }) => [instance, start])).toEqual([
      ['20270308T090000Z', '2027-03-08T09:00:00Z'],
      ['20270322T090000Z', '2027-03-22T09:00:00Z'],
    ]);
    expect(new Set(events.map(({ id }) => id)).size).toBe(2);
  });

  it.each([
    ['ACCEPTED', 'confirmed'],
    ['TENTATIVE', 'tentative'],
    ['DECLINED', 'declined'],
    ['NEEDS-ACTION', 'unanswered'],
  ])('say that an invitation is %s as %s', (partstat, state) => {
    const mine = `ATTENDEE;PARTSTAT=${partstat}:MAILTO:Olivia@convoke.example`;
    expect(only(event(...AT_TEN, ...FROM_BOB, mine))).toMatchObject({ state, isMovable: false, guests: [] });
  });

  it('are cancelled or tentative by their own STATUS', () => {
    expect(only(event(...AT_TEN, 'STATUS:CANCELLED')).state).toBe('cancelled');
    expect(only(event(...AT_TEN, 'STATUS:TENTATIVE')).state).toBe('tentative');
  });

  it('name the other people', () => {
    const people = ['olivia', 'alice'].map((name) => `ATTENDEE;CN=${name}:mailto:${name}@convoke.example`);
    const mine = event(
      ...AT_TEN,
      'ORGANIZER:mailto:olivia@convoke.example',
      ...people,
      'ATTENDEE:mailto:bob@b.example',
    );
    expect(only(mine).guests).toEqual(['alice', 'bob@b.example']);
  });

  it('cannot be moved in a read-only calendar', () => {
    expect(only(event(...AT_TEN), { ...OLIVIA, isReadOnly: true }).isMovable).toBe(false);
  });

  it('leave out an object that cannot be read, and name its line', () => {
    const broken = { ...object('/broken.ics'), data: 'BEGIN:VCALENDAR\r\nno colon here\r\nEND:VCALENDAR\r\n' };
    const { events, unreadable } = eventsBetween([broken, object('/a.ics', ...event(...AT_TEN))], MARCH, OLIVIA);
    expect(events).toHaveLength(1);
    expect(unreadable).toEqual([{ url: '/broken.ics', line: 2, title: '', message: '“no colon here” has no colon.' }]);
  });

  it.each([
    ['a line without a colon', [...AT_TEN, 'no colon'], 17, '“no colon” has no colon.'],
    ['no readable DTSTART', ['DTSTART:soon'], 15, 'DTSTART: “soon” is no date or time.'],
    ['no DTSTART', [], 11, 'The VEVENT has no DTSTART.'],
    ['a bad RRULE', [...AT_TEN, 'RRULE:FREQ=OFTEN'], 17, /no rule: FREQ is missing or unknown/],
  ])('show the rest of an object with %s in one event, and let nobody move it', (_what, lines, line, message) => {
    const series = event(...AT_TEN, 'RRULE:FREQ=WEEKLY;COUNT=2');
    const [begin = '', ...rest] = event('SUMMARY:Other', ...lines);
    const damaged = object('/d.ics', ...series, begin, ...rest);
    const { events, unreadable } = eventsBetween([damaged], MARCH, OLIVIA);
    expect(events.map(({ start, isMovable }) => [start, isMovable])).toEqual([
      ['2027-03-08T09:00:00Z', false],
      ['2027-03-15T09:00:00Z', false],
    ]);
    expect(unreadable).toEqual([{ url: '/d.ics', line, title: 'Other', message: expect.stringMatching(message) }]);
  });

  it('leave out the instance whose own component is damaged: the series does not say what happens then', () => {
    const series = event(...AT_TEN, 'RRULE:FREQ=WEEKLY;COUNT=3');
    const moved = event('RECURRENCE-ID;TZID=Europe/Berlin:20270315T100000', 'SUMMARY:Moved', 'DTSTART:soon');
    const { events, unreadable } = eventsBetween([object('/s.ics', ...series, ...moved)], MARCH, OLIVIA);
    expect(events.map(({ start }) => start)).toEqual(['2027-03-08T09:00:00Z', '2027-03-22T09:00:00Z']);
    expect(unreadable.map(({ title, line }) => [title, line])).toEqual([['Moved', 16]]);
  });

  it('of several calendars in one object are all shown, each by an id of its own', () => {
    const [first, second] = ['1', '2'].map((uid) =>
      object('/two.ics', 'BEGIN:VEVENT', `UID:${uid}`, ...AT_TEN, 'END:VEVENT'),
    );
    const two = { ...object('/two.ics'), data: `${first?.data}${second?.data}` };
    const { events, unreadable } = eventsBetween([two], MARCH, OLIVIA);
    expect(new Set(events.map(({ id }) => id)).size).toBe(2);
    expect(unreadable).toEqual([
      { url: '/two.ics', line: 10, title: '', message: 'There is more than one VCALENDAR.' },
    ]);
  });

  it('name an object whose rule has no end of work in it, without a line', () => {
    const endless = object('/e.ics', ...event(...AT_TEN, 'RRULE:FREQ=SECONDLY'));
    const { unreadable } = eventsBetween([endless, object('/a.ics', ...event(...AT_TEN))], MARCH, OLIVIA);
    expect(unreadable).toEqual([
      { url: '/e.ics', line: undefined, title: '', message: expect.stringContaining('more than 20000 instances') },
    ]);
  });

  it('leave out to-dos', () => {
    const todo = object(
      '/t.ics',
      'BEGIN:VTODO',
      'UID:2',
      'DTSTAMP:20270101T000000Z',
      'DUE:20270308T090000Z',
      'END:VTODO',
    );
    expect(eventsBetween([todo], MARCH, OLIVIA)).toEqual({ events: [], unreadable: [] });
  });
});
