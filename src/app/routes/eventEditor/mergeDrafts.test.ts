import { expect, test } from 'vitest';
import type { DraftAttendee, EventDraft } from '../../../features/event-editor/draft.ts';
import { mergeDrafts, sameDraft, withField } from './mergeDrafts.ts';

function guest(name: string, changes: Partial<DraftAttendee> = {}): DraftAttendee {
  return {
    address: `mailto:${name}@convoke.example`,
    name,
    role: 'REQ-PARTICIPANT',
    userType: 'INDIVIDUAL',
    agent: 'SERVER',
    partstat: 'NEEDS-ACTION',
    statuses: [],
    resend: false,
    isOrganizer: false,
    ...changes,
  };
}

const BASE: EventDraft = {
  title: 'Planning',
  start: { form: 'zoned', local: '20270308T100000', tzid: 'Europe/Berlin' },
  end: { form: 'zoned', local: '20270308T110000', tzid: 'Europe/Berlin' },
  recurrence: { kind: 'none' },
  extraDates: [],
  leftOut: [],
  location: 'Room 1',
  videoLink: '',
  webPage: '',
  description: '',
  alarms: [],
  visibility: 'PUBLIC',
  transparency: 'OPAQUE',
  status: '',
  attendees: [guest('alice'), guest('bob')],
  calendar: '',
};

const later = (hour: string) => ({ form: 'zoned' as const, local: `20270308T${hour}0000`, tzid: 'Europe/Berlin' });

test('what only they changed is taken, what only I changed is kept', () => {
  const merge = mergeDrafts({
    base: BASE,
    theirs: { ...BASE, location: 'Room 2' },
    mine: { ...BASE, title: 'Weekly planning' },
  });
  expect(merge.draft).toEqual({ ...BASE, location: 'Room 2', title: 'Weekly planning' });
  expect(merge.taken).toEqual(['location']);
  expect(merge.collisions).toEqual([]);
});

test('a reply that came meanwhile is merged without a word', () => {
  const theirs = { ...BASE, attendees: [guest('alice', { partstat: 'ACCEPTED', statuses: ['2.0'] }), guest('bob')] };
  const merge = mergeDrafts({
    base: BASE,
    theirs,
    mine: { ...BASE, attendees: [guest('alice', { role: 'OPT-PARTICIPANT' }), guest('bob')] },
  });
  expect(merge.draft.attendees[0]).toEqual(
    guest('alice', { role: 'OPT-PARTICIPANT', partstat: 'ACCEPTED', statuses: ['2.0'] }),
  );
  expect(merge.taken).toEqual([]);
  expect(merge.collisions).toEqual([]);
});

test('the same thing changed on both sides collides, and mine stands until theirs is taken', () => {
  const theirs = { ...BASE, start: later('12'), end: later('13'), title: 'Plans' };
  const mine = { ...BASE, start: later('14'), end: later('15'), title: 'Plans' };
  const merge = mergeDrafts({ base: BASE, theirs, mine });
  expect(merge.collisions).toEqual(['time']);
  expect(merge.draft.start).toEqual(later('14'));
  expect(withField(merge.draft, theirs, 'time')).toEqual({ ...mine, start: later('12'), end: later('13') });
});

test('half a new time is no time: my new end and their new start collide', () => {
  const merge = mergeDrafts({
    base: BASE,
    theirs: { ...BASE, start: later('09') },
    mine: { ...BASE, end: later('12') },
  });
  expect(merge.collisions).toEqual(['time']);
});

test('guests added and removed on both sides all count', () => {
  const theirs = { ...BASE, attendees: [guest('alice'), guest('bob'), guest('carol')] };
  const mine = { ...BASE, attendees: [guest('bob'), guest('dan')] };
  const merge = mergeDrafts({ base: BASE, theirs, mine });
  expect(merge.draft.attendees.map((attendee) => attendee.name)).toEqual(['bob', 'carol', 'dan']);
  expect(merge.taken).toEqual(['attendees']);
  expect(merge.collisions).toEqual([]);
});

test('extra dates and left-out dates of both sides are joined', () => {
  const first = later('10');
  const second = { ...later('10'), local: '20270315T100000' };
  const third = { ...later('10'), local: '20270322T100000' };
  const merge = mergeDrafts({
    base: { ...BASE, leftOut: [first] },
    theirs: { ...BASE, leftOut: [first, second] },
    mine: { ...BASE, leftOut: [third] },
  });
  expect(merge.draft.leftOut).toEqual([second, third]);
});

test('an alarm of mine on top of changed alarms is written anew instead of overwriting another', () => {
  const alarm = { position: 0, action: 'DISPLAY', minutesBefore: 10, trigger: '-PT10M' };
  const base = { ...BASE, alarms: [alarm] };
  const theirs = { ...BASE, alarms: [{ ...alarm, minutesBefore: 30, trigger: '-PT30M' }] };
  const mine = { ...BASE, alarms: [{ ...alarm, minutesBefore: 5 }] };
  const merge = mergeDrafts({ base, theirs, mine });
  expect(merge.collisions).toEqual(['alarms']);
  expect(merge.draft.alarms).toEqual([{ ...alarm, minutesBefore: 5, position: undefined }]);
});

test('drafts are the same when only replies and delivery states differ', () => {
  expect(
    sameDraft(BASE, {
      ...BASE,
      attendees: [guest('alice', { partstat: 'DECLINED', statuses: ['1.2'] }), guest('bob')],
    }),
  ).toBe(true);
  expect(sameDraft(BASE, { ...BASE, attendees: [guest('alice')] })).toBe(false);
});
