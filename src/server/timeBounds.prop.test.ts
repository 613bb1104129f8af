import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseCalendarData } from '../icalendar/calendarData.ts';
import { calendarQueryOf } from './calendarQuery.ts';
import { EARLIEST, LATEST } from './instant.ts';
import { ics, NAMESPACES } from './testClient.ts';
import { isWithin, timeBounds } from './timeBounds.ts';
import { parseXml } from './xml.ts';

/** Days and hours around the change of the clock in spring. */
const moments = fc.tuple(
  fc.integer({ min: 20, max: 31 }),
  fc.integer({ min: 0, max: 23 }),
  fc.constantFrom('00', '30'),
);
const at = ([day, hour, minute]: readonly [number, number, string]): string =>
  `202703${day}T${String(hour).padStart(2, '0')}${minute}00`;
const FORMS: Readonly<Record<string, (local: string) => string>> = {
  utc: (local) => `:${local}Z`,
  zoned: (local) => `;TZID=America/New_York:${local}`,
  unknown: (local) => `;TZID=Nowhere:${local}`,
  floating: (local) => `:${local}`,
  date: (local) => `;VALUE=DATE:${local.slice(0, 8)}`,
};
const forms = fc.constantFrom(...Object.keys(FORMS));
const lengths = fc.constantFrom('PT0S', 'PT1H', 'P1D', 'P1DT2H', 'P3D');
const rules = fc.constantFrom(
  ...['', '', 'RRULE:FREQ=DAILY;COUNT=4', 'RRULE:FREQ=WEEKLY', 'RRULE:FREQ=DAILY;UNTIL=20270402T000000Z'],
  ...[
    'RRULE:FREQ=MONTHLY;BYDAY=-1SU;COUNT=3',
    'RRULE:FREQ=HOURLY;INTERVAL=7;UNTIL=20270329',
    'RRULE:FREQ=DAILY;COUNT=2000',
  ],
);
const masters = fc.record({
  kind: fc.constantFrom('VEVENT', 'VEVENT', 'VTODO'),
  form: forms,
  start: moments,
  length: lengths,
  rule: rules,
  added: fc.option(moments),
  excluded: fc.option(moments),
  moved: fc.option(fc.record({ from: moments, to: moments, length: lengths, range: fc.boolean() })),
});
/** Of a VTODO, RFC 4791 §9.9 has a case for each set of these. */
const parts = fc.subarray(['DTSTART', 'DUE', 'DURATION', 'COMPLETED', 'CREATED']);

const objects = fc.oneof(
  masters.map(({ kind, form, start, length, rule, added, excluded, moved }) => {
    const value = FORMS[form] ?? ((local: string) => `:${local}`);
    const duration = form === 'date' ? length.replace(/T.*/, '').replace(/^P$/, 'P1D') : length;
    const head = [`BEGIN:${kind}`, 'UID:a', 'DTSTAMP:20270101T000000Z'];
    const override = moved && [
      ...head,
      `RECURRENCE-ID${moved.range ? ';RANGE=THISANDFUTURE' : ''}${value(at(moved.from))}`,
      `DTSTART${value(at(moved.to))}`,
      `DURATION:${form === 'date' ? 'P2D' : moved.length}`,
      `END:${kind}`,
    ];
    return [
      ...head,
      `DTSTART${value(at(start))}`,
      `DURATION:${duration}`,
      ...(rule === '' ? [] : [rule]),
      ...(added ? [`RDATE${value(at(added))}`] : []),
      ...(excluded ? [`EXDATE${value(at(excluded))}`] : []),
      `END:${kind}`,
      ...(override ?? []),
    ];
  }),
  fc.tuple(parts, forms, moments, moments).map(([names, form, first, second]) => {
    const value = FORMS[form] ?? ((local: string) => `:${local}`);
    const lines: Readonly<Record<string, string>> = {
      DTSTART: `DTSTART${value(at(first))}`,
      DUE: `DUE${value(at(second))}`,
      DURATION: 'DURATION:P1D',
      COMPLETED: `COMPLETED:${at(first)}Z`,
      CREATED: `CREATED:${at(second)}Z`,
    };
    return ['BEGIN:VTODO', 'UID:a', ...names.map((name) => lines[name] ?? ''), 'END:VTODO'];
  }),
);
const ranges = fc
  .tuple(moments, moments, fc.constantFrom('both', 'both', 'from', 'to'))
  .map(([one, other, open]) => {
    const [from, to] = [at(one), at(other)].sort() as [string, string];
    return { from: open === 'to' ? undefined : `${from}Z`, to: open === 'from' ? undefined : `${to}Z` };
  })
  .filter(({ from, to }) => from !== to);
const zones = fc.constantFrom('UTC', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Europe/Berlin');

function queryFor(kind: string, { from, to }: { readonly from: string | undefined; readonly to: string | undefined }) {
  const range = `<C:time-range${from ? ` start="${from}"` : ''}${to ? ` end="${to}"` : ''}/>`;
  const filter = `<C:comp-filter name="VCALENDAR"><C:comp-filter name="${kind}">${range}</C:comp-filter></C:comp-filter>`;
  const body = `<C:calendar-query ${NAMESPACES}><C:filter>${filter}</C:filter></C:calendar-query>`;
  return calendarQueryOf(parseXml(Buffer.from(body)), { left: Number.POSITIVE_INFINITY });
}

test('what the bounds of an object say about a time range is what its text says, in whatever zone its floating times are read', () => {
  fc.assert(
    fc.property(objects, ranges, zones, (lines, range, tzid) => {
      const text = ics('BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR');
      const bounds = timeBounds(parseCalendarData(text));
      const kind = (lines[0] ?? '').slice('BEGIN:'.length);
      const query = queryFor(kind, range);
      const byText = query.matches(parseCalendarData(text), tzid);
      const entry = { name: '', component: kind, etag: '', scheduleTag: undefined, size: 0, changedAt: '', bounds };
      expect([byText, undefined]).toContain(query.matchesEntry(entry));
      const [from, to] = [range.from ?? EARLIEST, range.to ?? LATEST];
      if (byText) expect(bounds.endsAt >= from && bounds.startsAt <= to, JSON.stringify(bounds)).toBe(true);
    }),
    { numRuns: 1_500 },
  );
});

test('single events with times in UTC or a known zone are always decided without their text', () => {
  fc.assert(
    fc.property(moments, lengths, ranges, (start, length, { from = EARLIEST, to = LATEST }) => {
      const lines = [
        'BEGIN:VEVENT',
        'UID:a',
        `DTSTART;TZID=Europe/Berlin:${at(start)}`,
        `DURATION:${length}`,
        'END:VEVENT',
      ];
      const bounds = timeBounds(parseCalendarData(ics('BEGIN:VCALENDAR', ...lines, 'END:VCALENDAR')));
      expect(isWithin(bounds, from, to)).not.toBeUndefined();
    }),
  );
});
