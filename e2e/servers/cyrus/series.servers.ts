import { describe, expect, test } from 'vitest';
import { attendee, ONCE, on, people, vevent, WEEKLY } from './meeting.ts';
import { storyOnCyrus } from './story.ts';

const { sends } = storyOnCyrus();
const [DTSTART, DTEND, RRULE, SUMMARY] = WEEKLY as [string, string, string, string];
const series = vevent(...WEEKLY, ...people('alice', 'bob'));
const strategy = vevent(DTSTART, DTEND, RRULE, 'SUMMARY:Strategy', ...people('alice', 'bob'));

describe('An Attendee of the series', () => {
  test('is sent the whole of a new object, which leaves out the instances without him', async () => {
    const override = vevent(...on('0315', { hour: '14' }), ...people('alice'));
    expect(await sends(undefined, [series, override])).toEqual([
      'alice REQUEST master + 20270315T090000Z',
      'bob REQUEST master without 20270315T090000Z',
    ]);
  });

  test('is sent nothing when nothing changed', async () => {
    expect(await sends([series], [series])).toEqual([]);
  });

  test('is sent the whole object with all his overrides when the master changed', async () => {
    const override = vevent(...on('0315', { hour: '14' }), ...people('alice', 'bob'));
    expect(await sends([series, override], [strategy, override])).toEqual([
      'alice REQUEST master + 20270315T090000Z',
      'bob REQUEST master + 20270315T090000Z',
    ]);
  });

  test('is sent only the override that moves an instance, and that Attendee only who is on it', async () => {
    const before = [series, vevent(...on('0315'), ...people('alice'))];
    const after = [...before, vevent(...on('0322', { hour: '14' }), ...people('alice', 'bob'))];
    expect(await sends(before, after)).toEqual(['alice REQUEST 20270322T090000Z', 'bob REQUEST 20270322T090000Z']);
  });

  test('is sent two changed overrides in one message', async () => {
    const at = (hour: string) => [
      vevent(...on('0315', { hour }), ...people('alice')),
      vevent(...on('0322', { hour }), ...people('alice')),
    ];
    const master = vevent(...WEEKLY, ...people('alice'));
    expect(await sends([master, ...at('11')], [master, ...at('14')])).toEqual([
      'alice REQUEST 20270315T090000Z + 20270322T090000Z',
    ]);
  });

  test('is sent nothing about a new override that is the same as the instance was', async () => {
    expect(await sends([series], [series, vevent(...on('0315'), ...people('alice', 'bob'))])).toEqual([]);
  });

  test('who is dropped from one instance gets a REQUEST of the series without it, not a CANCEL', async () => {
    expect(await sends([series], [series, vevent(...on('0315'), ...people('alice'))])).toEqual([
      'bob REQUEST master without 20270315T090000Z',
    ]);
  });

  test('who is dropped from one instance while another moves gets all of it in one REQUEST', async () => {
    const after = [
      series,
      vevent(...on('0315'), ...people('alice')),
      vevent(...on('0322', { hour: '14' }), ...people('alice', 'bob')),
    ];
    expect(await sends([series], after)).toEqual([
      'alice REQUEST 20270322T090000Z',
      'bob REQUEST master + 20270322T090000Z without 20270315T090000Z',
    ]);
  });

  test('gets a REQUEST of the series for an EXDATE, not a CANCEL', async () => {
    const without = vevent(...WEEKLY, 'EXDATE:20270315T090000Z', ...people('alice', 'bob'));
    expect(await sends([series], [without])).toEqual([
      'alice REQUEST master without 20270315T090000Z',
      'bob REQUEST master without 20270315T090000Z',
    ]);
  });

  test('gets the EXDATE of an instance along with the override that stands there', async () => {
    const excluded = vevent(...WEEKLY, 'EXDATE:20270322T090000Z', ...people('alice', 'bob'));
    const override = vevent(...on('0322', { hour: '14' }), ...people('alice'));
    expect(await sends([series], [excluded, override])).toEqual([
      'alice REQUEST master + 20270322T090000Z without 20270322T090000Z',
      'bob REQUEST master without 20270322T090000Z',
    ]);
  });

  test('who is put on an override that changes with it gets that override', async () => {
    const before = [series, vevent(...on('0315'), ...people('alice'))];
    const after = [series, vevent(...on('0315', { hour: '14' }), ...people('alice', 'bob'))];
    expect(await sends(before, after)).toEqual(['alice REQUEST 20270315T090000Z', 'bob REQUEST 20270315T090000Z']);
  });

  test('gets a REQUEST of the series for an RDATE, never an ADD', async () => {
    const more = vevent(...WEEKLY, 'RDATE:20270310T090000Z', ...people('alice'));
    expect(await sends([vevent(...WEEKLY, ...people('alice'))], [more])).toEqual(['alice REQUEST master']);
  });

  test('alone hears that he is added or removed', async () => {
    const alone = vevent(...WEEKLY, ...people('alice'));
    expect(await sends([alone], [series])).toEqual(['bob REQUEST master']);
    expect(await sends([series], [alone])).toEqual(['bob CANCEL master']);
  });

  test('is told of a new agent on another’s line as little as of a new guest', async () => {
    const before = vevent(...ONCE, ...people('alice'), ...attendee('bob', 'SCHEDULE-AGENT=NONE'));
    expect(await sends([before], [vevent(...ONCE, ...people('alice', 'bob'))])).toEqual(['bob REQUEST master']);
  });
});

describe('What Cyrus tells nobody, although RFC 6638 asks for a message', () => {
  test('STATUS:CANCELLED on one instance', async () => {
    const cancelled = vevent(...on('0315'), 'STATUS:CANCELLED', ...people('alice', 'bob'));
    expect(await sends([series], [series, cancelled])).toEqual([]);
  });

  test('STATUS:CANCELLED on an instance that had an override', async () => {
    const moved = on('0315', { hour: '14' });
    const before = [series, vevent(...moved, ...people('alice', 'bob'))];
    expect(await sends(before, [series, vevent(...moved, 'STATUS:CANCELLED', ...people('alice', 'bob'))])).toEqual([]);
  });

  test('an override that goes back to the series', async () => {
    const moved = vevent(...on('0315', { hour: '14' }), ...people('alice', 'bob'));
    expect(await sends([series, moved], [series])).toEqual([]);
  });

  test('an Attendee who is put back on an instance that is otherwise unchanged', async () => {
    const before = [series, vevent(...on('0315'), ...people('alice'))];
    expect(await sends(before, [series, vevent(...on('0315'), ...people('alice', 'bob'))])).toEqual([]);
    expect(await sends(before, [series])).toEqual([]);
    const moved = (...names: readonly string[]) => vevent(...on('0315', { hour: '14' }), ...people(...names));
    expect(await sends([series, moved('alice')], [series, moved('alice', 'bob')])).toEqual([]);
  });

  test('another TZID with the same digits', async () => {
    const inZone = (zone: string) =>
      vevent(`DTSTART${zone}:20270308T090000`, `DTEND${zone}:20270308T100000`, SUMMARY, ...people('alice'));
    expect(await sends([inZone('')], [inZone(';TZID=Europe/Berlin')])).toEqual([]);
  });

  test('ORGANIZER taken out', async () => {
    const plain = vevent(...WEEKLY);
    expect(await sends([series], [plain])).toEqual([]);
  });

  test('ORGANIZER put in where the Attendees stood already', async () => {
    expect(await sends([vevent(...WEEKLY, ...people('alice', 'bob').slice(1))], [series])).toEqual([]);
  });
});

describe('ORGANIZER put in', () => {
  test('with Attendees invites them', async () => {
    expect(await sends([vevent(...WEEKLY)], [series])).toEqual(['alice REQUEST master', 'bob REQUEST master']);
  });

  test('with a new title is sent as a change of the title is', async () => {
    expect(await sends([vevent(...WEEKLY, ...people('alice', 'bob').slice(1))], [strategy])).toEqual([
      'alice REQUEST master',
      'bob REQUEST master',
    ]);
  });
});
