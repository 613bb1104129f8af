import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCalendarData } from './calendarData.ts';
import { getText } from './component.ts';
import { salvageCalendarData } from './salvage.ts';

const FIRST = ['BEGIN:VEVENT', 'UID:1', 'DTSTART:20270308T090000Z', 'SUMMARY:First', 'END:VEVENT'];
const LAST = ['BEGIN:VEVENT', 'UID:3', 'DTSTART:20270310T090000Z', 'SUMMARY:Last', 'END:VEVENT'];

/** A VCALENDAR whose second event, from line 8 on, has these lines. */
function withSecond(...lines: readonly string[]): string {
  return textOf('VERSION:2.0', ...FIRST, 'BEGIN:VEVENT', ...lines, 'END:VEVENT', ...LAST);
}

function textOf(...lines: readonly string[]): string {
  return ['BEGIN:VCALENDAR', ...lines, 'END:VCALENDAR', ''].join('\r\n');
}

/** The titles of what was kept, and what was said of the rest. */
function salvaged(text: string) {
  const { calendars, problems } = salvageCalendarData(text);
  return {
    kept: calendars.map(({ components }) =>
      components.map((component) => getText(component, 'SUMMARY') ?? component.name),
    ),
    said: problems.map(({ line, component, title, message }) => `${line} ${component} ${title}: ${message}`),
  };
}

const BOTH = [['First', 'Last']];

describe('Of a calendar with one broken event', () => {
  test('the others are kept as they were written', () => {
    const { calendars } = salvageCalendarData(withSecond('UID:2', 'DTSTART:20270309T090000Z', 'a line without colon'));
    expect(calendars).toEqual([parseCalendarData(textOf('VERSION:2.0', ...FIRST, ...LAST))]);
  });

  test.each([
    [
      'a line without a colon',
      ['SUMMARY:Second', 'Bring your laptop'],
      '10 VEVENT Second: “Bring your laptop” has no colon.',
    ],
    ['no colon after a folded line', ['SUMMARY:Sec', ' ond', 'oops'], '11 VEVENT Second: “oops” has no colon.'],
    ['a control character', ['SUMMARY:Bell\u0007', 'UID:2'], '9 VEVENT : There is a control character.'],
    [
      'a quotation mark left open',
      ['ATTENDEE;CN="Bob:mailto:b@example.com'],
      '9 VEVENT : A quotation mark is open in “ATTENDEE;CN="Bob:mailto:b@example.com”.',
    ],
    ['a name that is none', ['SUM MARY:Second'], '9 VEVENT : “SUM MARY” is no property name.'],
    [
      'an unreadable DTSTART',
      ['SUMMARY:Second', 'DTSTART:tomorrow'],
      '10 VEVENT Second: DTSTART: “tomorrow” is no date or time.',
    ],
    [
      'a day that there is not',
      ['DTSTART:20270229T090000Z'],
      '9 VEVENT : DTSTART: “20270229T090000Z” is no date or time.',
    ],
    ['an empty DTEND', ['DTSTART:20270309T090000Z', 'DTEND:'], '10 VEVENT : DTEND: “” is no date or time.'],
    [
      'an unreadable RECURRENCE-ID',
      ['DTSTART:20270309', 'RECURRENCE-ID:soon'],
      '10 VEVENT : RECURRENCE-ID: “soon” is no date or time.',
    ],
    ['an unreadable EXDATE', ['DTSTART:20270309', 'EXDATE:20270310,x'], '10 VEVENT : EXDATE: “x” is no date or time.'],
    [
      'an unreadable RDATE',
      ['DTSTART:20270309', 'RDATE;VALUE=PERIOD:20270310T090000Z/PX'],
      '10 VEVENT : DURATION: “PX” is no duration.',
    ],
    [
      'an unreadable DURATION',
      ['DTSTART:20270309', 'DURATION:1 hour'],
      '10 VEVENT : DURATION: “1 hour” is no duration.',
    ],
    [
      'a bad RRULE',
      ['DTSTART:20270309', 'RRULE:FREQ=WEEKLY;BYDAY=MON'],
      '10 VEVENT : RRULE: “FREQ=WEEKLY;BYDAY=MON” is no rule: BYDAY cannot be “MON”.',
    ],
    [
      'a bad EXRULE',
      ['DTSTART:20270309', 'EXRULE:DAILY'],
      '10 VEVENT : EXRULE: “DAILY” is no rule: “DAILY” is unknown.',
    ],
    ['no DTSTART', ['SUMMARY:Second'], '8 VEVENT Second: The VEVENT has no DTSTART.'],
    [
      'a broken line in its alarm',
      ['SUMMARY:Second', 'BEGIN:VALARM', 'TRIGGER', 'END:VALARM'],
      '11 VEVENT Second: “TRIGGER” has no colon.',
    ],
    [
      'an alarm without END',
      ['SUMMARY:Second', 'BEGIN:VALARM', 'TRIGGER:-PT5M'],
      '10 VEVENT Second: BEGIN:VALARM has no END.',
    ],
    ['an END without BEGIN', ['SUMMARY:Second', 'END:VALARM'], '10 VEVENT Second: END:VALARM closes nothing.'],
    ['two broken lines, of which the first is named', ['one', 'two'], '9 VEVENT : “one” has no colon.'],
  ])('%s is named with its line', (_what, lines, said) => {
    expect(salvaged(withSecond(...lines))).toEqual({ kept: BOTH, said: [said] });
  });

  test('one that does not end is left out, and the next one begins all the same', () => {
    const text = textOf('VERSION:2.0', ...FIRST, 'BEGIN:VEVENT', 'SUMMARY:Second', ...LAST);
    expect(salvaged(text)).toEqual({ kept: BOTH, said: ['8 VEVENT Second: BEGIN:VEVENT has no END.'] });
  });

  test('one that is cut off by the end of the file is left out', () => {
    const text = ['BEGIN:VCALENDAR', ...FIRST, 'BEGIN:VEVENT', 'SUMMARY:Sec'].join('\r\n');
    expect(salvaged(text)).toEqual({
      kept: [['First']],
      said: ['1 VCALENDAR : BEGIN:VCALENDAR has no END.', '7 VEVENT Sec: BEGIN:VEVENT has no END.'],
    });
  });

  test('several are each named, in the order of their lines', () => {
    const text = textOf('BEGIN:VEVENT', 'x', 'END:VEVENT', ...FIRST, 'BEGIN:VTODO', 'DUE:y', 'END:VTODO');
    expect(salvaged(text)).toEqual({
      kept: [['First']],
      said: ['3 VEVENT : “x” has no colon.', '11 VTODO : DUE: “y” is no date or time.'],
    });
  });
});

test('Of a broken override it is told which instance it stood for, where its RECURRENCE-ID can be read', () => {
  const id = 'RECURRENCE-ID;TZID=Europe/Berlin:20270315T100000';
  const instances = (...lines: readonly string[]) =>
    salvageCalendarData(withSecond(...lines)).problems.map(({ instance }) => instance);
  const recurrenceId = { form: 'zoned', local: '20270315T100000', tzid: 'Europe/Berlin' };
  expect(instances('UID:1', 'no colon', id)).toEqual([{ uid: '1', recurrenceId }]);
  expect(instances('UID:1', id, 'DTSTART:soon')).toEqual([{ uid: '1', recurrenceId }]);
  expect(instances('UID:1', 'RECURRENCE-ID:soon', 'DTSTART:20270315')).toEqual([undefined]);
  expect(instances('UID:1', 'DTSTART:soon')).toEqual([undefined]);
});

describe('Of a calendar that is broken outside its events', () => {
  test('a broken line of its own is named, and nothing else is lost', () => {
    expect(salvaged(textOf('X-WR-CALNAME', ...FIRST))).toEqual({
      kept: [['First']],
      said: ['2 VCALENDAR : “X-WR-CALNAME” has no colon.'],
    });
  });

  test('a VTIMEZONE with a broken part is left out as a whole: half a zone would tell wrong times', () => {
    const zone = ['BEGIN:VTIMEZONE', 'TZID:Here', 'BEGIN:STANDARD', 'TZOFFSETTO', 'END:STANDARD', 'END:VTIMEZONE'];
    expect(salvaged(textOf(...zone, ...FIRST))).toEqual({
      kept: [['First']],
      said: ['5 VTIMEZONE : “TZOFFSETTO” has no colon.'],
    });
  });

  test('calendars that follow each other are all read', () => {
    expect(salvaged(textOf(...FIRST) + textOf(...LAST))).toEqual({
      kept: [['First'], ['Last']],
      said: ['8  : There is more than one VCALENDAR.'],
    });
  });

  test('a calendar without END is kept beside the next', () => {
    const [open] = textOf(...FIRST).split('END:VCALENDAR');
    expect(salvaged(open + textOf(...LAST))).toEqual({
      kept: [['First'], ['Last']],
      said: ['1 VCALENDAR : BEGIN:VCALENDAR has no END.', '7  : There is more than one VCALENDAR.'],
    });
  });

  test('lines before and after it are named once', () => {
    expect(salvaged(`HTTP/1.1 200 OK\r\nServer: x\r\n${textOf(...FIRST)}more`)).toEqual({
      kept: [['First']],
      said: ['1  : “HTTP/1.1 200 OK” has no colon.'],
    });
  });

  test('an event in no VCALENDAR has no zones to be read with, and is left out', () => {
    expect(salvaged(FIRST.join('\r\n'))).toEqual({
      kept: [],
      said: ['1 VEVENT First: BEGIN:VEVENT is in no VCALENDAR.'],
    });
  });

  test('nothing is no calendar', () => {
    expect(salvaged('')).toEqual({ kept: [], said: ['1  : There is no BEGIN:VCALENDAR.'] });
  });

  test('deep nesting costs the component, and not the page', () => {
    const deep = Array.from({ length: 5000 }, (_, index) => `BEGIN:X-${index}`);
    expect(salvaged(textOf(...FIRST, 'BEGIN:VEVENT', ...deep, 'END:VEVENT', ...LAST))).toEqual({
      kept: BOTH,
      said: ['22 VEVENT : Components are nested too deeply.'],
    });
  });
});

const LINES = fc.constantFrom(
  ...['BEGIN:VCALENDAR', 'END:VCALENDAR', 'BEGIN:VEVENT', 'END:VEVENT', 'BEGIN:VALARM', 'END:VALARM', 'BEGIN:X-A'],
  ...['END:X-A', 'DTSTART:20270308', 'DTSTART:x', 'RRULE:FREQ=DAILY', 'RRULE:x', 'SUMMARY:a', ' b', 'no colon', ''],
);

test('what is read without a problem is what the strict reader reads, so that what it refuses has a problem', () => {
  fc.assert(
    fc.property(fc.array(LINES, { maxLength: 20 }), (lines) => {
      for (const text of [lines.join('\n'), textOf(...lines), textOf(...FIRST, ...lines)]) {
        const { calendars, problems } = salvageCalendarData(text);
        if (problems.length === 0) expect(calendars).toEqual([parseCalendarData(text)]);
      }
    }),
    { numRuns: 500 },
  );
});

test('a broken event costs the others nothing, whatever its line holds', () => {
  fc.assert(
    // Lines that close or open something else are another matter.
    fc.property(
      fc.string({ unit: 'grapheme' }).filter((line) => !/[\r\n]|^\s|^(BEGIN|END)/i.test(line)),
      (line) => {
        expect(salvaged(withSecond(line, 'x')).kept).toEqual(BOTH);
      },
    ),
  );
});
