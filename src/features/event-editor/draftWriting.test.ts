import { describe, expect, it } from 'vitest';
import { parseCalendarData, serializeCalendarData } from '../../icalendar/calendarData.ts';
import { type Component, getProperties } from '../../icalendar/component.ts';
import { planScheduling } from '../../scheduling/plan.ts';
import type { DraftAttendee, EventDraft } from './draft.ts';
import { readDraft } from './draftReading.ts';
import { withAllDay, withStart, withTimeZone } from './draftTimes.ts';
import { applyDraft } from './draftWriting.ts';
import { withExtraDate, withLeftOut } from './instanceEdits.ts';
import { newAttendee, newDraft } from './newDraft.ts';
import {
  attendeesAt,
  BERLIN,
  calendarOf,
  changeOf,
  EXPORTS,
  eventLines,
  linesOf,
  OLIVIA,
  overrideLines,
  valuesOf,
  weekly,
} from './testCalendars.ts';

const THIRD = '20270322T090000Z';
const FOURTH = '20270329T080000Z';

function edit(calendar: Component, change: (draft: EventDraft) => EventDraft, scope = 'all') {
  return applyDraft(calendar, change(readDraft(calendar, scope)), scope, OLIVIA);
}

describe.each(Object.entries(EXPORTS))('an event as %s writes it', (_name, calendar) => {
  it('is the same object after an untouched draft', () => {
    const copy = JSON.parse(JSON.stringify(readDraft(calendar, 'all'))) as EventDraft;
    expect(applyDraft(calendar, copy, 'all', OLIVIA)).toEqual({ calendar, unmapped: [] });
    expect(applyDraft(calendar, copy, 'all', OLIVIA).calendar).toBe(calendar);
  });

  it('changes in SUMMARY only when the title does', () => {
    const { gone, come } = changeOf(calendar, edit(calendar, (draft) => ({ ...draft, title: 'A; b, c\nd' })).calendar);
    expect(gone.every((line) => line.startsWith('SUMMARY'))).toBe(true);
    expect(come.every((line) => /^SUMMARY(;LANGUAGE=\w+)?:A\\; b\\, c\\nd$/.test(line))).toBe(true);
    expect(come.length).toBeGreaterThan(0);
  });

  it('can be moved by an hour and back without a change', () => {
    const moved = edit(calendar, (draft) => withStart(draft, { ...draft.start, local: shifted(draft.start.local, 1) }));
    const back = edit(moved.calendar, (draft) =>
      withStart(draft, { ...draft.start, local: shifted(draft.start.local, -1) }),
    );
    expect(moved.unmapped).toEqual([]);
    expect(unquoted(back.calendar)).toEqual(unquoted(calendar));
  });
});

/** Content lines without DTSTAMP and LAST-MODIFIED, and without quotes that a rewritten TZID does not need. */
function unquoted(calendar: Component): readonly string[] {
  return linesOf(calendar)
    .filter((line) => !/^(DTSTAMP|LAST-MODIFIED):/.test(line))
    .map((line) => line.replaceAll('"', ''));
}

function shifted(local: string, hours: number): string {
  if (local.length === 8) return String(Number(local) + hours);
  return `${local.slice(0, 9)}${String(Number(local.slice(9, 11)) + hours).padStart(2, '0')}${local.slice(11)}`;
}

describe('a new event', () => {
  const draft: EventDraft = {
    ...newDraft(
      { form: 'zoned', local: '20270308T100000', tzid: 'Europe/Berlin' },
      { form: 'zoned', local: '20270308T110000', tzid: 'Europe/Berlin' },
    ),
    title: 'Kick-off',
  };

  it('has UID, time zone and times', () => {
    const { calendar } = applyDraft(undefined, draft, 'all', OLIVIA);
    expect(linesOf(calendar)).toEqual(
      expect.arrayContaining([
        'UID:new-uid',
        'SUMMARY:Kick-off',
        `DTSTART;${BERLIN}:20270308T100000`,
        `DTEND;${BERLIN}:20270308T110000`,
        'TZID:Europe/Berlin',
      ]),
    );
    expect(readDraft(parseCalendarData(serializeCalendarData(calendar)), 'all')).toEqual(draft);
  });

  it('gets an ORGANIZER, and the Organizer an accepted ATTENDEE line, with the first guest', () => {
    const invited = { ...draft, attendees: [newAttendee('mailto:alice@convoke.example', 'Alice')] };
    const { calendar } = applyDraft(undefined, invited, 'all', OLIVIA);
    expect(linesOf(calendar).filter((line) => /^(ORGANIZER|ATTENDEE)/.test(line))).toEqual([
      'ORGANIZER;CN=Olivia Organizer:mailto:olivia@convoke.example',
      'ATTENDEE;CN=Olivia Organizer;PARTSTAT=ACCEPTED:mailto:olivia@convoke.example',
      'ATTENDEE;CN=Alice;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:alice@convoke.example',
    ]);
    const plan = planScheduling({
      original: undefined,
      modified: calendar,
      owner: { addresses: OLIVIA.owner.addresses },
      now: OLIVIA.now,
    });
    expect(plan.messages.map(({ method, recipients }) => [method, ...recipients])).toEqual([
      ['REQUEST', 'mailto:alice@convoke.example'],
    ]);
  });
});

describe('moving a series', () => {
  it('moves RECURRENCE-ID, and overrides that sat at their original time, by the clock of DTSTART', () => {
    const { calendar, unmapped } = edit(weekly(), (draft) =>
      withStart(draft, { ...draft.start, local: '20270308T113000' }),
    );
    expect(unmapped).toEqual([]);
    expect(overrideLines(calendar)).toEqual([
      '20270322T113000 20270322T120000 20270322T130000 Planning',
      // Its RECURRENCE-ID was in UTC, after the change to summer time, and stays so.
      '20270405T093000Z 20270405T113000 20270405T123000 Planning with Carol',
    ]);
  });

  it('moves extra and left-out dates along, and the weekday of the rule', () => {
    const before = weekly(`EXDATE;${BERLIN}:20270315T100000`, 'RDATE:20270318T090000Z');
    const { calendar } = edit(before, (draft) => withStart(draft, { ...draft.start, local: '20270309T110000' }));
    expect([valuesOf(calendar, 'EXDATE'), valuesOf(calendar, 'RDATE')]).toEqual([
      ['20270316T110000'],
      ['20270319T100000Z'],
    ]);
    expect(overrideLines(calendar)[1]).toMatch(/^20270406T090000Z 20270406T110000/);
  });

  it('keeps digits when only the zone changes', () => {
    const { calendar } = edit(weekly(`EXDATE;${BERLIN}:20270315T100000`), (draft) =>
      withTimeZone(draft, 'America/New_York'),
    );
    expect(linesOf(calendar)).toEqual(
      expect.arrayContaining(['EXDATE;TZID=America/New_York:20270315T100000', 'TZID:America/New_York']),
    );
    expect(overrideLines(calendar)[1]).toMatch(/^20270405T140000Z 20270405T100000/);
  });

  it('becomes a series of whole days and back', () => {
    const days = edit(weekly(`EXDATE;${BERLIN}:20270315T100000`), (draft) =>
      withAllDay(draft, true, { time: '090000', tzid: 'Europe/Berlin' }),
    );
    expect([valuesOf(days.calendar, 'EXDATE'), overrideLines(days.calendar)[1]]).toEqual([
      ['20270315'],
      '20270405 20270405 20270406 Planning with Carol',
    ]);
    const timed = edit(days.calendar, (draft) => withAllDay(draft, false, { time: '090000', tzid: 'Europe/Berlin' }));
    expect(overrideLines(timed.calendar)[1]).toBe(
      '20270405T090000 20270405T090000 20270405T100000 Planning with Carol',
    );
  });

  it('lets an override follow in length when it was as long as the master', () => {
    const { calendar } = edit(weekly(), (draft) => ({
      ...draft,
      end: { form: 'zoned', local: '20270308T103000', tzid: 'Europe/Berlin' },
    }));
    expect(overrideLines(calendar)).toEqual([
      '20270322T100000 20270322T120000 20270322T123000 Planning',
      '20270405T080000Z 20270405T100000 20270405T103000 Planning with Carol',
    ]);
  });

  it('lists what has no place in the new recurrence set, and takes it out', () => {
    const before = weekly(`EXDATE;${BERLIN}:20270315T100000,20270412T100000`);
    const { calendar, unmapped } = edit(before, (draft) => ({
      ...draft,
      recurrence: { ...rule(draft), end: { kind: 'count', count: 4 } },
    }));
    expect(unmapped.map(({ kind, key, title }) => [kind, key, title])).toEqual([
      ['left-out', '20270412T080000Z', ''],
      ['override', '20270405T080000Z', 'Planning with Carol'],
    ]);
    expect(valuesOf(calendar, 'EXDATE')).toEqual(['20270315T100000']);
    expect(overrideLines(calendar)).toHaveLength(1);
  });

  it('leaves everything where it was when the series only begins on another of its days', () => {
    const before = edit(weekly(`EXDATE;${BERLIN}:20270315T100000`), (draft) => ({
      ...draft,
      recurrence: { ...rule(draft), weekdays: ['MO', 'TH'] },
    })).calendar;
    const { calendar, unmapped } = edit(before, (draft) =>
      withStart(draft, { ...draft.start, local: '20270311T100000' }),
    );
    expect([valuesOf(calendar, 'EXDATE'), unmapped]).toEqual([['20270315T100000'], []]);
  });
});

function rule(draft: EventDraft) {
  if (draft.recurrence.kind !== 'rule') throw new Error('There is no rule.');
  return draft.recurrence;
}

describe('editing all events', () => {
  it('changes a title on overrides that had the old one, and on no other', () => {
    const { calendar } = edit(weekly(), (draft) => ({ ...draft, title: 'Strategy' }));
    expect(overrideLines(calendar).map((line) => line.split(' ').slice(3).join(' '))).toEqual([
      'Strategy',
      'Planning with Carol',
    ]);
  });

  it('adds a guest to the master and every override', () => {
    const { calendar } = edit(weekly(), (draft) => ({
      ...draft,
      attendees: [...draft.attendees, newAttendee('mailto:dan@convoke.example', 'Dan')],
    }));
    expect(valuesOf(calendar, 'ATTENDEE')).toContain('mailto:dan@convoke.example');
    expect([attendeesAt(calendar, '20270322T100000'), attendeesAt(calendar, '20270405T080000Z')]).toEqual([
      ['alice', 'dan'],
      ['alice', 'carol', 'dan'],
    ]);
  });

  it('adds a guest who stood on one override only everywhere else, and leaves his line there alone', () => {
    const { calendar } = edit(weekly(), (draft) => ({
      ...draft,
      attendees: [...draft.attendees, newAttendee('mailto:CAROL@convoke.example', 'C')],
    }));
    expect(linesOf(calendar)).toContain('ATTENDEE;CN=Carol;PARTSTAT=ACCEPTED:mailto:carol@convoke.example');
    expect(attendeesAt(calendar, '20270405T080000Z')).toEqual(['alice', 'carol']);
  });

  it('removes a guest wherever he stood, and nobody else', () => {
    const { calendar } = edit(weekly(), (draft) => ({
      ...draft,
      attendees: draft.attendees.filter(({ name }) => name !== 'Alice'),
    }));
    expect([
      valuesOf(calendar, 'ATTENDEE').length,
      attendeesAt(calendar, '20270322T100000'),
      attendeesAt(calendar, '20270405T080000Z'),
    ]).toEqual([2, [], ['carol']]);
  });

  it('changes one parameter of one ATTENDEE line and keeps the others', () => {
    const { gone, come } = changeOf(
      weekly(),
      edit(weekly(), (draft) => ({ ...draft, attendees: mapName(draft, 'Alice', { agent: 'NONE' }) })).calendar,
    );
    expect(gone).toHaveLength(3);
    expect(come[0]).toBe(
      'ATTENDEE;CN=Alice;X-KEEP="a;b";PARTSTAT=ACCEPTED;SCHEDULE-STATUS=1.2;SCHEDULE-AGENT=NONE:mailto:alice@convoke.example',
    );
  });

  it('asks for a resend by SCHEDULE-FORCE-SEND', () => {
    const { calendar } = edit(weekly(), (draft) => ({ ...draft, attendees: mapName(draft, 'Bob', { resend: true }) }));
    expect(linesOf(calendar)).toContain(
      'ATTENDEE;CN=Bob;PARTSTAT=NEEDS-ACTION;SCHEDULE-STATUS="1.2,2.0";SCHEDULE-FORCE-SEND=REQUEST:mailto:Bob@convoke.example',
    );
  });

  it('adds extra dates and leaves dates out; an override on a left-out date goes', () => {
    const { calendar, unmapped } = edit(weekly(), (draft) =>
      withLeftOut(withExtraDate(draft, { ...draft.start, local: '20270318T100000' }), {
        ...draft.start,
        local: '20270322T100000',
      }),
    );
    expect([
      valuesOf(calendar, 'RDATE'),
      valuesOf(calendar, 'EXDATE'),
      overrideLines(calendar).length,
      unmapped,
    ]).toEqual([['20270318T100000'], ['20270322T100000'], 1, []]);
  });

  it('takes HTML and map renderings of an edited text out, and only those', () => {
    const outlook = EXPORTS['outlook'] as Component;
    const apple = EXPORTS['apple'] as Component;
    expect(changeOf(outlook, edit(outlook, (draft) => ({ ...draft, description: 'New' })).calendar)).toEqual({
      gone: ['DESCRIPTION:Agenda\\n\\n1. Budget\\n', expect.stringMatching(/^X-ALT-DESC/)],
      come: ['DESCRIPTION:New'],
    });
    expect(changeOf(apple, edit(apple, (draft) => ({ ...draft, location: '' })).calendar)).toEqual({
      gone: ['LOCATION:Hauptstr. 1\\nBerlin', expect.stringMatching(/^X-APPLE-STRUCTURED-LOCATION/)],
      come: [],
    });
  });

  it('changes one alarm’s time and keeps what else is in it', () => {
    const apple = EXPORTS['apple'] as Component;
    const { gone, come } = changeOf(
      apple,
      edit(apple, (draft) => ({
        ...draft,
        alarms: draft.alarms.map((alarm) => ({
          ...alarm,
          minutesBefore: alarm.minutesBefore === 15 ? 1440 : alarm.minutesBefore,
        })),
      })).calendar,
    );
    expect([gone, come]).toEqual([['TRIGGER:-PT15M'], ['TRIGGER:-P1D']]);
  });
});

function mapName(draft: EventDraft, name: string, change: Partial<DraftAttendee>): readonly DraftAttendee[] {
  return draft.attendees.map((attendee) => (attendee.name === name ? { ...attendee, ...change } : attendee));
}

describe('editing one instance', () => {
  it('makes an override that differs from the derived instance in what was edited', () => {
    const { calendar } = edit(weekly(), (draft) => ({ ...draft, location: 'Room 2' }), FOURTH);
    expect(overrideLines(calendar).at(-1)).toBe('20270329T100000 20270329T100000 20270329T110000 Planning');
    expect(getProperties(calendar.components.at(-1) as Component, 'LOCATION').map(({ value }) => value)).toEqual([
      'Room 2',
    ]);
  });

  it('changes an override in place', () => {
    const { gone, come } = changeOf(
      weekly(),
      edit(weekly(), (draft) => ({ ...draft, title: 'Planning at noon' }), THIRD).calendar,
    );
    expect([gone, come]).toEqual([['SUMMARY:Planning'], ['SUMMARY:Planning at noon']]);
  });

  it('takes an override away that this edit made and that says nothing of its own any more', () => {
    const saved = weekly();
    const made = applyDraft(saved, { ...readDraft(saved, FOURTH), title: 'Other' }, FOURTH, {
      ...OLIVIA,
      saved,
    }).calendar;
    const undone = applyDraft(made, { ...readDraft(made, FOURTH), title: 'Planning' }, FOURTH, {
      ...OLIVIA,
      saved,
    }).calendar;
    expect(overrideLines(made)).toHaveLength(3);
    expect(linesOf(undone)).toEqual(linesOf(saved));
  });

  it('keeps a saved override that comes to equal the derived instance', () => {
    const saved = edit(weekly(), (draft) => ({ ...draft, title: 'Other' }), FOURTH).calendar;
    const edited = applyDraft(saved, { ...readDraft(saved, FOURTH), title: 'Planning' }, FOURTH, {
      ...OLIVIA,
      saved,
    }).calendar;
    expect(overrideLines(edited)).toHaveLength(3);
  });

  it('invites a guest to that instance, with the ORGANIZER on every component', () => {
    const own = calendarOf(
      eventLines(
        `DTSTART;${BERLIN}:20270308T100000`,
        `DTEND;${BERLIN}:20270308T110000`,
        'RRULE:FREQ=DAILY;COUNT=3',
        'SUMMARY:Focus',
      ),
    );
    const { calendar } = edit(
      own,
      (draft) => ({ ...draft, attendees: [newAttendee('mailto:carol@convoke.example', 'Carol')] }),
      '20270309T090000Z',
    );
    expect(linesOf(calendar).filter((line) => line.startsWith('ORGANIZER'))).toHaveLength(2);
    expect(valuesOf(calendar, 'ATTENDEE')).toEqual([]);
    expect(attendeesAt(calendar, '20270309T100000')).toEqual(['olivia', 'carol']);
  });

  it('cancels one instance by STATUS', () => {
    const { calendar } = edit(weekly(), (draft) => ({ ...draft, status: 'CANCELLED' }), FOURTH);
    expect(linesOf(calendar)).toContain('STATUS:CANCELLED');
  });
});
