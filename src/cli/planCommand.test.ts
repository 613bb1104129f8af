import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planFiles, planLines } from './planCommand.ts';

const EVENT = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'PRODID:-//Test//EN',
  'BEGIN:VEVENT',
  'UID:1',
  'DTSTAMP:20270101T000000Z',
  'DTSTART;TZID=Europe/Berlin:20270308T100000',
  'DURATION:PT1H',
  'RRULE:FREQ=WEEKLY;COUNT=6',
  'ORGANIZER:mailto:olivia@example.com',
  'ATTENDEE:mailto:alice@example.com',
  'ATTENDEE;SCHEDULE-AGENT=CLIENT:mailto:bob@example.com',
  'END:VEVENT',
  'END:VCALENDAR',
  '',
].join('\r\n');
const WITHOUT_SECOND = EVENT.replace('ORGANIZER', 'EXDATE;TZID=Europe/Berlin:20270315T100000\r\nORGANIZER');
const OLIVIA = 'mailto:olivia@example.com';

class Written extends Writable {
  text = '';
  override _write(chunk: unknown, _encoding: string, done: () => void): void {
    this.text += String(chunk);
    done();
  }
}

async function lines(
  ...cases: readonly unknown[]
): Promise<{ readonly code: number; readonly answers: readonly Record<string, unknown>[] }> {
  const out = new Written();
  const input = cases.map((each) => `${typeof each === 'string' ? each : JSON.stringify(each)}\n`);
  const code = await planLines(Readable.from(input), { now: '2027-03-01T12:00:00Z' }, out);
  return {
    code,
    answers: out.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  };
}

describe('a case a line', () => {
  test('is answered with role, operation, messages, silences and what is stored', async () => {
    const { code, answers } = await lines({ id: 'a', original: EVENT, modified: WITHOUT_SECOND, owner: [OLIVIA] });
    expect(code).toBe(0);
    expect(answers).toEqual([
      {
        id: 'a',
        role: 'organizer',
        operation: 'modify',
        violations: [],
        messages: [
          {
            recipient: 'mailto:alice@example.com',
            method: 'CANCEL',
            instances: ['20270315T090000Z'],
            exdates: [],
            sequence: 1,
            ics: expect.stringContaining('METHOD:CANCEL'),
          },
        ],
        silent: [
          { attendee: 'mailto:alice@example.com', instance: 'master', reason: 'unchanged' },
          { attendee: 'mailto:bob@example.com', instance: 'master', reason: 'schedule-agent' },
          { attendee: 'mailto:bob@example.com', instance: '20270315T090000Z', reason: 'schedule-agent' },
        ],
        stored: expect.stringContaining('SEQUENCE:1'),
      },
    ]);
  });

  test('that cannot be read is answered with its error, and the next one still runs', async () => {
    const { code, answers } = await lines(
      'no JSON',
      { id: 'b', original: 'nonsense', modified: null, owner: OLIVIA },
      { id: 'c' },
      { id: 'd', original: null, modified: EVENT, owner: OLIVIA, profile: 'other' },
      { id: 'e', original: null, modified: EVENT, owner: OLIVIA },
    );
    expect(code).toBe(2);
    expect(answers.map(({ id, error }) => [id, typeof error])).toEqual([
      [null, 'string'],
      ['b', 'string'],
      ['c', 'string'],
      ['d', 'string'],
      ['e', 'undefined'],
    ]);
    expect(answers[1]?.['error']).toBe('Line 1: “nonsense” has no colon.');
  });

  test('of an owner who has no part in it sends nothing', async () => {
    const { answers } = await lines({ id: 1, original: null, modified: EVENT, owner: null });
    expect(answers[0]).toMatchObject({ role: 'none', operation: 'none', messages: [] });
  });

  test('an unknown SCHEDULE-FORCE-SEND stands in what is stored as status 2.3', async () => {
    const forced = EVENT.replace('ATTENDEE:mailto:alice', 'ATTENDEE;SCHEDULE-FORCE-SEND=ADD:mailto:alice');
    const { answers } = await lines({ id: 1, original: EVENT, modified: forced, owner: OLIVIA });
    expect(answers[0]).toMatchObject({ messages: [], stored: expect.stringContaining('SCHEDULE-STATUS=2.3:') });
  });

  test('a profile predicts its server: Cyrus restricts the series where RFC 6638 cancels the instance', async () => {
    const { answers } = await lines({
      id: 1,
      original: EVENT,
      modified: WITHOUT_SECOND,
      owner: OLIVIA,
      profile: 'cyrus',
    });
    expect(answers[0]?.['messages']).toMatchObject([
      { method: 'REQUEST', instances: ['master'], exdates: ['20270315T090000Z'] },
    ]);
  });
});

describe('two files', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'convoke-plan-'));
    await writeFile(join(folder, 'before.ics'), EVENT);
    await writeFile(join(folder, 'after.ics'), WITHOUT_SECOND);
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('are told as a table; - stands for what does not exist', async () => {
    const out = new Written();
    expect(await planFiles(join(folder, 'before.ics'), join(folder, 'after.ics'), { owner: [OLIVIA] }, out)).toBe(0);
    expect(out.text.split('\n').slice(0, 2)).toEqual([
      'organizer: modify',
      'CANCEL   mailto:alice@example.com  20270315T090000Z',
    ]);
    const removed = new Written();
    await planFiles(join(folder, 'after.ics'), '-', { owner: [OLIVIA], json: true }, removed);
    expect(JSON.parse(removed.text)).toMatchObject({
      operation: 'remove',
      messages: [{ method: 'CANCEL', instances: ['master'], exdates: ['20270315T090000Z'] }],
      stored: null,
    });
  });

  test('need an owner and a time that is one', async () => {
    await expect(planFiles('-', '-', {}, new Written())).rejects.toThrow('--owner');
    await expect(
      planFiles(join(folder, 'before.ics'), '-', { owner: [OLIVIA], now: 'soon' }, new Written()),
    ).rejects.toThrow('soon');
  });
});
