import { describe, expect, test } from 'vitest';
import { on, people, vevent, WEEKLY } from './meeting.ts';
import { storyOnCyrus } from './story.ts';

const { sends, change } = storyOnCyrus();
const series = vevent(...WEEKLY, ...people('alice', 'bob'));
const withoutBob = vevent(...WEEKLY, ...people('alice'));
const cancelled = (...names: readonly string[]) => vevent(...on('0315'), 'STATUS:CANCELLED', ...people(...names));
const standing = (...names: readonly string[]) => vevent(...on('0315'), ...people(...names));

describe('An instance with STATUS:CANCELLED', () => {
  test('is told to nobody on the series, and stays in their calendars', async () => {
    expect(await sends([series], [series, cancelled('alice', 'bob')])).toEqual([]);
    const outcome = await change([series], [series, cancelled('alice', 'bob')]);
    expect((await outcome.copyOf('bob'))?.events.map(({ status }) => status)).toEqual([undefined]);
  });

  test('is told to nobody when it stands again', async () => {
    expect(await sends([series, cancelled('alice', 'bob')], [series, standing('alice', 'bob')])).toEqual([]);
    expect(await sends([series, cancelled('alice', 'bob')], [series])).toEqual([]);
  });

  test('is sent by REQUEST when something that counts changed with it, which tells them after all', async () => {
    const renamed = vevent(...on('0315', { summary: 'Off' }), 'STATUS:CANCELLED', ...people('alice', 'bob'));
    const outcome = await change([series], [series, renamed]);
    expect(outcome.messages.map(({ recipient, method, instances }) => [recipient, method, ...instances])).toEqual([
      ['alice', 'REQUEST', '20270315T090000Z'],
      ['bob', 'REQUEST', '20270315T090000Z'],
    ]);
    expect(outcome.mails[0]?.calendar).toContain('STATUS:CANCELLED\r\n');
    const copy = await outcome.copyOf('bob');
    expect(copy?.events.map(({ recurrenceId, status }) => [recurrenceId, status])).toEqual([
      [undefined, undefined],
      ['20270315T090000Z', 'CANCELLED'],
    ]);
  });

  test('goes with the series when that is sent', async () => {
    expect(await sends(undefined, [series, cancelled('alice', 'bob')])).toEqual([
      'alice REQUEST master + 20270315T090000Z',
      'bob REQUEST master + 20270315T090000Z',
    ]);
  });

  test('from which an Attendee is dropped as well is a REQUEST without it for him', async () => {
    expect(await sends([series], [series, cancelled('alice')])).toEqual([
      'bob REQUEST master without 20270315T090000Z',
    ]);
  });

  test('is told by EXDATE instead, the way around', async () => {
    const without = vevent(...WEEKLY, 'EXDATE:20270315T090000Z', ...people('alice', 'bob'));
    const outcome = await change([series], [without]);
    expect((await outcome.copyOf('bob'))?.events.map(({ exdates }) => exdates)).toEqual([['20270315T090000Z']]);
    expect(await sends([series], [without])).toEqual([
      'alice REQUEST master without 20270315T090000Z',
      'bob REQUEST master without 20270315T090000Z',
    ]);
  });
});

describe('A cancelled instance that somebody off the series is on', () => {
  test('is cancelled for him', async () => {
    expect(await sends([withoutBob, standing('alice', 'bob')], [withoutBob, cancelled('alice', 'bob')])).toEqual([
      'bob CANCEL 20270315T090000Z',
    ]);
  });

  test('is cancelled for him again by every later save', async () => {
    const before = [withoutBob, cancelled('alice', 'bob')];
    expect(await sends(before, before)).toEqual(['bob CANCEL 20270315T090000Z']);
    expect(await sends(before, undefined)).toEqual([
      'alice CANCEL master + 20270315T090000Z',
      'bob CANCEL 20270315T090000Z',
    ]);
  });

  test('is sent to him by REQUEST when it is new', async () => {
    expect(await sends([withoutBob], [withoutBob, cancelled('alice', 'bob')])).toEqual([
      'bob REQUEST 20270315T090000Z',
    ]);
  });
});
