import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { databaseIn } from '../server/dataFolder.ts';
import { event, meeting } from '../server/fixtures.ts';
import { startInProcess } from '../server/inProcess.ts';
import { clientOf } from '../server/testClient.ts';
import { examineData } from './doctorAction.ts';
import { testContext } from './testContext.ts';

const WORK = '/dav/calendars/olivia/work/';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convoke-doctor-'));
  const server = await startInProcess({ file: databaseIn(folder) });
  const olivia = clientOf(server.origin, 'olivia');
  await olivia.put(`${WORK}plain.ics`, event({ uid: 'plain' }));
  await olivia.put(`${WORK}m.ics`, meeting(['alice', 'bob']));
  await answer(server.origin);
  await olivia.put(`${WORK}gone.ics`, event({ uid: 'gone' }));
  await olivia.delete(`${WORK}gone.ics`);
  await server.close();
});

afterEach(() => rm(folder, { recursive: true }));

/** Alice accepts, so that replies and the base of merging are stored too. */
async function answer(origin: string): Promise<void> {
  const alice = clientOf(origin, 'alice');
  const calendar = '/dav/calendars/alice/work/';
  const listing = await alice.propfind(calendar, '<D:getetag/>', '1');
  const href = /\/dav\/calendars\/alice\/work\/[^<]+\.ics/.exec(listing.body)?.[0] ?? '';
  const { body } = await alice.get(href);
  await alice.put(href, body.replace('PARTSTAT=NEEDS-ACTION', 'PARTSTAT=ACCEPTED'));
}

function change(...statements: readonly string[]): void {
  const database = new Database(databaseIn(folder));
  for (const statement of ['PRAGMA foreign_keys = OFF', ...statements]) database.exec(statement);
  database.close();
}

function findings(): { readonly code: number; readonly lines: readonly string[] } {
  const context = testContext(folder);
  const code = examineData(context);
  return { code, lines: context.written().trimEnd().split('\n') };
}

test('nothing is wrong with what the server wrote: plain objects, meetings, replies, inbox items, removals', () => {
  expect(findings()).toEqual({ code: 0, lines: ['Looked at 5 accounts and 7 objects: nothing is wrong.'] });
});

test('while the server runs and writes, nothing is wrong either', async () => {
  const server = await startInProcess({ file: databaseIn(folder) });
  try {
    await clientOf(server.origin, 'olivia').put(`${WORK}new.ics`, event({ uid: 'new' }));
    expect(findings()).toEqual({ code: 0, lines: ['Looked at 5 accounts and 8 objects: nothing is wrong.'] });
  } finally {
    await server.close();
  }
});

describe('finds', () => {
  const PLAIN = "WHERE name = 'plain.ics'";
  const MEETING = "WHERE name = 'm.ics'";
  test.each<[string, string, string]>([
    [
      'a text that does not parse',
      `UPDATE objects SET data = 'nonsense' ${PLAIN}`,
      'olivia/work/plain.ics: The text does not parse: Line 1: “nonsense” has no colon.',
    ],
    [
      'an entity tag of another text',
      `UPDATE objects SET etag = '"x"' ${PLAIN}`,
      'olivia/work/plain.ics: etag is “"x"”; by the text it must be “"',
    ],
    [
      'a UID that is not in the text',
      `UPDATE objects SET uid = 'x' ${PLAIN}`,
      'olivia/work/plain.ics: uid is “x”; by the text it must be “plain”.',
    ],
    [
      'a UID that the index lacks',
      `UPDATE objects SET unique_uid = NULL ${PLAIN}`,
      'olivia/work/plain.ics: unique_uid is absent; by the text it must be “plain”.',
    ],
    [
      'a meeting that the index lacks',
      `UPDATE objects SET scheduling_uid = NULL ${MEETING}`,
      'olivia/work/m.ics: scheduling_uid is absent; by the text it must be “meeting@test”.',
    ],
    [
      'another kind of component',
      `UPDATE objects SET component = 'VTODO' ${PLAIN}`,
      'olivia/work/plain.ics: component is “VTODO”; by the text it must be “VEVENT”.',
    ],
    [
      'a wrong first instant',
      `UPDATE objects SET starts_at = '20280101T000000Z' ${PLAIN}`,
      'olivia/work/plain.ics: starts_at is “20280101T000000Z”; by the text it must be “20270308T100000Z”.',
    ],
    [
      'a wrong last instant',
      `UPDATE objects SET ends_at = '20270308T113000Z' ${PLAIN}`,
      'olivia/work/plain.ics: ends_at is “20270308T113000Z”; by the text it must be “20270308T110000Z”.',
    ],
    [
      'bounds that pretend to be exact',
      `UPDATE objects SET bounds_precision = 'rough' ${PLAIN}`,
      'olivia/work/plain.ics: bounds_precision is “rough”; by the text it must be “exact”.',
    ],
    [
      'an object in the wrong class of lengths',
      `UPDATE objects SET span_days = 64 ${PLAIN}`,
      'olivia/work/plain.ics: span_days is “64”; by the text it must be “1”.',
    ],
    ['a wrong size', `UPDATE objects SET size = size + 1 ${PLAIN}`, 'olivia/work/plain.ics: size is “'],
    [
      'a Schedule-Tag without quotes',
      `UPDATE objects SET schedule_tag = 'x' ${MEETING}`,
      'olivia/work/m.ics: “x” is no Schedule-Tag.',
    ],
    [
      'a meeting that is stored as if it were none',
      `UPDATE objects SET schedule_tag = NULL, base = NULL, reply_revisions = NULL, scheduling_uid = NULL ${MEETING} AND user_id = 1`,
      'olivia/work/m.ics: It is a meeting of the account, but has no Schedule-Tag.',
    ],
    [
      'a Schedule-Tag on what is no meeting',
      `UPDATE objects SET schedule_tag = '"x"', scheduling_uid = uid ${PLAIN}`,
      'olivia/work/plain.ics: It has a Schedule-Tag, but is no meeting of the account.',
    ],
    [
      'a base that does not parse',
      `UPDATE objects SET base = 'nonsense' ${MEETING}`,
      'olivia/work/m.ics: The base of merging does not parse: Line 1: “nonsense” has no colon.',
    ],
    [
      'a base of what is no meeting',
      `UPDATE objects SET base = data ${PLAIN}`,
      'olivia/work/plain.ics: It has no Schedule-Tag, but base.',
    ],
    [
      'replies that cannot be read',
      `UPDATE objects SET reply_revisions = '{' ${MEETING}`,
      'olivia/work/m.ics: reply_revisions cannot be read.',
    ],
    [
      'replies of another form',
      `UPDATE objects SET reply_revisions = '{"a":1}' ${MEETING}`,
      'olivia/work/m.ics: reply_revisions cannot be read.',
    ],
    [
      'a name that cannot be in a path',
      `UPDATE objects SET name = 'a/b' ${PLAIN}`,
      'olivia/work/a/b: Its name cannot be in a path.',
    ],
    [
      'a time that is none',
      `UPDATE objects SET changed_at = 'soon' ${PLAIN}`,
      'olivia/work/plain.ics: changed_at “soon” is no time.',
    ],
    [
      'a revision from the future',
      `UPDATE objects SET revision = 9999 ${PLAIN}`,
      'olivia/work/plain.ics: The revision 9999 was never given out.',
    ],
    [
      'a removal from the future',
      'UPDATE removals SET revision = 9999',
      'work/gone.ics: It was removed at the revision 9999, which was never given out.',
    ],
    [
      'an object of another account',
      `UPDATE objects SET user_id = 5 ${PLAIN}`,
      'dan/work/plain.ics: It is in a collection of another account.',
    ],
    [
      'an account without inbox',
      "DELETE FROM grants WHERE collection_id IN (SELECT id FROM collections WHERE kind = 'inbox' AND user_id = 5); DELETE FROM collections WHERE kind = 'inbox' AND user_id = 5",
      'dan: The account must have one inbox.',
    ],
    [
      'an account without default calendar',
      'UPDATE users SET default_collection_id = 1 WHERE id = 5',
      'dan: The default calendar is none of the account’s calendars.',
    ],
    ['an account without address', 'DELETE FROM addresses WHERE user_id = 5', 'dan: The account has no address.'],
    [
      'an address that never matches',
      "UPDATE addresses SET address = 'mailto:Dan@X' WHERE user_id = 5",
      'dan: The address mailto:Dan@X is not in the form in which addresses are compared.',
    ],
    [
      'a name that nobody can sign in by',
      "UPDATE users SET name = 'a b' WHERE id = 5",
      'a b: “a b” is no account name',
    ],
    [
      'a password in clear',
      "UPDATE users SET password_hash = 'secret' WHERE id = 5",
      'dan: The password is not hashed with argon2id.',
    ],
  ])('%s', (_what, statement, expected) => {
    change(statement);
    const { code, lines } = findings();
    expect(code).toBe(1);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain(expected);
    expect(lines[1]).toBe('Looked at 5 accounts and 7 objects: 1 finding.');
  });

  test('two objects with one revision and one Schedule-Tag', () => {
    change(
      `UPDATE objects SET schedule_tag = (SELECT schedule_tag FROM objects ${MEETING}), revision = (SELECT revision FROM objects ${MEETING}) WHERE schedule_tag IS NOT NULL`,
    );
    expect(findings().lines.filter((line) => line.endsWith('Another object has the same Schedule-Tag.'))).toHaveLength(
      2,
    );
    expect(findings().lines.filter((line) => /has the revision \d+ too\.$/.test(line))).toHaveLength(2);
  });

  test('rows that belong to nothing', () => {
    change("DELETE FROM collections WHERE user_id = 2 AND kind = 'calendar'");
    expect(findings().lines).toEqual(
      expect.arrayContaining([
        'database: a row of objects belongs to nothing',
        expect.stringMatching(/^alice.*: It is in no collection\.$/),
      ]),
    );
  });

  test('a database of an earlier version, which it leaves as it is', () => {
    change('ALTER TABLE users DROP COLUMN disabled_at', "DELETE FROM kysely_migration WHERE name LIKE '2027-03%'");
    const { code, lines } = findings();
    expect(code).toBe(1);
    expect(lines[0]).toContain('database: It is of an earlier version (2027-03-disabled-accounts did not run)');
    expect(findings().lines).toEqual(lines);
  });

  test('a damaged file, and ends', async () => {
    const database = new Database(databaseIn(folder));
    database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all();
    database.close();
    const handle = await open(databaseIn(folder), 'r+');
    const { size } = await handle.stat();
    await handle.write(Buffer.alloc(size - 8_192, 0xa5), 0, size - 8_192, 8_192);
    await handle.close();
    const { code, lines } = findings();
    expect(code).toBe(1);
    expect(lines.join('\n')).toMatch(/^database: /);
  });
});

test('it writes nothing to the database', async () => {
  const database = new Database(databaseIn(folder));
  database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all();
  database.close();
  const before = await readFile(databaseIn(folder));
  findings();
  expect((await readFile(databaseIn(folder))).equals(before)).toBe(true);
});

test('a data folder that is not there is named', () => {
  const missing = join(folder, 'missing');
  expect(() => examineData(testContext(missing))).toThrow(`There is no data folder ${missing}.`);
});
