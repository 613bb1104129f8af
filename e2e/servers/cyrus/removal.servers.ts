import { describe, expect, test } from 'vitest';
import { ONCE, on, people, vevent, WEEKLY } from './meeting.ts';
import { linesOf, storyOnCyrus } from './story.ts';

const { sends, change } = storyOnCyrus();
const series = vevent(...WEEKLY, ...people('alice', 'bob'));
const without = vevent(...WEEKLY, ...people('alice'));

describe('An Attendee who leaves the series', () => {
  test('gets a CANCEL of it', async () => {
    expect(await sends([series], [without])).toEqual(['bob CANCEL master']);
  });

  test('gets a CANCEL that leaves out the instances he was not on and holds the overrides that he was on', async () => {
    const overrides = [
      vevent(...on('0315'), ...people('alice')),
      vevent(...on('0322', { hour: '14' }), ...people('alice', 'bob')),
    ];
    const after = [without, vevent(...on('0322', { hour: '14' }), ...people('alice'))];
    expect(await sends([series, ...overrides], after)).toEqual([
      'bob CANCEL master + 20270322T090000Z without 20270315T090000Z',
    ]);
  });

  test('but stays on an override that did not change gets a CANCEL that does not spare it', async () => {
    const override = vevent(...on('0322', { hour: '14' }), ...people('alice', 'bob'));
    expect(await sends([series, override], [without, override])).toEqual(['bob CANCEL master']);
  });

  test('gets a CANCEL that holds a cancelled override too, if he was on it', async () => {
    const cancelled = vevent(...on('0322'), 'STATUS:CANCELLED', ...people('alice', 'bob'));
    const after = [without, vevent(...on('0322'), 'STATUS:CANCELLED', ...people('alice'))];
    expect(await sends([series, cancelled], after)).toEqual(['bob CANCEL master + 20270322T090000Z']);
  });

  test('and joins an override that he was not on, which does not change, gets only the CANCEL', async () => {
    const before = [series, vevent(...on('0322'), ...people('alice'))];
    expect(await sends(before, [without, vevent(...on('0322'), ...people('alice', 'bob'))])).toEqual([
      'bob CANCEL master without 20270322T090000Z',
    ]);
  });

  test('because it is gone, while an override of it stays, loses everything too', async () => {
    const override = vevent(...on('0322', { hour: '14' }), ...people('alice', 'bob'));
    const outcome = await change([series, override], [override]);
    expect(linesOf(outcome)).toEqual(['alice CANCEL master', 'bob CANCEL master']);
    expect((await outcome.copyOf('bob'))?.events.map(({ status }) => status)).toEqual(['CANCELLED', 'CANCELLED']);
  });

  test('and joins a new override that is the same as the instance was gets only the CANCEL', async () => {
    const override = vevent(...on('0322'), ...people('alice', 'bob'));
    expect(await sends([series], [without, override])).toEqual(['bob CANCEL master']);
  });

  test('and joins a new override that moves the instance gets a CANCEL, then a REQUEST of that instance', async () => {
    const override = vevent(...on('0322', { hour: '14' }), ...people('alice', 'bob'));
    expect(await sends([series], [without, override])).toEqual([
      'alice REQUEST 20270322T090000Z',
      'bob CANCEL master',
      'bob REQUEST 20270322T090000Z',
    ]);
  });
});

describe('An Attendee of single instances', () => {
  const bobOn = (...days: readonly (readonly [day: string, hour: string])[]) => [
    without,
    ...days.map(([day, hour]) => vevent(...on(day, { hour }), ...people('alice', 'bob'))),
  ];

  test('who is invited to one gets a REQUEST of that instance', async () => {
    expect(await sends([without], bobOn(['0315', '14']))).toEqual([
      'alice REQUEST 20270315T090000Z',
      'bob REQUEST 20270315T090000Z',
    ]);
  });

  test('is told nothing when he is put on an override that does not change', async () => {
    const override = (...names: readonly string[]) => vevent(...on('0315', { hour: '14' }), ...people(...names));
    expect(await sends([without, override('alice')], [without, override('alice', 'bob')])).toEqual([]);
  });

  test('gets a REQUEST of a new override even if it is the same as the instance was', async () => {
    expect(await sends([without], bobOn(['0315', '09']))).toEqual(['bob REQUEST 20270315T090000Z']);
  });

  test('gets a CANCEL of the one he loses', async () => {
    const after = [...bobOn(['0315', '14']), vevent(...on('0322', { hour: '14' }), ...people('alice'))];
    expect(await sends(bobOn(['0315', '14'], ['0322', '14']), after)).toEqual(['bob CANCEL 20270322T090000Z']);
  });

  test('gets a CANCEL of the one whose override is gone', async () => {
    expect(await sends(bobOn(['0315', '14'], ['0322', '14']), bobOn(['0315', '14']))).toEqual([
      'bob CANCEL 20270322T090000Z',
    ]);
  });

  test('gets a REQUEST of the one that changed', async () => {
    expect(await sends(bobOn(['0315', '14'], ['0322', '14']), bobOn(['0315', '14'], ['0322', '15']))).toEqual([
      'alice REQUEST 20270322T090000Z',
      'bob REQUEST 20270322T090000Z',
    ]);
  });

  test('gets a CANCEL of one, then a REQUEST of another', async () => {
    expect(await sends(bobOn(['0315', '14']), bobOn(['0322', '14']))).toEqual([
      'alice REQUEST 20270322T090000Z',
      'bob CANCEL 20270315T090000Z',
      'bob REQUEST 20270322T090000Z',
    ]);
  });

  test('gets a CANCEL of one whose STATUS becomes CANCELLED, while those of the series hear nothing', async () => {
    const cancelled = vevent(...on('0315', { hour: '14' }), 'STATUS:CANCELLED', ...people('alice', 'bob'));
    expect(await sends(bobOn(['0315', '14']), [without, cancelled])).toEqual(['bob CANCEL 20270315T090000Z']);
  });

  test('hears nothing of a change of the series', async () => {
    const [start, end, rule] = WEEKLY as [string, string, string, string];
    const [, override] = bobOn(['0315', '14']);
    const strategy = vevent(start, end, rule, 'SUMMARY:Strategy', ...people('alice'));
    expect(await sends(bobOn(['0315', '14']), [strategy, override ?? []])).toEqual([
      'alice REQUEST master + 20270315T090000Z',
    ]);
  });

  test('who joins the series gets the whole of it', async () => {
    const [, override] = bobOn(['0315', '14']);
    expect(await sends(bobOn(['0315', '14']), [series, override ?? []])).toEqual([
      'bob REQUEST master + 20270315T090000Z',
    ]);
  });
});

describe('An object that is deleted', () => {
  test('is cancelled for the Attendees of the series and for those of single instances', async () => {
    const override = vevent(...on('0315', { hour: '14' }), ...people('alice', 'carol'));
    expect(await sends([series, override], undefined)).toEqual([
      'alice CANCEL master + 20270315T090000Z',
      'bob CANCEL master without 20270315T090000Z',
      'carol CANCEL 20270315T090000Z',
    ]);
  });

  test('is cancelled without a series too', async () => {
    expect(await sends([vevent(...ONCE, ...people('alice'))], undefined)).toEqual(['alice CANCEL master']);
  });
});

describe('STATUS:CANCELLED on the master', () => {
  const cancelled = vevent(...WEEKLY, 'STATUS:CANCELLED', ...people('alice', 'bob'));

  test('cancels the series', async () => {
    expect(await sends([series], [cancelled])).toEqual(['alice CANCEL master', 'bob CANCEL master']);
  });

  test('taken back is a new invitation', async () => {
    expect(await sends([cancelled], [series])).toEqual(['alice REQUEST master', 'bob REQUEST master']);
  });

  test('leaves nobody to tell when the object is deleted', async () => {
    expect(await sends([cancelled], undefined)).toEqual([]);
  });
});
