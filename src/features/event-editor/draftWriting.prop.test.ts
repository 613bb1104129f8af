import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCalendarData, serializeCalendarData } from '../../icalendar/calendarData.ts';
import type { Component } from '../../icalendar/component.ts';
import { recurrenceSet } from '../../icalendar/recurrence.ts';
import { timeZonesOf } from '../../icalendar/timeZone.ts';
import type { EventDraft } from './draft.ts';
import { mainComponent, readDraft } from './draftReading.ts';
import { withStart } from './draftTimes.ts';
import { applyDraft } from './draftWriting.ts';
import { addSeconds } from './localTime.ts';
import { newAttendee } from './newDraft.ts';
import { calendarOf, eventLines, linesOf, OLIVIA, overrideLines } from './testCalendars.ts';

/** Unknown properties and parameters, of several shapes. */
const UNKNOWN = fc.subarray(
  [
    'X-A;X-P="q;r",s:v\\,w',
    'X-APPLE-TRAVEL-ADVISORY-BEHAVIOR:AUTOMATIC',
    'IANA-TOKEN;A=b:c',
    'ATTACH;FMTTYPE=text/plain:https://files.example/a',
    'COMMENT:kept',
  ],
  { minLength: 1 },
);
const RULE = fc.constantFrom(
  'FREQ=DAILY;COUNT=30',
  'FREQ=WEEKLY;BYDAY=MO,WE,FR;COUNT=20',
  'FREQ=WEEKLY;INTERVAL=2;WKST=SU;UNTIL=20270630T215959Z',
  'FREQ=MONTHLY;BYDAY=2MO;COUNT=12',
  'FREQ=MONTHLY;BYMONTHDAY=8;COUNT=12',
  'FREQ=YEARLY;COUNT=5',
);
const LINE = fc.constantFrom('TZID=Europe/Berlin:', 'TZID=America/New_York:', 'VALUE=DATE:', 'VALUE=DATE-TIME:');

/** A series from Monday 8 March 2027 with its instance number `moved` at another time and number `left` left out. */
const SERIES = fc
  .record({
    rule: RULE,
    line: LINE,
    unknown: UNKNOWN,
    left: fc.integer({ min: 1, max: 3 }),
    moved: fc.integer({ min: 4, max: 4 }),
  })
  .map(({ rule, line, unknown, left, moved }) => {
    const isDate = line.startsWith('VALUE=DATE:');
    const text = isDate
      ? rule.replace(/UNTIL=(\d{8})\w+/, 'UNTIL=$1')
      : line.startsWith('TZID')
        ? rule
        : rule.replace(/(UNTIL=\w+)Z/, '$1');
    const plain = calendarOf(eventLines(`DTSTART;${line}20270308${isDate ? '' : 'T100000'}`, `RRULE:${text}`));
    const keys = recurrenceSet(mainComponent(plain), timeZonesOf(plain)).first(5);
    const local = (index: number) => {
      const key = keys[index] ?? '';
      const zone = /TZID=([^:]+):/.exec(line)?.[1];
      return zone === undefined ? key : timeZonesOf(plain).toLocal(zone, key);
    };
    return calendarOf(
      eventLines(
        `DTSTART;${line}20270308${isDate ? '' : 'T100000'}`,
        isDate ? 'DURATION:P1D' : 'DURATION:PT1H',
        `RRULE:${text}`,
        `EXDATE;${line}${local(left)}`,
        'SUMMARY:One',
        ...unknown,
      ),
      eventLines(
        `RECURRENCE-ID;${line}${local(moved)}`,
        `DTSTART;${line}${local(moved)}`,
        isDate ? 'DURATION:P1D' : 'DURATION:PT1H',
        'SUMMARY:Two',
        ...unknown,
      ),
    );
  });

const EDIT = fc.constantFrom<(draft: EventDraft) => EventDraft>(
  (draft) => ({ ...draft, title: 'Three' }),
  (draft) => ({ ...draft, location: 'Room', description: 'Text', webPage: 'https://a.example' }),
  (draft) => ({
    ...draft,
    attendees: [...draft.attendees, newAttendee('mailto:dan@convoke.example', 'Dan "D", Dietz')],
  }),
  (draft) => ({ ...draft, alarms: [{ position: undefined, action: 'DISPLAY', minutesBefore: 10, trigger: '' }] }),
  (draft) => ({ ...draft, visibility: 'PRIVATE', transparency: 'TRANSPARENT', status: 'TENTATIVE' }),
  (draft) => withStart(draft, { ...draft.start, local: addSeconds(draft.start.local, 86_400) }),
  (draft) => ({ ...draft, recurrence: { kind: 'none' } }),
);

describe('writing a draft back', () => {
  it('keeps the object when nothing was edited', () => {
    fc.assert(
      fc.property(SERIES, (calendar) => {
        const draft = JSON.parse(JSON.stringify(readDraft(calendar, 'all'))) as EventDraft;
        expect(applyDraft(calendar, draft, 'all', OLIVIA).calendar).toBe(calendar);
        const [key = ''] = recurrenceSet(mainComponent(calendar), timeZonesOf(calendar)).first(1);
        expect(applyDraft(calendar, readDraft(calendar, key), key, OLIVIA).calendar).toBe(calendar);
      }),
    );
  });

  it('keeps unknown properties and parameters through every edit', () => {
    fc.assert(
      fc.property(SERIES, EDIT, (calendar, edit) => {
        const { calendar: edited } = applyDraft(calendar, edit(readDraft(calendar, 'all')), 'all', OLIVIA);
        const unknown = linesOf(calendar).filter((line) => /^(X-|IANA-TOKEN|ATTACH|COMMENT)/.test(line));
        expect(linesOf(edited)).toEqual(expect.arrayContaining([...new Set(unknown)]));
      }),
    );
  });

  it('writes what the draft says: reading it again gives the draft', () => {
    fc.assert(
      fc.property(SERIES, EDIT, (calendar, edit) => {
        const draft = edit(readDraft(calendar, 'all'));
        const { calendar: edited, unmapped } = applyDraft(calendar, draft, 'all', OLIVIA);
        fc.pre(unmapped.length === 0);
        const again = readDraft(parseCalendarData(serializeCalendarData(edited)), 'all');
        expect({
          ...again,
          alarms: again.alarms.map(({ minutesBefore }) => minutesBefore),
          attendees: names(again),
        }).toEqual({
          ...draft,
          alarms: draft.alarms.map(({ minutesBefore }) => minutesBefore),
          attendees: draft.attendees.length > 0 ? ['Olivia Organizer', ...names(draft)] : [],
        });
      }),
    );
  });

  it('maps the instances of a moved series one to one', () => {
    const hours = fc.integer({ min: -9, max: 13 });
    const days = fc.integer({ min: 0, max: 6 });
    fc.assert(
      fc.property(SERIES, days, hours, (calendar, dayShift, hourShift) => {
        const before = readDraft(calendar, 'all');
        // A series that only begins on another of its own days loses what was before: that is not a move.
        fc.pre(
          !(
            before.recurrence.kind === 'rule' &&
            before.recurrence.weekdays.length > 1 &&
            (dayShift === 2 || dayShift === 4)
          ),
        );
        const shift = dayShift * 86_400 + (before.start.form === 'date' ? 0 : hourShift * 3600);
        const draft = withStart(before, { ...before.start, local: addSeconds(before.start.local, shift) });
        const { calendar: moved, unmapped } = applyDraft(calendar, draft, 'all', OLIVIA);
        expect(unmapped).toEqual([]);
        expect(overrideLines(moved)).toHaveLength(1);
        expect(instanceCount(moved)).toBe(instanceCount(calendar));
      }),
    );
  });
});

function names(draft: EventDraft): readonly string[] {
  return draft.attendees.map(({ name }) => name);
}

function instanceCount(calendar: Component): number {
  return recurrenceSet(mainComponent(calendar), timeZonesOf(calendar)).first(100).length;
}
