/**
 * Meetings as other calendars write them, composed for these tests in the manner of each: opened, edited and saved. Only what was
 * touched differs, and the plan is what RFC 6638 says; lines, recipients and instances are written out.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseCalendarData, serializeCalendarData } from '../../icalendar/calendarData.ts';
import type { Component } from '../../icalendar/component.ts';
import { salvageCalendarData } from '../../icalendar/salvage.ts';
import { planScheduling } from '../../scheduling/plan.ts';
import type { SchedulingPlan } from '../../scheduling/types.ts';
import type { EventDraft } from './draft.ts';
import { readDraft } from './draftReading.ts';
import { withStart } from './draftTimes.ts';
import { applyDraft } from './draftWriting.ts';
import { changeOf, OLIVIA } from './testCalendars.ts';

function textOf(name: string): string {
  return readFileSync(new URL(`../../icalendar/fixtures/${name}.ics`, import.meta.url), 'utf8');
}

interface Saved {
  /** Lines that the stored object has not any more, and has anew; without DTSTAMP and LAST-MODIFIED. */
  readonly gone: readonly string[];
  readonly come: readonly string[];
  /** `REQUEST alice bob: master`. */
  readonly sent: readonly string[];
}

/** Opens the text, edits it and saves it, as the app and the server do. */
function saved(text: string, change: (draft: EventDraft) => EventDraft, scope = 'all'): Saved {
  const original = parseCalendarData(text);
  const { calendar, unmapped } = applyDraft(original, change(readDraft(original, scope)), scope, OLIVIA);
  // What leaves the app is text.
  const modified = parseCalendarData(serializeCalendarData(calendar));
  const plan = planned(original, modified);
  expect([plan.violations, unmapped]).toEqual([[], []]);
  if (plan.stored === undefined) throw new Error('Nothing is stored.');
  return { ...changeOf(original, plan.stored), sent: sentBy(plan) };
}

function planned(original: Component | undefined, modified: Component): SchedulingPlan {
  return planScheduling({ original, modified, owner: { addresses: OLIVIA.owner.addresses }, now: OLIVIA.now });
}

function sentBy({ messages }: SchedulingPlan): readonly string[] {
  return messages.map(({ method, recipients, keys }) => {
    const people = recipients.map((address) => address.replace(/^mailto:|@convoke\.example$/g, ''));
    return `${method} ${people.join(' ')}: ${keys.join(' ')}`;
  });
}

function retitled(draft: EventDraft): EventDraft {
  return { ...draft, title: 'New; title' };
}

function at(local: string): (draft: EventDraft) => EventDraft {
  return (draft) => withStart(draft, { ...draft.start, local });
}

/** What becomes of an export. */
interface Expected {
  readonly title: {
    readonly gone: readonly string[];
    readonly come: readonly string[];
    readonly sent: readonly string[];
  };
  /** An instance without an override; `lines` are the first ones of the override that it gets, the edited ones. */
  readonly instance: { readonly key: string; readonly lines: readonly string[]; readonly sent: readonly string[] };
  /** An hour later: each line that goes is replaced by one of `come`. */
  readonly time: { readonly to: string; readonly come: readonly string[]; readonly sent: readonly string[] };
}

const ROOM = 'urn:uuid:5F0B1D53-2E6C-4A9B-8D2E-0C1F8A0E7B11';
const JUPITER = 'c_1889d3t@resource.calendar.google.example';
const THAMES = 'cn=thames/ou=london/o=convoke';
const ALICE_OF_APPLE =
  'ATTENDEE;CN="Alice Ämter-Große, Leitung";CUTYPE=INDIVIDUAL;EMAIL=alice@convoke.example;PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT;SCHEDULE-STATUS=2.0:mailto:alice@convoke.example';
const ALICE_OF_GOOGLE =
  'ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;CN=Alice Ames;X-NUM-GUESTS=2:mailto:alice@convoke.example';
const ZIMBRA_ZONE = 'TZID=(GMT+01.00) Amsterdam / Berlin / Bern / Rome / Stockholm / Vienna';
const WINDOWS_ZONE = 'TZID=W. Europe Standard Time';

const EXPORTS: Readonly<Record<string, Expected>> = {
  apple: {
    title: {
      gone: ['SUMMARY:Planung 🗓️'],
      come: ['SUMMARY:New\\; title'],
      sent: ['REQUEST alice: master 20270322T090000Z', `REQUEST bob ${ROOM}: master`],
    },
    instance: {
      key: '20270315T090000Z',
      lines: ['RECURRENCE-ID;TZID=Europe/Berlin:20270315T100000', 'SUMMARY:New\\; title'],
      sent: [`REQUEST alice bob ${ROOM}: 20270315T090000Z`],
    },
    time: {
      to: '20270308T110000',
      come: [
        ALICE_OF_APPLE,
        `ATTENDEE;CN=Raum „Spree“;CUTYPE=ROOM;PARTSTAT=NEEDS-ACTION;SCHEDULE-STATUS=2.0:${ROOM}`,
        'DTEND;TZID=Europe/Berlin:20270308T120000',
        'DTSTART;TZID=Europe/Berlin:20270308T110000',
        'EXDATE;TZID=Europe/Berlin:20270405T110000',
        'SEQUENCE:2',
        ALICE_OF_APPLE,
        'RECURRENCE-ID;TZID=Europe/Berlin:20270322T110000',
        'SEQUENCE:2',
      ],
      sent: ['REQUEST alice: master 20270322T100000Z', `REQUEST bob ${ROOM}: master`],
    },
  },
  google: {
    title: {
      gone: ['SUMMARY:Standup', 'SUMMARY:Standup'],
      come: ['SUMMARY:New\\; title', 'SUMMARY:New\\; title'],
      sent: ['REQUEST alice bob: master 20270317T073000Z', `REQUEST ${JUPITER}: master`],
    },
    instance: {
      key: '20270303T073000Z',
      lines: ['RECURRENCE-ID;TZID=Europe/Berlin:20270303T083000', 'SUMMARY:New\\; title'],
      sent: [`REQUEST alice bob ${JUPITER}: 20270303T073000Z`],
    },
    time: {
      to: '20270301T093000',
      come: [
        'DTSTART;TZID=Europe/Berlin:20270301T093000',
        'DTEND;TZID=Europe/Berlin:20270301T094500',
        'EXDATE;TZID=Europe/Berlin:20270305T093000',
        'EXDATE;TZID=Europe/Berlin:20270308T093000',
        ALICE_OF_GOOGLE,
        `ATTENDEE;CUTYPE=RESOURCE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;CN=HQ-3-Jupiter (12) [Video];X-NUM-GUESTS=0:mailto:${JUPITER}`,
        'SEQUENCE:3',
        'RECURRENCE-ID;TZID=Europe/Berlin:20270317T093000',
        ALICE_OF_GOOGLE,
        'ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=OPT-PARTICIPANT;PARTSTAT=NEEDS-ACTION;CN=bob@convoke.example;X-NUM-GUESTS=0:mailto:bob@convoke.example',
      ],
      sent: ['REQUEST alice bob: master 20270317T083000Z', `REQUEST ${JUPITER}: master`],
    },
  },
  outlook: {
    title: {
      gone: ['SUMMARY;LANGUAGE=de:Ausschuss'],
      come: ['SUMMARY;LANGUAGE=de:New\\; title'],
      sent: ['REQUEST alice: master 20270413T120000Z', 'REQUEST bob room-south: master'],
    },
    instance: {
      key: '20270713T120000Z',
      lines: [`RECURRENCE-ID;${WINDOWS_ZONE}:20270713T140000`, 'SUMMARY;LANGUAGE=de:New\\; title'],
      sent: ['REQUEST alice bob room-south: 20270713T120000Z'],
    },
    time: {
      to: '20270309T150000',
      come: [
        `DTEND;${WINDOWS_ZONE}:20270309T160000`,
        `DTSTART;${WINDOWS_ZONE}:20270309T150000`,
        `EXDATE;${WINDOWS_ZONE}:20270511T150000,20270608T150000`,
        'SEQUENCE:1',
        `RECURRENCE-ID;${WINDOWS_ZONE}:20270413T150000`,
      ],
      sent: ['REQUEST alice: master 20270413T130000Z', 'REQUEST bob room-south: master'],
    },
  },
  lotus: {
    title: {
      gone: ['SUMMARY:Review'],
      come: ['SUMMARY:New\\; title'],
      sent: ['REQUEST alice: master 20270402T120000Z', `REQUEST bob ${THAMES}: master`],
    },
    instance: {
      key: '20270312T130000Z',
      // RDATE gave this instance two hours.
      lines: ['RECURRENCE-ID;TZID=GMT:20270312T130000', 'DURATION:PT2H', 'SUMMARY:New\\; title'],
      sent: [`REQUEST alice bob ${THAMES}: 20270312T130000Z`],
    },
    time: {
      to: '20270305T140000',
      come: [
        'DTSTART;TZID=GMT:20270305T140000',
        'DTEND;TZID=GMT:20270305T150000',
        'RDATE;VALUE=PERIOD;TZID=GMT:20270305T140000/20270305T150000,20270312T140000/PT2H,20270319T140000/20270319T150000,20270402T140000/20270402T150000',
        'SEQUENCE:1',
        'ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;CN=Alice Ames/London/Convoke;RSVP=TRUE;X-NOTES-MEMBERS=CN=Alice Ames/O=Convoke,CN=A. Ames/O=Convoke,"ames, a.":mailto:alice@convoke.example',
        'ATTENDEE;CUTYPE=ROOM;ROLE=NON-PARTICIPANT;PARTSTAT=NEEDS-ACTION;CN=Thames/London/Convoke;RSVP=TRUE:mailto:CN=Thames/OU=London/O=Convoke@convoke.example',
        'RECURRENCE-ID:20270402T130000Z',
        'ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;CN=Alice Ames/London/Convoke;RSVP=TRUE:mailto:alice@convoke.example',
      ],
      sent: ['REQUEST alice: master 20270402T130000Z', `REQUEST bob ${THAMES}: master`],
    },
  },
  zimbra: {
    title: {
      gone: ['SUMMARY:All hands', 'SUMMARY:All hands'],
      come: ['SUMMARY:New\\; title', 'SUMMARY:New\\; title'],
      sent: ['REQUEST alice team bob: master'],
    },
    instance: {
      key: '20270330T073000Z',
      lines: [`RECURRENCE-ID;${ZIMBRA_ZONE}:20270330T093000`, 'DURATION:PT45M', 'SUMMARY:New\\; title'],
      sent: ['REQUEST alice team bob: 20270330T073000Z'],
    },
    time: {
      to: '20270329T103000',
      come: [
        'ATTENDEE;CN=Alice Ames;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:alice@convoke.example',
        'ATTENDEE;CN=Bob;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION:mailto:bob@convoke.example',
        `DTSTART;${ZIMBRA_ZONE}:20270329T103000`,
        `EXDATE;${ZIMBRA_ZONE}:20270331T103000`,
        'SEQUENCE:4',
        // The cancelled instance goes along.
        `DTSTART;${ZIMBRA_ZONE}:20270401T103000`,
        `RECURRENCE-ID;${ZIMBRA_ZONE}:20270401T103000`,
      ],
      sent: ['REQUEST alice team bob: master'],
    },
  },
};

describe.each(Object.entries(EXPORTS))('a meeting as %s writes it', (name, expected) => {
  const text = textOf(name);

  test('is read without a problem and written with the same content lines', () => {
    const unfold = (folded: string) => folded.replace(/\r\n[ \t]/g, '');
    expect(salvageCalendarData(text).problems).toEqual([]);
    expect(unfold(serializeCalendarData(parseCalendarData(text)))).toBe(unfold(text));
  });

  test('sends nothing when it is saved as it was', () => {
    const calendar = parseCalendarData(text);
    const plan = planned(calendar, parseCalendarData(serializeCalendarData(calendar)));
    expect([plan.role, plan.violations, plan.messages]).toEqual(['organizer', [], []]);
    expect(plan.stored && serializeCalendarData(plan.stored)).toBe(serializeCalendarData(calendar));
  });

  test('changes in its title only when that is edited', () => {
    expect(saved(text, retitled)).toEqual(expected.title);
  });

  test('gets an override when one of its instances is edited, and nothing else changes', () => {
    const { key, lines, sent } = expected.instance;
    const change = saved(text, retitled, key);
    expect([change.gone, change.sent]).toEqual([[], sent]);
    expect(change.come.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(1);
    expect(change.come).toEqual(expect.arrayContaining([...lines]));
    // Whatever the master has, its instance has too, each line as it was written.
    const master = text.slice(text.indexOf('BEGIN:VEVENT'), text.indexOf('END:VEVENT')).replace(/\r\n[ \t]/g, '');
    const own = /^(SUMMARY|DTSTART|DTEND|DURATION|RRULE|RDATE|EXDATE|DTSTAMP|LAST-MODIFIED|CREATED)[;:]/;
    const copied = master.split('\r\n').filter((line) => line !== '' && !own.test(line));
    expect(change.come).toEqual(expect.arrayContaining(copied));
  });

  test('moves by an hour, with all that goes by its clock', () => {
    const { to, come, sent } = expected.time;
    const change = saved(text, at(to));
    expect([[...change.come].sort(), change.sent]).toEqual([[...come].sort(), sent]);
    expect(change.gone.map(nameOf).sort()).toEqual(come.map(nameOf).sort());
  });
});

test.each(Object.keys(EXPORTS))(
  'an export of %s with its METHOD:PUBLISH is no calendar object, and is refused',
  (name) => {
    const text = textOf(name).replace('VERSION:2.0\r\n', 'VERSION:2.0\r\nMETHOD:PUBLISH\r\n');
    const plan = planned(undefined, parseCalendarData(text));
    expect(plan.violations.map(({ precondition }) => precondition)).toEqual(['valid-calendar-object-resource']);
    expect([plan.messages, plan.stored]).toEqual([[], undefined]);
  },
);

function nameOf(line: string): string {
  return line.split(/[;:]/, 1)[0] ?? '';
}
