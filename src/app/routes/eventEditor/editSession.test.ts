import { describe, expect, test } from 'vitest';
import type { EditContext } from '../../../features/event-editor/draft.ts';
import { parseCalendarData, serializeCalendarData } from '../../../icalendar/calendarData.ts';
import {
  changeDraft,
  changeScope,
  type EditSession,
  editedCalendar,
  isDirty,
  rebaseSession,
  startSession,
  takeTheirs,
  transferEdit,
} from './editSession.ts';

const CONTEXT: EditContext = {
  owner: { addresses: ['mailto:olivia@convoke.example'], name: 'Olivia' },
  now: new Date('2027-03-01T12:00:00Z'),
  uid: 'not-used',
};

const WEEKLY = `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Convoke//Convoke//EN
BEGIN:VEVENT
UID:weekly-1
DTSTAMP:20270301T090000Z
DTSTART;TZID=Europe/Berlin:20270308T100000
DTEND;TZID=Europe/Berlin:20270308T110000
RRULE:FREQ=WEEKLY;COUNT=6
SUMMARY:Planning
LOCATION:Room 1
ORGANIZER:mailto:olivia@convoke.example
ATTENDEE:mailto:olivia@convoke.example
ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:alice@convoke.example
END:VEVENT
END:VCALENDAR
`;

const MARCH_15 = '20270315T090000Z';
const saved = parseCalendarData(WEEKLY);

function text(session: EditSession): string {
  return serializeCalendarData(editedCalendar(session, CONTEXT).calendar).replaceAll('\r\n', '\n');
}

function typed(session: EditSession, changes: Partial<EditSession['current']['draft']>): EditSession {
  return changeDraft(session, { ...session.current.draft, ...changes });
}

test('with nothing typed, what would be saved is what is saved', () => {
  const session = startSession(saved, 'all');
  expect(isDirty(session)).toBe(false);
  expect(editedCalendar(session, CONTEXT).calendar).toBe(saved);
});

describe('SCHEDULE-FORCE-SEND that a server stored (RFC 6638 §7.2)', () => {
  const stored = parseCalendarData(WEEKLY.replace('NEEDS-ACTION:', 'NEEDS-ACTION;SCHEDULE-FORCE-SEND=REQUEST:'));

  test('is no wish of this edit: the next save does not send again', () => {
    const session = startSession(stored, 'all');
    expect(session.current.draft.attendees.map(({ resend }) => resend)).toEqual([false, false]);
    expect(text(typed(session, { title: 'Plan' }))).toBe(text(typed(startSession(saved, 'all'), { title: 'Plan' })));
  });

  test('comes with no merge either, while what is ticked in the form stays ticked', () => {
    const renamed = rebaseSession(typed(startSession(saved, 'all'), { title: 'Plan' }), stored, CONTEXT);
    expect(renamed.conflicts).toEqual([]);
    expect(text(renamed.session)).not.toContain('FORCE-SEND');
    const { draft } = startSession(saved, 'all').current;
    const attendees = draft.attendees.map((attendee, index) => ({ ...attendee, resend: index === 1 }));
    const ticked = rebaseSession(typed(startSession(saved, 'all'), { attendees }), stored, CONTEXT);
    expect(text(ticked.session)).toContain('SCHEDULE-FORCE-SEND=REQUEST');
  });
});

test('typing and taking it back leaves nothing to save', () => {
  const session = typed(typed(startSession(saved, 'all'), { title: 'Plan' }), { title: 'Planning' });
  expect(isDirty(session)).toBe(false);
  expect(editedCalendar(session, CONTEXT).calendar).toBe(saved);
});

test('what was typed for all stays when one event is edited next', () => {
  const all = typed(startSession(saved, 'all'), { title: 'Weekly planning' });
  const one = typed(changeScope(all, MARCH_15, CONTEXT), { location: 'Room 2' });
  expect(one.current.base.title).toBe('Weekly planning');
  const result = text(one);
  expect(result).toContain('SUMMARY:Weekly planning\nLOCATION:Room 1');
  expect(result).toMatch(/RECURRENCE-ID;TZID=Europe\/Berlin:20270315T100000[\s\S]*LOCATION:Room 2/);
});

test('going back to a scope goes back to what was typed there', () => {
  const all = typed(startSession(saved, 'all'), { title: 'Weekly planning' });
  const back = changeScope(changeScope(all, MARCH_15, CONTEXT), 'all', CONTEXT);
  expect(back.earlier).toEqual([]);
  expect(back.current.draft.title).toBe('Weekly planning');
  expect(isDirty(back)).toBe(true);
});

test('a change meant for all after all moves all by as much, and makes no override', () => {
  const start = startSession(saved, MARCH_15);
  const later = { form: 'zoned', tzid: 'Europe/Berlin' } as const;
  const moved = typed(start, {
    title: 'Plan',
    start: { ...later, local: '20270315T113000' },
    end: { ...later, local: '20270315T123000' },
  });
  const result = text(transferEdit(moved, 'all', CONTEXT));
  expect(result).toContain('DTSTART;TZID=Europe/Berlin:20270308T113000');
  expect(result).toContain('DTEND;TZID=Europe/Berlin:20270308T123000');
  expect(result).toContain('SUMMARY:Plan\n');
  expect(result).toContain('RRULE:FREQ=WEEKLY;COUNT=6');
  expect(result).not.toContain('RECURRENCE-ID');
});

test('an edit is put on top of what was saved meanwhile, and a reply is kept', () => {
  const theirs = parseCalendarData(WEEKLY.replace('Room 1', 'Room 9').replace('NEEDS-ACTION', 'ACCEPTED'));
  const { session, conflicts, lost } = rebaseSession(
    typed(startSession(saved, 'all'), { title: 'Plan' }),
    theirs,
    CONTEXT,
  );
  const result = text(session);
  expect(result).toContain('SUMMARY:Plan\nLOCATION:Room 9');
  expect(result).toContain('PARTSTAT=ACCEPTED');
  expect(conflicts.map(({ taken, collisions }) => ({ taken, collisions }))).toEqual([
    { taken: ['location'], collisions: [] },
  ]);
  expect(lost).toEqual([]);
});

test('where both changed the same thing mine stands until theirs is taken', () => {
  const theirs = parseCalendarData(WEEKLY.replace('SUMMARY:Planning', 'SUMMARY:Theirs'));
  const { session, conflicts } = rebaseSession(typed(startSession(saved, 'all'), { title: 'Mine' }), theirs, CONTEXT);
  expect(session.current.draft.title).toBe('Mine');
  const [conflict] = conflicts;
  expect(conflict?.collisions).toEqual(['title']);
  const taken = conflict && takeTheirs(session, conflict, 'title');
  expect(taken?.current.draft.title).toBe('Theirs');
  expect(taken && isDirty(taken)).toBe(false);
});
