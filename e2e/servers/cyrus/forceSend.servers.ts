import { describe, expect, test } from 'vitest';
import { attendee, on, people, vevent, WEEKLY } from './meeting.ts';
import { storyOnCyrus } from './story.ts';

const { sends, change } = storyOnCyrus();

const series = (force = '') => vevent(...WEEKLY, ...people('alice'), ...bob(force));
const withoutBob = vevent(...WEEKLY, ...people('alice'));
const renamed = (force = '') => vevent(...WEEKLY.slice(0, -1), 'SUMMARY:Strategy', ...people('alice'), ...bob(force));
const override = (day: string, hour: string, force = '') =>
  vevent(...on(day, { hour }), ...people('alice'), ...bob(force));

function bob(force: string) {
  return attendee('bob', force === '' ? '' : `SCHEDULE-FORCE-SEND=${force}`);
}

describe('SCHEDULE-FORCE-SEND=REQUEST', () => {
  test('on the series sends it to that Attendee although nothing changed', async () => {
    expect(await sends([series()], [series('REQUEST')])).toEqual(['bob REQUEST master']);
  });

  test('on an override sends that instance', async () => {
    const before = [series(), override('0322', '14')];
    expect(await sends(before, [series(), override('0322', '14', 'REQUEST')])).toEqual([
      'bob REQUEST 20270322T090000Z',
    ]);
    expect(await sends([series()], [series(), override('0322', '09', 'REQUEST')])).toEqual([
      'bob REQUEST 20270322T090000Z',
    ]);
  });

  test('stays in the stored object, so that the next save of it sends again', async () => {
    const outcome = await change([series()], [series('REQUEST')]);
    expect(await outcome.storedLines()).toContain(
      'ATTENDEE;SCHEDULE-FORCE-SEND=REQUEST;SCHEDULE-STATUS=1.2:mailto:bob@convoke.example',
    );
    expect(await sends([series('REQUEST')], [series('REQUEST')])).toEqual(['bob REQUEST master']);
  });
});

describe.each(['CANCEL', 'REPLY', 'X-OTHER'])('SCHEDULE-FORCE-SEND=%s', (value) => {
  test('on the series keeps every REQUEST from that Attendee', async () => {
    expect(await sends([series()], [renamed(value)])).toEqual(['alice REQUEST master']);
    expect(await sends([series()], [series(value)])).toEqual([]);
    expect(await sends([withoutBob], [series(value)])).toEqual([]);
    expect(await sends([series()], [series(value), override('0322', '14')])).toEqual([
      'alice REQUEST 20270322T090000Z',
    ]);
  });

  test('gives status 2.3 instead', async () => {
    const outcome = await change([series()], [renamed(value)]);
    expect(await outcome.storedLines()).toContain(
      `ATTENDEE;SCHEDULE-FORCE-SEND=${value};SCHEDULE-STATUS=2.3:mailto:bob@convoke.example`,
    );
  });

  test('on an override does not keep a REQUEST of the whole series from him', async () => {
    expect(await sends([series(), override('0322', '14')], [renamed(), override('0322', '14', value)])).toEqual([
      'alice REQUEST master + 20270322T090000Z',
      'bob REQUEST master + 20270322T090000Z',
    ]);
  });

  test('on the last override he is on keeps a REQUEST of single instances from him', async () => {
    const before = [series(), override('0315', '14'), override('0322', '14')];
    const after = [series(), override('0315', '15'), override('0322', '14', value)];
    expect(await sends(before, after)).toEqual(['alice REQUEST 20270315T090000Z']);
  });

  test('on an override before the last puts that instance into the REQUEST, as any value does', async () => {
    const before = [series(), override('0315', '14'), override('0322', '14')];
    const after = [series(), override('0315', '14', value), override('0322', '14')];
    expect(await sends(before, after)).toEqual(['bob REQUEST 20270315T090000Z']);
  });

  test('keeps no CANCEL from him', async () => {
    const after = [withoutBob, override('0322', '14', value)];
    expect(await sends([series(), override('0322', '14')], after)).toEqual(['bob CANCEL master']);
    expect(await sends([withoutBob, override('0315', '14'), override('0322', '14')], after)).toEqual([
      'bob CANCEL 20270315T090000Z',
    ]);
  });
});
