/** Every method × every kind of resource × who asks, written out: RFC 3744 Appendix B, RFC 4791 Appendix A, RFC 6638 Appendix A. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, casesOf, PLACES, SECRET_MEETING } from './accessCases.ts';
import { type InProcessServer, startInProcess } from './inProcess.ts';
import { clientOf, type TestClient } from './testClient.ts';

let server: InProcessServer;
let clients: Readonly<Record<string, TestClient>>;

beforeAll(async () => {
  server = await startInProcess();
  const [owner, reader, writer, stranger] = ['olivia', 'alice', 'bob', 'carol'].map((name) =>
    clientOf(server.origin, name),
  );
  if (!owner || !reader || !writer || !stranger) throw new Error('somebody is missing');
  clients = { owner, reader, writer, stranger, nobody: clientOf(server.origin) };
  await owner.put('/dav/calendars/olivia/work/secret.ics', SECRET_MEETING);
  const entry = (name: string, privileges: string): string =>
    `<D:ace><D:principal><D:href>/dav/principals/${name}/</D:href></D:principal><D:grant>${privileges}</D:grant></D:ace>`;
  const read = '<D:privilege><D:read/></D:privilege>';
  const write = '<D:privilege><D:write/></D:privilege>';
  const acl = `<D:acl xmlns:D="DAV:">${entry('alice', read)}${entry('bob', read + write)}</D:acl>`;
  expect((await owner.send('ACL', '/dav/calendars/olivia/work/', {}, acl)).status).toBe(200);
});

afterAll(() => server.close());

type Table = Readonly<Record<string, readonly number[]>>;

/** What is nobody's, and principals: everybody who is signed in may read it. */
// biome-ignore format: a table
const OPEN: Table = {
  //          OPT  GET  HEAD PUT  DEL  POST PFND PPAT REP  MKCA MKCO COPY MOVE ACL  LOCK UNLO PATCH
  root:       [200, 405, 405, 405, 405, 405, 207, 400, 403, 403, 405, 403, 403, 405, 405, 405, 405],
  principals: [200, 405, 405, 405, 405, 405, 207, 400, 403, 403, 405, 403, 403, 405, 405, 405, 405],
  principal:  [200, 405, 405, 405, 405, 405, 207, 400, 403, 403, 405, 403, 403, 405, 405, 405, 405],
  homes:      [200, 405, 405, 405, 405, 405, 207, 400, 403, 403, 405, 403, 403, 405, 405, 405, 405],
};
/** The default calendar cannot be deleted; what has an If-Match that never matches is 412; bodies that are none are 400. */
// biome-ignore format: a table
const OWNER: Table = {
  //            OPT  GET  HEAD PUT  DEL  POST PFND PPAT REP  MKCA MKCO COPY MOVE ACL  LOCK UNLO PATCH
  home:         [200, 405, 405, 405, 405, 405, 207, 400, 403, 403, 405, 403, 403, 405, 405, 405, 405],
  calendar:     [200, 405, 405, 405, 403, 405, 207, 400, 207, 403, 405, 403, 403, 400, 405, 405, 405],
  object:       [200, 200, 200, 412, 412, 405, 207, 400, 207, 403, 405, 412, 412, 405, 405, 405, 405],
  inbox:        [200, 405, 405, 405, 405, 405, 207, 400, 207, 403, 405, 403, 403, 400, 405, 405, 405],
  'inbox item': [200, 404, 404, 405, 412, 405, 404, 404, 404, 405, 405, 404, 404, 405, 405, 405, 405],
  outbox:       [200, 405, 405, 405, 405, 403, 207, 400, 403, 403, 405, 403, 403, 400, 405, 405, 405],
};
/** DAV:read on the calendar. */
// biome-ignore format: a table
const READER: Table = {
  //            OPT  GET  HEAD PUT  DEL  POST PFND PPAT REP  MKCA MKCO COPY MOVE ACL  LOCK UNLO PATCH
  home:         [200, 405, 405, 405, 405, 405, 207, 403, 403, 403, 405, 403, 403, 405, 405, 405, 405],
  calendar:     [200, 405, 405, 405, 403, 405, 207, 403, 207, 403, 403, 403, 403, 403, 405, 405, 405],
  object:       [200, 200, 200, 403, 403, 405, 207, 403, 207, 403, 405, 412, 403, 405, 405, 405, 405],
  inbox:        [403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403],
  'inbox item': [403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403],
  outbox:       [403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403],
};
/** DAV:read and DAV:write on the calendar: not on the home that it is a member of, and not on its access control list. */
// biome-ignore format: a table
const WRITER: Table = {
  //            OPT  GET  HEAD PUT  DEL  POST PFND PPAT REP  MKCA MKCO COPY MOVE ACL  LOCK UNLO PATCH
  home:         [200, 405, 405, 405, 405, 405, 207, 403, 403, 403, 405, 403, 403, 405, 405, 405, 405],
  calendar:     [200, 405, 405, 405, 403, 405, 207, 400, 207, 403, 403, 403, 403, 403, 405, 405, 405],
  object:       [200, 200, 200, 412, 412, 405, 207, 400, 207, 403, 405, 412, 412, 405, 405, 405, 405],
  inbox:        [403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403],
  'inbox item': [403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403],
  outbox:       [403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403],
};
/** A principal's properties are for nobody else to set. */
const OTHERS: Table = {
  ...OPEN,
  principal: (OPEN['principal'] ?? []).map((status, at) => (at === 7 ? 403 : status)),
};
const everywhere = (kinds: readonly string[], status: number): Table =>
  Object.fromEntries(kinds.map((kind) => [kind, Array<number>(17).fill(status)]));

/** 405 would tell what is there: 403 comes first. */
const STRANGER: Table = everywhere(Object.keys(OWNER), 403);
const NOBODY: Table = everywhere(Object.keys(PLACES), 401);

describe.each([
  ['owner', { ...OPEN, ...OWNER }],
  ['reader', { ...OTHERS, ...READER }],
  ['writer', { ...OTHERS, ...WRITER }],
  ['stranger', { ...OTHERS, ...STRANGER }],
  ['nobody', NOBODY],
] as const)('%s', (who, table) => {
  test.each(casesOf(table))('$method of the $kind: $status', async ({ method, kind, path, status }) => {
    const client = clients[who];
    const answer = client && (await ask(client, method, path));
    expect(answer?.status).toBe(status);
    if (status === 403 && kind in STRANGER && who === 'stranger' && method !== 'HEAD') {
      expect(answer?.body).toContain('<D:need-privileges>');
    }
  });
});
