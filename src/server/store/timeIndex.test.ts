import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createDemoAccounts } from '../accounts.ts';
import { DAY_MS, EARLIEST, LATEST, shifted } from '../instant.ts';
import { openStore } from './libsqlStore.ts';
import type { ObjectWrite, Store } from './store.ts';

const FIRST_DAY = '20270101T000000Z';
/** In days: where objects start, how long they are, and what is asked for. */
const STARTS = [0, 1, 3, 17, 60, 300, 900];
const LENGTHS = [0, 0.5, 1, 1.5, 4, 15.9, 16, 63, 200, 400, 3_000, 20_000];
const ASKED = [-2, 0, 1, 2, 3, 10, 59, 64, 301, 1_000, 4_000];

let folder: string;
let store: Store;
let calendarId: number;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convoke-time-index-'));
  store = await openStore(join(folder, 'convoke.db'));
  await createDemoAccounts(store, 'convoke.example', () => new Date());
  const [olivia] = await store.allUsers();
  calendarId = olivia?.defaultCollectionId ?? 0;
  await store.commit(objects.map(writeOf));
});

afterEach(async () => {
  vi.restoreAllMocks();
  await store.close();
  await rm(folder, { recursive: true });
});

const objects = [
  ...STARTS.flatMap((start) =>
    LENGTHS.map((days) => ({ name: `${start}+${days}.ics`, startsAt: day(start), endsAt: day(start + days) })),
  ),
  ...STARTS.map((start) => ({ name: `${start}+endless.ics`, startsAt: day(start), endsAt: LATEST })),
  { name: 'anywhere.ics', startsAt: EARLIEST, endsAt: LATEST },
];

function day(days: number): string {
  return shifted(FIRST_DAY, days * DAY_MS);
}

function writeOf({ name, startsAt, endsAt }: (typeof objects)[number]): ObjectWrite {
  return {
    kind: 'put',
    collection: { id: calendarId, userId: 1, kind: 'calendar' },
    name,
    expected: undefined,
    state: {
      uid: name,
      component: 'VEVENT',
      data: 'text',
      etag: '"x"',
      scheduleTag: undefined,
      base: undefined,
      replyRevisions: undefined,
      bounds: { startsAt, endsAt, precision: 'rough' },
    },
  };
}

test('of all lengths exactly those objects are found that touch a range, by start', async () => {
  const ends = [...ASKED.map(day), undefined];
  for (const [index, from] of [undefined, ...ASKED.map(day)].entries()) {
    for (const to of ends.slice(Math.max(0, index - 1))) {
      const found = await store.entriesBetween(calendarId, from, to);
      const touching = objects.filter(
        ({ startsAt, endsAt }) => endsAt >= (from ?? EARLIEST) && startsAt <= (to ?? LATEST),
      );
      expect(found.map(({ name }) => name).sort(), `${from} to ${to}`).toEqual(touching.map(({ name }) => name).sort());
      const starts = found.map(({ bounds }) => bounds.startsAt);
      expect(starts).toEqual([...starts].sort());
    }
  }
});

test('SQLite finds them by the index of times alone, within one class of lengths after the other', async () => {
  const prepare = vi.spyOn(Database.prototype, 'prepare');
  await store.entriesBetween(calendarId, day(10), day(40));
  const sql = prepare.mock.calls.map(([text]) => text).find((text) => text.includes('span_days')) ?? '';
  const connection = new Database(join(folder, 'convoke.db'));
  const parameters = sql.replace(/[^?]/g, '').length;
  const plan = connection.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...Array(parameters).fill(0)) as readonly {
    readonly detail: string;
  }[];
  connection.close();
  const steps = plan.map(({ detail }) => detail).filter((detail) => /objects|TEMP/.test(detail));
  const search = 'SEARCH objects USING INDEX objects_time (collection_id=? AND span_days=? AND starts_at';
  expect(steps).toEqual([`${search}<?)`, ...Array(7).fill(`${search}>? AND starts_at<?)`)]);
});

test('neither lists nor changes read the texts', async () => {
  const prepare = vi.spyOn(Database.prototype, 'prepare');
  await store.entries(calendarId);
  await store.entriesBetween(calendarId, undefined, undefined);
  await store.changesSince(calendarId, undefined, 100);
  const statements = prepare.mock.calls.map(([text]) => text).filter((text) => text.includes('"objects"'));
  expect(statements).toHaveLength(3);
  expect(statements.filter((text) => /\*|"data"|"base"/.test(text))).toEqual([]);
});
