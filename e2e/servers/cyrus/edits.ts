/** Meetings as Olivia may have them, and what she may do to them: generated, for the agreement test. */
import fc from 'fast-check';
import { attendee, people, vevent } from './meeting.ts';
import type { Version } from './organizer.ts';

/** The instances of the series of six, then days that RDATE may add; 28 March is the day when Berlin changes its clocks. */
const DAYS = ['0308', '0315', '0322', '0329', '0405', '0412'] as const;
const LATER_DAYS = ['0315', '0322', '0329'] as const;
const EXTRA_DAYS = ['0310', '0331'] as const;
const NAMES = ['alice', 'bob', 'carol'] as const;
const AGENTS = ['', '', '', 'SCHEDULE-AGENT=SERVER', 'SCHEDULE-AGENT=CLIENT', 'SCHEDULE-AGENT=NONE'] as const;
const FORCES = ['REQUEST', 'REQUEST', 'CANCEL', 'X-OTHER'] as const;
/** Lines that are nobody else's business to Cyrus, or are. */
const EXTRAS = [
  'BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Planning\r\nTRIGGER:-PT10M\r\nEND:VALARM',
  'TRANSP:TRANSPARENT',
  'SEQUENCE:4',
  'X-COLOUR:blue',
  'CATEGORIES:WORK',
  'URL:https://convoke.example/planning',
  'STATUS:TENTATIVE',
  'LOCATION:Room 1',
  'DESCRIPTION:Bring the plan.',
  'ATTACH:https://convoke.example/plan.pdf',
] as const;

type Day = (typeof DAYS)[number] | (typeof EXTRA_DAYS)[number];
type Guests = Readonly<Partial<Record<(typeof NAMES)[number], string>>>;

interface Part {
  readonly hour: number;
  readonly summary: string;
  readonly cancelled: boolean;
  /** Parameters of each Attendee. */
  readonly guests: Guests;
  readonly extras: readonly string[];
}

/** A meeting; a single event when `count` is 1. */
export interface Meeting extends Part {
  readonly zoned: boolean;
  readonly count: number;
  readonly exdates: readonly Day[];
  readonly rdates: readonly Day[];
  readonly overrides: Readonly<Partial<Record<Day, Part>>>;
  readonly ownPartstat: string;
}

/** One thing that the Organizer does. */
interface Step {
  readonly name: string;
  readonly apply: (meeting: Meeting) => Meeting;
}

/** An organizer edit, and what it is called when it fails. */
export interface Edit {
  readonly title: string;
  readonly original: Version;
  readonly modified: Version;
}

/** `count` edits made from `seed`; the same seed gives the same edits. */
export function editsOf(seed: number, count: number): readonly Edit[] {
  return fc.sample(edit, { seed, numRuns: count });
}

const summary = fc.constantFrom('Planning', 'Strategy', 'Review');
const hour = fc.constantFrom(9, 9, 11, 14);
const guests: fc.Arbitrary<Guests> = fc.record(
  { alice: fc.constantFrom(...AGENTS), bob: fc.constantFrom(...AGENTS), carol: fc.constant('') },
  { requiredKeys: [] },
);
const part: fc.Arbitrary<Part> = fc.record({
  hour,
  summary: fc.constantFrom('Planning', 'Planning', 'Strategy'),
  cancelled: fc.constantFrom(false, false, false, false, true),
  guests,
  extras: fc.subarray([...EXTRAS], { maxLength: 1 }),
});
const meeting: fc.Arbitrary<Meeting> = fc
  .record({
    master: part,
    zoned: fc.boolean(),
    count: fc.constantFrom(1, 6, 6, 6),
    exdates: fc.subarray([...LATER_DAYS], { maxLength: 1 }),
    rdates: fc.subarray([...EXTRA_DAYS], { maxLength: 1 }),
    overrides: fc.dictionary(fc.constantFrom(...DAYS), part, { maxKeys: 2 }),
  })
  .map(({ master, zoned, count, exdates, rdates, overrides }) => ({
    ...master,
    hour: 9,
    cancelled: false,
    zoned,
    count,
    exdates: count === 1 ? [] : exdates,
    rdates: count === 1 ? [] : rdates,
    overrides: count === 1 ? {} : overrides,
    ownPartstat: 'ACCEPTED',
  }));

const day = fc.constantFrom(...LATER_DAYS);
const name = fc.constantFrom(...NAMES);

/** Does something to the series, or to the instance of a day, which gets an override if it has none. */
function step(title: string, change: fc.Arbitrary<(part: Part) => Part>): fc.Arbitrary<Step> {
  return fc.record({ change, where: fc.option(day, { nil: undefined, freq: 2 }) }).map(({ change, where }) => ({
    name: `${title} of ${where ?? 'the series'}`,
    apply: (meeting) => {
      if (where === undefined || meeting.count === 1) return { ...meeting, ...change(meeting) };
      const { hour, summary, cancelled, guests, extras } = meeting.overrides[where] ?? { ...meeting, extras: [] };
      const changed = change({ hour, summary, cancelled, guests, extras });
      return { ...meeting, overrides: { ...meeting.overrides, [where]: changed } };
    },
  }));
}

function toggled<Item>(list: readonly Item[], item: Item): readonly Item[] {
  return list.includes(item) ? list.filter((other) => other !== item) : [...list, item];
}

function without<Key extends string, Value>(
  record: Readonly<Partial<Record<Key, Value>>>,
  key: Key,
): Readonly<Partial<Record<Key, Value>>> {
  const { [key]: _, ...others } = record;
  return others as Readonly<Partial<Record<Key, Value>>>;
}

function ofSeries(title: string, change: fc.Arbitrary<(meeting: Meeting) => Meeting>): fc.Arbitrary<Step> {
  return change.map((apply) => ({
    name: title,
    apply: (meeting) => (meeting.count === 1 ? meeting : apply(meeting)),
  }));
}

const steps: fc.Arbitrary<Step> = fc.oneof(
  step(
    'text',
    summary.map((summary) => (part) => ({ ...part, summary })),
  ),
  step(
    'time',
    hour.map((hour) => (part) => ({ ...part, hour })),
  ),
  step(
    'another property',
    fc.constantFrom(...EXTRAS).map((line) => (part) => ({ ...part, extras: toggled(part.extras, line) })),
  ),
  step(
    'new guest',
    fc.record({ name, agent: fc.constantFrom(...AGENTS) }).map(({ name, agent }) => (part) => ({
      ...part,
      guests: { ...part.guests, [name]: agent },
    })),
  ),
  step(
    'guest removed',
    name.map((name) => (part) => ({ ...part, guests: without(part.guests, name) })),
  ),
  step(
    'new agent',
    fc.record({ name, agent: fc.constantFrom(...AGENTS) }).map(
      ({ name, agent }) =>
        (part) =>
          name in part.guests ? { ...part, guests: { ...part.guests, [name]: agent } } : part,
    ),
  ),
  step(
    'forced sending',
    fc.record({ name, force: fc.constantFrom(...FORCES) }).map(
      ({ name, force }) =>
        (part) =>
          name in part.guests ? { ...part, guests: { ...part.guests, [name]: `SCHEDULE-FORCE-SEND=${force}` } } : part,
    ),
  ),
  step(
    'cancelling or its opposite',
    fc.constant((part) => ({ ...part, cancelled: !part.cancelled })),
  ),
  ofSeries(
    'EXDATE',
    day.map((day) => (meeting) => ({ ...meeting, exdates: toggled(meeting.exdates, day) })),
  ),
  ofSeries(
    'RDATE',
    fc.constantFrom(...EXTRA_DAYS).map((day) => (meeting) => ({ ...meeting, rdates: toggled(meeting.rdates, day) })),
  ),
  ofSeries(
    'RRULE',
    fc.constantFrom(4, 6, 8).map((count) => (meeting) => ({ ...meeting, count })),
  ),
  ofSeries(
    'an override is taken back',
    fc.constantFrom(...DAYS).map((day) => (meeting) => ({ ...meeting, overrides: without(meeting.overrides, day) })),
  ),
  ofSeries(
    'all overrides are taken back',
    fc.constant((meeting) => ({ ...meeting, overrides: {} })),
  ),
  fc.constant({ name: 'own reply', apply: (meeting: Meeting) => ({ ...meeting, ownPartstat: 'TENTATIVE' }) }),
  fc.constant({ name: 'nothing', apply: (meeting: Meeting) => meeting }),
);

const edit: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc
      .record({ meeting, steps: fc.array(steps, { minLength: 1, maxLength: 3 }) })
      .map(({ meeting, steps }) => ({
        title: steps.map(({ name }) => name).join(', '),
        original: componentsOf(meeting),
        modified: componentsOf(steps.reduce((changed, { apply }) => apply(changed), meeting)),
      })),
  },
  {
    weight: 1,
    arbitrary: meeting.map((made) => ({ title: 'create', original: undefined, modified: componentsOf(made) })),
  },
  {
    weight: 1,
    arbitrary: meeting.map((gone) => ({ title: 'delete', original: componentsOf(gone), modified: undefined })),
  },
);

function componentsOf(meeting: Meeting): Version {
  const at = (day: string, hour = meeting.hour) =>
    meeting.zoned ? `;TZID=Europe/Berlin:2027${day}T${digits(hour + 1)}0000` : `:2027${day}T${digits(hour)}0000Z`;
  const times = (day: string, hour = meeting.hour) => [`DTSTART${at(day, hour)}`, `DTEND${at(day, hour + 1)}`];
  return [
    vevent(
      ...times('0308'),
      ...(meeting.count === 1 ? [] : [`RRULE:FREQ=WEEKLY;COUNT=${meeting.count}`]),
      ...meeting.exdates.map((day) => `EXDATE${at(day)}`),
      ...meeting.rdates.map((day) => `RDATE${at(day)}`),
      ...linesOf(meeting, meeting.ownPartstat),
    ),
    ...Object.entries(meeting.overrides).map(([day, part]) =>
      vevent(`RECURRENCE-ID${at(day)}`, ...times(day, part.hour), ...linesOf(part, meeting.ownPartstat)),
    ),
  ];
}

function linesOf({ summary, cancelled, guests, extras }: Part, ownPartstat: string): readonly string[] {
  return [
    `SUMMARY:${summary}`,
    ...extras.filter((line) => !(cancelled && line.startsWith('STATUS'))),
    ...(cancelled ? ['STATUS:CANCELLED'] : []),
    ...people().map((line) => line.replace('ACCEPTED', ownPartstat)),
    ...Object.entries(guests).flatMap(([name, parameters]) => attendee(name, parameters)),
  ];
}

function digits(hour: number): string {
  return String(hour).padStart(2, '0');
}
