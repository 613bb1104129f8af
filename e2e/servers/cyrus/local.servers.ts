/** What arrives at Attendees whose calendars are on the same server. */
import { describe, expect, test } from 'vitest';
import { deliveredLine } from './delivered.ts';
import { ONCE, on, people, vevent, WEEKLY } from './meeting.ts';
import type { Outcome } from './organizer.ts';
import { storyOnCyrus } from './story.ts';

const { change } = storyOnCyrus();
const series = vevent(...WEEKLY, ...people('alice', 'bob'));

/** Each component of Bob's copy: instance, start, and STATUS where it has one. */
async function bobsCopy(outcome: Outcome): Promise<readonly string[]> {
  const { events = [] } = (await outcome.copyOf('bob')) ?? {};
  return events.map(({ recurrenceId = 'master', start, status = '', exdates }) =>
    [recurrenceId, start, status, ...exdates].filter((word) => word !== '').join(' '),
  );
}

const inboxOf = async (outcome: Outcome) => (await outcome.inbox()).map(deliveredLine);

describe('The schedule-inbox', () => {
  test('gets a first REQUEST, which has SEQUENCE 1 while the Organizer’s object has none', async () => {
    const outcome = await change(undefined, [series]);
    expect(await inboxOf(outcome)).toEqual(['alice REQUEST master', 'bob REQUEST master']);
    expect((await outcome.copyOf('bob'))?.events.map(({ sequence }) => sequence)).toEqual([1]);
    expect((await outcome.storedLines()).filter((line) => line.startsWith('SEQUENCE'))).toEqual([]);
  });

  test('does not get a REQUEST of a new title, although it is in the calendar', async () => {
    const outcome = await change(
      [vevent(...ONCE, ...people('bob'))],
      [vevent(...ONCE.slice(0, 2), 'SUMMARY:Strategy', ...people('bob'))],
    );
    expect(await inboxOf(outcome)).toEqual([]);
    expect((await outcome.copyOf('bob'))?.events.map(({ summary }) => summary)).toEqual(['Strategy']);
  });

  test('gets a REQUEST of a higher SEQUENCE', async () => {
    const outcome = await change(
      [vevent(...ONCE, ...people('bob'))],
      [vevent(...ONCE.slice(0, 2), 'SUMMARY:Strategy', 'SEQUENCE:5', ...people('bob'))],
    );
    expect(await inboxOf(outcome)).toEqual(['bob REQUEST master']);
  });

  test('gets a CANCEL', async () => {
    expect(await inboxOf(await change([series], undefined))).toEqual(['alice CANCEL master', 'bob CANCEL master']);
  });
});

describe('The copy', () => {
  test('of somebody dropped from an instance has its EXDATE', async () => {
    const outcome = await change([series], [series, vevent(...on('0315'), ...people('alice'))]);
    expect(await bobsCopy(outcome)).toEqual(['master 20270308T090000Z 20270315T090000Z']);
  });

  test('takes a moved instance in beside the series', async () => {
    const outcome = await change([series], [series, vevent(...on('0315', { hour: '14' }), ...people('alice', 'bob'))]);
    expect(await bobsCopy(outcome)).toEqual(['master 20270308T090000Z', '20270315T090000Z 20270315T140000Z']);
  });

  test('keeps a moved instance moved that went back to the series for everybody else', async () => {
    const moved = vevent(...on('0315', { hour: '14' }), ...people('alice', 'bob'));
    const outcome = await change([series, moved], [series]);
    expect(await bobsCopy(outcome)).toEqual(['master 20270308T090000Z', '20270315T090000Z 20270315T140000Z']);
  });

  test('is cancelled whole for somebody who stays only on an override', async () => {
    const override = vevent(...on('0322', { hour: '14' }), ...people('alice', 'bob'));
    const outcome = await change([series, override], [vevent(...WEEKLY, ...people('alice')), override]);
    expect(await bobsCopy(outcome)).toEqual([
      'master 20270308T090000Z CANCELLED',
      '20270322T090000Z 20270322T140000Z CANCELLED',
    ]);
  });

  test('stays in the calendar with STATUS:CANCELLED when the object is deleted', async () => {
    const outcome = await change([vevent(...ONCE, ...people('bob'))], undefined);
    expect(await bobsCopy(outcome)).toEqual(['master 20270308T090000Z CANCELLED']);
  });

  test('of somebody invited to one instance holds only that', async () => {
    const outcome = await change(undefined, [
      vevent(...WEEKLY, ...people('alice')),
      vevent(...on('0315'), ...people('alice', 'bob')),
    ]);
    expect(await bobsCopy(outcome)).toEqual(['20270315T090000Z 20270315T090000Z']);
  });
});
