import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { event } from './fixtures.ts';
import { type InProcessServer, startInProcess } from './inProcess.ts';
import { type Answer, clientOf, type TestClient } from './testClient.ts';

const WORK = '/dav/calendars/olivia/work/';

let server: InProcessServer;
let olivia: TestClient;

beforeEach(async () => {
  server = await startInProcess();
  olivia = clientOf(server.origin, 'olivia');
});

afterEach(() => server.close());

function sync(token: string, limit?: number | string, level: string | undefined = '1', depth = '0'): Promise<Answer> {
  const levelElement = level === '' ? '' : `<D:sync-level>${level}</D:sync-level>`;
  const limitElement = limit === undefined ? '' : `<D:limit><D:nresults>${limit}</D:nresults></D:limit>`;
  const body = `<D:sync-collection xmlns:D="DAV:"><D:sync-token>${token}</D:sync-token>${levelElement}${limitElement}<D:prop><D:getetag/></D:prop></D:sync-collection>`;
  return olivia.report(WORK, body, depth);
}

/** The token, the hrefs with a propstat, those that are 404, and whether the collection is 507. */
function read({ body }: Answer) {
  const token = /<D:sync-token>([^<]+)<\/D:sync-token>/.exec(body)?.[1] ?? '';
  const responses = body.split('<D:response>').slice(1);
  const hrefs = (of: readonly string[]) =>
    of.map((one) => /<D:href>([^<]+)<\/D:href>/.exec(one)?.[1]?.replace(WORK, '') ?? '');
  return {
    token,
    changed: hrefs(responses.filter((one) => one.includes('<D:propstat>'))),
    removed: hrefs(responses.filter((one) => one.includes('</D:href><D:status>HTTP/1.1 404 Not Found'))),
    truncated: responses.filter((one) => one.includes('HTTP/1.1 507 Insufficient Storage')),
  };
}

async function putNames(...names: readonly string[]): Promise<void> {
  for (const name of names) {
    const { status } = await olivia.put(`${WORK}${name}.ics`, event({ uid: `${name}@test` }));
    expect(status).toBeLessThan(300);
  }
}

describe('paging (RFC 6578 §3.6)', () => {
  test('a page has as many members as asked for, 507 for the collection, and the token to go on from', async () => {
    await putNames('a', 'b', 'c', 'd', 'e');
    const first = read(await sync('', 2));
    expect(first.changed).toEqual(['a.ics', 'b.ics']);
    expect(first.truncated).toHaveLength(1);
    expect(first.truncated[0]).toContain(`<D:href>${WORK}</D:href>`);
    expect(first.truncated[0]).toContain('<D:error><D:number-of-matches-within-limits/></D:error>');
    const second = read(await sync(first.token, 2));
    expect(second.changed).toEqual(['c.ics', 'd.ics']);
    expect(second.truncated).toHaveLength(1);
    const third = read(await sync(second.token, 2));
    expect(third).toMatchObject({ changed: ['e.ics'], removed: [], truncated: [] });
    expect(read(await sync(third.token, 2))).toMatchObject({ changed: [], removed: [], truncated: [] });
  });

  test('exactly as many as asked for are no truncation', async () => {
    await putNames('a', 'b');
    expect(read(await sync('', 2))).toMatchObject({ changed: ['a.ics', 'b.ics'], truncated: [] });
  });

  test('what changes and goes between two pages is told in the pages that follow', async () => {
    await putNames('a', 'b', 'c', 'd');
    const first = read(await sync('', 2));
    await olivia.put(`${WORK}a.ics`, event({ uid: 'a@test', lines: ['LOCATION:Here'] }));
    await olivia.delete(`${WORK}b.ics`);
    await olivia.delete(`${WORK}d.ics`);
    const second = read(await sync(first.token, 2));
    expect([second.changed, second.removed]).toEqual([['c.ics', 'a.ics'], []]);
    const third = read(await sync(second.token, 2));
    expect([third.changed, third.removed, third.truncated]).toEqual([[], ['b.ics', 'd.ics'], []]);
  });

  test('removals count as results too', async () => {
    await putNames('a', 'b', 'c');
    const { token } = read(await sync(''));
    for (const name of ['a', 'b', 'c']) await olivia.delete(`${WORK}${name}.ics`);
    const first = read(await sync(token, 2));
    expect(first.removed).toEqual(['a.ics', 'b.ics']);
    expect(first.truncated).toHaveLength(1);
    expect(read(await sync(first.token, 2))).toMatchObject({ removed: ['c.ics'], truncated: [] });
  });

  test('a page is the same whether the limit was the client’s or there is none: 5 results are 5 results', async () => {
    await putNames('a', 'b', 'c', 'd', 'e');
    expect(read(await sync('', '1000000000')).changed).toHaveLength(5);
  });

  test.each(['0', '-1', 'all', ''])('a limit of “%s” results is refused', async (limit) => {
    expect((await sync('', limit)).status).toBe(400);
  });
});

describe('changes (RFC 6578 §3.5)', () => {
  test('a first synchronization tells of no removal', async () => {
    await putNames('a', 'b');
    await olivia.delete(`${WORK}a.ics`);
    expect(read(await sync(''))).toMatchObject({ changed: ['b.ics'], removed: [] });
  });

  test('what was added and removed again is told as removed', async () => {
    const { token } = read(await sync(''));
    await putNames('brief');
    await olivia.delete(`${WORK}brief.ics`);
    expect(read(await sync(token))).toMatchObject({ changed: [], removed: ['brief.ics'] });
  });

  test('what was removed and is there again is told as changed, once', async () => {
    await putNames('back');
    const { token } = read(await sync(''));
    await olivia.delete(`${WORK}back.ics`);
    await putNames('back');
    expect(read(await sync(token))).toMatchObject({ changed: ['back.ics'], removed: [] });
  });

  test('DAV:sync-token is the token of a report at the same time (RFC 6578 §4)', async () => {
    await putNames('a');
    const property = await olivia.propfind(WORK, '<D:sync-token/>');
    expect(read(property).token).toBe(read(await sync('')).token);
  });
});

describe('the request', () => {
  test('has sync-level 1 or infinite, which mean the same where there are no collections (§3.3)', async () => {
    await putNames('a');
    expect(read(await sync('', undefined, 'infinite')).changed).toEqual(['a.ics']);
    expect((await sync('', undefined, '2')).status).toBe(400);
  });

  test('has Depth 0; 1 is taken where it says the same as the level, or instead of one (Appendix A)', async () => {
    await putNames('a');
    expect((await sync('', undefined, '1', 'infinity')).status).toBe(400);
    expect((await sync('', undefined, 'infinite', '1')).status).toBe(400);
    expect(read(await sync('', undefined, '1', '1')).changed).toEqual(['a.ics']);
    expect(read(await sync('', undefined, '', '1')).changed).toEqual(['a.ics']);
  });

  test.each([
    'urn:convoke:sync:999:1',
    'urn:convoke:sync:x',
    'http://other.example/sync/1',
    'urn:convoke:sync:3:99999999999999999999',
    // Of a time that has not come: a database that was put back to an earlier state must not seem unchanged.
    'urn:convoke:sync:3:999',
  ])('with the token %s is refused as valid-sync-token', async (token) => {
    const answer = await sync(token);
    expect(answer.status).toBe(403);
    expect(answer.body).toContain('<D:valid-sync-token/>');
  });
});

test('a token outlives a restart of the server', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'convoke-sync-'));
  try {
    const before = await startInProcess({ file: `${folder}/data.db` });
    const client = clientOf(before.origin, 'olivia');
    await client.put(`${WORK}old.ics`, event({ uid: 'old@test' }));
    const { token } = read(await client.propfind(WORK, '<D:sync-token/>'));
    await client.delete(`${WORK}old.ics`);
    await before.close();
    const after = await startInProcess({ file: `${folder}/data.db` });
    const body = `<D:sync-collection xmlns:D="DAV:"><D:sync-token>${token}</D:sync-token><D:sync-level>1</D:sync-level><D:prop><D:getetag/></D:prop></D:sync-collection>`;
    const answer = read(await clientOf(after.origin, 'olivia').report(WORK, body, '0'));
    expect(answer.removed).toEqual(['old.ics']);
    await after.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
