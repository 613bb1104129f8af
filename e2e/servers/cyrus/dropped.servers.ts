import { describe, expect, test } from 'vitest';
import { on, people, vevent, WEEKLY } from './meeting.ts';
import { storyOnCyrus } from './story.ts';

const { sends } = storyOnCyrus();
const series = vevent(...WEEKLY, ...people('alice', 'bob'));

describe('An Attendee of the series who is dropped from one instance', () => {
  test('gets a REQUEST of the series without it, where RFC 6638 §3.2.6 asks for CANCEL, and nobody else hears', async () => {
    expect(await sends([series], [series, vevent(...on('0315'), ...people('alice'))])).toEqual([
      'bob REQUEST master without 20270315T090000Z',
    ]);
  });
});
