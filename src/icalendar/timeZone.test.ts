import { describe, expect, test } from 'vitest';
import { contentLine, parseCalendarData, serializeCalendarData } from './calendarData.ts';
import { type Component, getText } from './component.ts';
import { calendarOf, eventOf } from './testing.ts';
import { type TimeZones, timeZonesOf, utcOf, withNeededVtimezones } from './timeZone.ts';

const OURS = [
  'BEGIN:VTIMEZONE',
  'TZID:Ours',
  'BEGIN:DAYLIGHT',
  'DTSTART:20000326T020000',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0330',
  'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;UNTIL=20280326T000000Z',
  'END:DAYLIGHT',
  'BEGIN:STANDARD',
  'DTSTART:20001029T030000',
  'TZOFFSETFROM:+0330',
  'TZOFFSETTO:+0200',
  'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
  'END:STANDARD',
  'END:VTIMEZONE',
];

function zonesOf(...lines: readonly string[]): TimeZones {
  return timeZonesOf(calendarOf(...lines));
}

describe('The clock of a zone (RFC 5545 §3.3.5)', () => {
  const zones = zonesOf();

  test('gives the instant of a local time and back', () => {
    expect(zones.toUtc('Europe/Berlin', '20270308T100000')).toBe('20270308T090000Z');
    expect(zones.toUtc('Europe/Berlin', '20270708T100000')).toBe('20270708T080000Z');
    expect(zones.toLocal('Europe/Berlin', '20270308T090000Z')).toBe('20270308T100000');
    expect(zones.toLocal('Asia/Kolkata', '20270308T233000Z')).toBe('20270309T050000');
    expect(zones.toUtc('Europe/Berlin', '20270308')).toBe('20270307T230000Z');
  });

  test('a skipped time has the offset before the gap', () => {
    expect(zones.toUtc('America/New_York', '20270314T023000')).toBe('20270314T073000Z');
    expect(zones.toUtc('Australia/Lord_Howe', '20271003T021500')).toBe('20271002T154500Z');
    expect(zones.toUtc('Pacific/Apia', '20111230T120000')).toBe('20111230T220000Z');
  });

  test('a time that comes twice is the first', () => {
    expect(zones.toUtc('America/New_York', '20271107T013000')).toBe('20271107T053000Z');
    expect(zones.toUtc('Australia/Lord_Howe', '20270404T014500')).toBe('20270403T144500Z');
  });

  test('knows two changes a week apart', () => {
    expect(zones.toLocal('America/Recife', '20001010T120000Z')).toBe('20001010T100000');
    expect(zones.toLocal('America/Recife', '20001007T120000Z')).toBe('20001007T090000');
    expect(zones.toLocal('America/Recife', '20001016T120000Z')).toBe('20001016T090000');
  });

  test('knows times long ago and far away', () => {
    expect(zones.toLocal('Europe/Berlin', '18800101T000000Z')).toBe('18800101T005328');
    expect(zones.toLocal('Europe/Berlin', '99990701T000000Z')).toBe('99990701T020000');
  });

  test('Intl agrees in every zone it knows', () => {
    for (const timeZone of Intl.supportedValuesOf('timeZone')) {
      const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
      for (let instant = Date.UTC(2024, 0, 1, 5); instant < Date.UTC(2028, 0, 1); instant += 37 * 3_600_000 * 11) {
        const utc = new Date(instant).toISOString().replace(/[-:]|\.000/g, '');
        const expected = format.format(instant).replace(/[-:]/g, '').replace(' ', 'T');
        expect(zones.toLocal(timeZone, utc)).toBe(expected);
      }
    }
  }, 60_000);
});

describe('A TZID', () => {
  test('is an IANA name in any case, also without a VTIMEZONE', () => {
    const zones = zonesOf();
    expect(zones.ianaOf('Europe/Berlin')).toBe('Europe/Berlin');
    expect(zones.ianaOf('europe/berlin')).toBe('Europe/Berlin');
    for (const tzid of ['UTC', 'Etc/UTC', 'Z', 'tzone://Microsoft/Utc']) expect(zones.ianaOf(tzid)).toBe('UTC');
  });

  test('may be a Windows name', () => {
    const zones = zonesOf();
    expect(zones.ianaOf('W. Europe Standard Time')).toBe('Europe/Berlin');
    expect(zones.ianaOf('Eastern Standard Time')).toBe('America/New_York');
    expect(zones.ianaOf('Tokyo Standard Time')).toBe('Asia/Tokyo');
  });

  test('may have a prefix', () => {
    const zones = zonesOf();
    expect(zones.ianaOf('/mozilla.org/20050126_1/Europe/Berlin')).toBe('Europe/Berlin');
    expect(zones.ianaOf('/citadel.org/20190914_1/America/Argentina/Buenos_Aires')).toBe(
      'America/Argentina/Buenos_Aires',
    );
    expect(zones.ianaOf('/freeassociation.sourceforge.net/Tzfile/UTC')).toBe('UTC');
  });

  test('may be located by its VTIMEZONE', () => {
    const zones = zonesOf('BEGIN:VTIMEZONE', 'TZID:Home', 'X-LIC-LOCATION:Asia/Tokyo', 'END:VTIMEZONE');
    expect(zones.ianaOf('Home')).toBe('Asia/Tokyo');
    expect(zones.toUtc('Home', '20270308T100000')).toBe('20270308T010000Z');
  });

  test('keeps its yearly rules beside those that change the clock more often than any zone', () => {
    const always = ['FREQ=SECONDLY', 'FREQ=YEARLY;BYHOUR=0,1,2,3,4,5,6,7,8,9;BYMINUTE=0,10,20,30;BYMONTH=1,2,3,4,5,6'];
    const observances = always.flatMap((rule) => [
      ...['BEGIN:STANDARD', 'DTSTART:20000101T000000', 'TZOFFSETFROM:+0200', 'TZOFFSETTO:+0900', `RRULE:${rule}`],
      'END:STANDARD',
    ]);
    const zones = zonesOf(...OURS.slice(0, -1), ...observances, 'END:VTIMEZONE');
    expect(zones.toUtc('Ours', '20270308T100000')).toBe('20270308T080000Z');
    expect(zones.toUtc('Ours', '20270708T100000')).toBe('20270708T063000Z');
  });

  test('with more observances, or more onsets, than any zone has had is unknown', () => {
    const onsets = Array.from({ length: 2_001 }, (_, index) => `${2000 + index}0101T000000`).join(',');
    const [begin = '', tzid = '', ...rest] = OURS;
    const many = Array.from({ length: 2_001 }, () => ['BEGIN:STANDARD', 'END:STANDARD']).flat();
    for (const lines of [
      [begin, tzid, ...many, ...rest],
      OURS.map((line) => (line.startsWith('DTSTART:2000') ? `${line}\r\nRDATE:${onsets}` : line)),
    ]) {
      const zones = zonesOf(...lines);
      expect(zones.unknown('Ours')).toBe(true);
    }
  });

  test('that is an IANA name means that zone whatever its VTIMEZONE says', () => {
    const zones = zonesOf(...OURS.map((line) => line.replace('Ours', 'Europe/Berlin')));
    expect(zones.toUtc('Europe/Berlin', '20270708T100000')).toBe('20270708T080000Z');
  });

  test('that is only an abbreviation means what its VTIMEZONE says', () => {
    const zones = zonesOf(...OURS.map((line) => line.replace('Ours', 'CET')));
    expect(zones.toUtc('CET', '20270708T100000')).toBe('20270708T063000Z');
    expect(zones.ianaOf('CET')).toBeUndefined();
    expect(zonesOf().toUtc('CET', '20270708T100000')).toBe('20270708T080000Z');
  });

  test('GMT has the summer time that its VTIMEZONE tells, as Lotus Notes writes London, and else none', () => {
    const standard = ['BEGIN:STANDARD', 'DTSTART:19501029T020000', 'TZOFFSETFROM:+0100', 'TZOFFSETTO:+0000'];
    const daylight = ['BEGIN:DAYLIGHT', 'DTSTART:19500326T020000', 'TZOFFSETFROM:+0000', 'TZOFFSETTO:+0100'];
    const zone = (...parts: readonly string[]) => zonesOf('BEGIN:VTIMEZONE', 'TZID:GMT', ...parts, 'END:VTIMEZONE');
    const winter = [...standard, 'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10', 'END:STANDARD'];
    const summer = [...daylight, 'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3', 'END:DAYLIGHT'];
    expect(zone(...winter, ...summer).toUtc('GMT', '20270402T130000')).toBe('20270402T120000Z');
    expect(zone(...winter).toUtc('GMT', '20270402T130000')).toBe('20270402T130000Z');
    expect(zonesOf().toUtc('GMT', '20270402T130000')).toBe('20270402T130000Z');
  });

  test('made up means what its VTIMEZONE says', () => {
    const zones = zonesOf(...OURS);
    expect(zones.unknown('Ours')).toBe(false);
    expect(zones.ianaOf('Ours')).toBeUndefined();
    expect(zones.toUtc('Ours', '20270308T100000')).toBe('20270308T080000Z');
    expect(zones.toUtc('Ours', '20270708T100000')).toBe('20270708T063000Z');
    expect(zones.toLocal('Ours', '20270708T063000Z')).toBe('20270708T100000');
    expect(zones.toUtc('Ours', '20270328T023000')).toBe('20270328T003000Z');
    expect(zones.toUtc('Ours', '20271031T023000')).toBe('20271030T230000Z');
  });

  test('made up keeps its last offset after its rules end, and its first before they begin', () => {
    const zones = zonesOf(...OURS);
    expect(zones.toUtc('Ours', '20280708T100000')).toBe('20280708T063000Z');
    expect(zones.toUtc('Ours', '20290708T100000')).toBe('20290708T080000Z');
    expect(zones.toUtc('Ours', '19900708T100000')).toBe('19900708T080000Z');
  });

  test('with RDATEs in its VTIMEZONE changes at each', () => {
    const zones = zonesOf(
      'BEGIN:VTIMEZONE',
      'TZID:Listed',
      'BEGIN:STANDARD',
      'DTSTART:20200101T000000',
      'TZOFFSETFROM:+0000',
      'TZOFFSETTO:+0000',
      'RDATE:20271001T000000',
      'END:STANDARD',
      'BEGIN:DAYLIGHT',
      'DTSTART:20260401T000000',
      'RDATE:20270401T000000',
      'TZOFFSETFROM:+0000',
      'TZOFFSETTO:+0100',
      'END:DAYLIGHT',
      'END:VTIMEZONE',
    );
    expect(zones.toUtc('Listed', '20260701T120000')).toBe('20260701T110000Z');
    expect(zones.toUtc('Listed', '20261201T120000')).toBe('20261201T110000Z');
    expect(zones.toUtc('Listed', '20271201T120000')).toBe('20271201T120000Z');
  });

  test('that nothing tells is unknown, and its times float', () => {
    const zones = zonesOf('BEGIN:VTIMEZONE', 'TZID:Broken', 'END:VTIMEZONE');
    for (const tzid of ['Nowhere', 'Broken', '', '+01:00']) {
      expect(zones.unknown(tzid)).toBe(true);
      expect(zones.ianaOf(tzid)).toBeUndefined();
      const time = { form: 'zoned', local: '20270308T100000', tzid } as const;
      expect(utcOf(time, zones, 'Asia/Tokyo')).toBe('20270308T010000Z');
    }
  });
});

describe('utcOf', () => {
  const zones = zonesOf();

  test('reads dates as midnight and floating times in the given zone', () => {
    expect(utcOf({ form: 'date', local: '20270308' }, zones, 'Asia/Tokyo')).toBe('20270307T150000Z');
    expect(utcOf({ form: 'floating', local: '20270308T100000' }, zones, 'Asia/Tokyo')).toBe('20270308T010000Z');
    expect(utcOf({ form: 'utc', local: '20270308T100000' }, zones, 'Asia/Tokyo')).toBe('20270308T100000Z');
  });
});

describe('withNeededVtimezones (RFC 5545 §3.6.5)', () => {
  function tzids(calendar: Component): readonly (string | undefined)[] {
    return calendar.components.filter(({ name }) => name === 'VTIMEZONE').map((zone) => getText(zone, 'TZID'));
  }

  test('adds what is used and drops what is not', () => {
    const calendar = calendarOf(...OURS, 'BEGIN:VEVENT', 'DTSTART;TZID=Europe/Berlin:20270308T100000', 'END:VEVENT');
    expect(tzids(withNeededVtimezones(calendar))).toEqual(['Europe/Berlin']);
  });

  test('keeps a given one untouched', () => {
    const calendar = calendarOf(...OURS, 'BEGIN:VEVENT', 'DTSTART;TZID=Ours:20270308T100000', 'END:VEVENT');
    expect(withNeededVtimezones(calendar)).toBe(calendar);
  });

  test('keeps one of two with the same TZID', () => {
    const calendar = calendarOf(...OURS, ...OURS, 'BEGIN:VEVENT', 'DTSTART;TZID=Ours:20270308T100000', 'END:VEVENT');
    expect(tzids(withNeededVtimezones(calendar))).toEqual(['Ours']);
  });

  test('adds a Windows zone under its own TZID', () => {
    const { calendar } = eventOf('DTSTART;TZID=W. Europe Standard Time:20270308T100000');
    const [zone] = withNeededVtimezones(calendar).components;
    expect(zone?.properties.map(contentLine)).toEqual(['TZID:W. Europe Standard Time', 'X-LIC-LOCATION:Europe/Berlin']);
  });

  test('adds nothing for UTC times, dates and unknown TZIDs', () => {
    const { calendar } = eventOf(
      'DTSTART;TZID=Nowhere:20270308T100000',
      'DTEND:20270308T110000Z',
      'EXDATE;VALUE=DATE:20270309',
    );
    expect(withNeededVtimezones(calendar)).toBe(calendar);
  });

  test('looks into sub-components', () => {
    const { calendar } = eventOf(
      'DTSTART:20270308T100000Z',
      'BEGIN:VALARM',
      'X-AT;TZID=Asia/Tokyo:20270308T100000',
      'END:VALARM',
    );
    expect(tzids(withNeededVtimezones(calendar))).toEqual(['Asia/Tokyo']);
  });

  test('reads back what it wrote', () => {
    const { calendar } = eventOf('DTSTART;TZID=Europe/Berlin:20270308T100000', 'RRULE:FREQ=WEEKLY');
    const again = parseCalendarData(serializeCalendarData(withNeededVtimezones(calendar)));
    expect(withNeededVtimezones(again)).toBe(again);
  });
});
