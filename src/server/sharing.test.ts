/** Sharing a calendar: the ACL method, what is shown of it, and how it is found (RFC 3744, RFC 4791 §6). */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { event } from './fixtures.ts';
import { type InProcessServer, startInProcess } from './inProcess.ts';
import { type Answer, clientOf, NAMESPACES, type TestClient } from './testClient.ts';

let server: InProcessServer;
let olivia: TestClient;
let alice: TestClient;
let bob: TestClient;

const WORK = '/dav/calendars/olivia/work/';
const HOME = '/dav/calendars/olivia/';
const OBJECT = `${WORK}event.ics`;

beforeEach(async () => {
  server = await startInProcess();
  [olivia, alice, bob] = ['olivia', 'alice', 'bob'].map((name) => clientOf(server.origin, name)) as [
    TestClient,
    TestClient,
    TestClient,
  ];
});
afterEach(() => server.close());

const privilegesOf = (names: string): string =>
  names
    .split(' ')
    .map((name) => `<D:privilege><${name}/></D:privilege>`)
    .join('');
const ALICE = '<D:href>/dav/principals/alice/</D:href>';
const ace = (principal: string, names: string, more = ''): string =>
  `<D:ace><D:principal>${principal}</D:principal><D:grant>${privilegesOf(names)}</D:grant>${more}</D:ace>`;
const setAcl = (path: string, aces: string, client = olivia): Promise<Answer> =>
  client.send('ACL', path, { 'content-type': 'application/xml' }, `<D:acl ${NAMESPACES}>${aces}</D:acl>`);
async function share(names: string, path = WORK, principal = ALICE): Promise<void> {
  expect((await setAcl(path, ace(principal, names))).status).toBe(200);
}
async function property(client: TestClient, path: string, name: string): Promise<string> {
  const { body } = await client.propfind(path, `<${name}/>`);
  return new RegExp(`<${name}>(.*)</${name}>.*200 OK`, 's').exec(body)?.[1] ?? body;
}
const hrefsIn = (text: string): readonly string[] =>
  [...text.matchAll(/<D:href>([^<]+)<\/D:href>/g)].map(([, href]) => href ?? '');
const privilegesIn = (text: string): readonly string[] =>
  [...text.matchAll(/<D:privilege><([^/]+)\/><\/D:privilege>/g)].map(([, name]) => name ?? '');

const OWNER_ACE =
  '<D:ace><D:principal><D:href>/dav/principals/olivia/</D:href></D:principal><D:grant><D:privilege><D:all/></D:privilege></D:grant><D:protected/></D:ace>';

describe('DAV:acl (RFC 3744 §5.5)', () => {
  test('of a calendar that nobody set has the owner’s protected entry only', async () => {
    expect(await property(olivia, WORK, 'D:acl')).toBe(OWNER_ACE);
  });

  test('shows exactly what the ACL method set, in its order, and the next request replaces it', async () => {
    const entries =
      ace(ALICE, 'D:read D:write') +
      ace('<D:authenticated/>', 'C:read-free-busy') +
      ace('<D:property><D:owner/></D:property>', 'D:read-acl D:write-acl') +
      ace(ALICE, 'D:read-acl');
    expect((await setAcl(WORK, entries)).status).toBe(200);
    expect(await property(olivia, WORK, 'D:acl')).toBe(OWNER_ACE + entries);
    await share('D:read');
    expect(await property(olivia, WORK, 'D:acl')).toBe(OWNER_ACE + ace(ALICE, 'D:read'));
    expect((await setAcl(WORK, '')).status).toBe(200);
    expect(await property(olivia, WORK, 'D:acl')).toBe(OWNER_ACE);
  });

  test('of an object is inherited from its calendar', async () => {
    await olivia.put(OBJECT, event());
    await share('D:read');
    const inherited = `<D:inherited><D:href>${WORK}</D:href></D:inherited>`;
    expect(await property(olivia, OBJECT, 'D:acl')).toBe(OWNER_ACE + ace(ALICE, 'D:read', inherited));
  });

  test('of a home lets those see it, and no more, who may read a calendar in it', async () => {
    await share('D:read D:write');
    expect(await property(olivia, HOME, 'D:acl')).toBe(OWNER_ACE + ace(ALICE, 'D:read', '<D:protected/>'));
    await share('C:read-free-busy');
    expect(await property(olivia, HOME, 'D:acl')).toBe(OWNER_ACE);
  });

  test('of a new inbox lets everybody who is here send and ask (RFC 6638 §6.1)', async () => {
    expect(await property(olivia, '/dav/calendars/olivia/inbox/', 'D:acl')).toBe(
      OWNER_ACE + ace('<D:authenticated/>', 'C:schedule-deliver'),
    );
  });

  test('is not for those who may only read: 403 in the multistatus (RFC 3744 Appendix B)', async () => {
    await share('D:read');
    const { status, body } = await alice.propfind(WORK, '<D:displayname/><D:acl/>');
    expect(status).toBe(207);
    expect(body).toContain('<D:displayname>Work</D:displayname></D:prop><D:status>HTTP/1.1 200 OK');
    expect(body).toContain('<D:prop><D:acl/></D:prop><D:status>HTTP/1.1 403 Forbidden');
    await share('D:read D:read-acl');
    expect(await property(alice, WORK, 'D:acl')).toBe(OWNER_ACE + ace(ALICE, 'D:read D:read-acl'));
  });
});

describe('the ACL method (RFC 3744 §8.1.1)', () => {
  const deny = (principal: string): string =>
    `<D:ace><D:principal>${principal}</D:principal><D:deny>${privilegesOf('D:write')}</D:deny></D:ace>`;
  const href = (target: string): string => `<D:href>${target}</D:href>`;
  const many = ace(ALICE, 'D:read').repeat(501);

  test.each([
    ['no-protected-ace-conflict', deny(href('/dav/principals/olivia/'))],
    ['no-protected-ace-conflict', ace(ALICE, 'D:read', '<D:protected/>')],
    ['no-inherited-ace-conflict', ace(ALICE, 'D:read', `<D:inherited>${href(HOME)}</D:inherited>`)],
    ['grant-only', deny(ALICE)],
    [
      'no-invert',
      `<D:ace><D:invert><D:principal>${ALICE}</D:principal></D:invert><D:grant>${privilegesOf('D:read')}</D:grant></D:ace>`,
    ],
    ['not-supported-privilege', ace(ALICE, 'D:unlock')],
    ['not-supported-privilege', ace(ALICE, 'C:read')],
    ['not-supported-privilege', ace(ALICE, 'C:schedule-deliver')],
    ['recognized-principal', ace(href('/dav/principals/zed/'), 'D:read')],
    ['recognized-principal', ace(href('/dav/calendars/alice/'), 'D:read')],
    ['recognized-principal', ace(href('https://elsewhere.example/dav/principals/alice/'), 'D:read')],
    ['allowed-principal', ace('<D:all/>', 'D:read')],
    ['allowed-principal', ace('<D:unauthenticated/>', 'D:read')],
    ['allowed-principal', ace('<D:self/>', 'D:read')],
    ['allowed-principal', ace('<D:property><D:group/></D:property>', 'D:read')],
    ['limited-number-of-aces', many],
  ])('403 %s, and nothing changes', async (precondition, aces) => {
    await share('D:read', WORK, href('/dav/principals/bob/'));
    const before = await property(olivia, WORK, 'D:acl');
    const answer = await setAcl(WORK, ace(ALICE, 'D:read') + aces);
    expect(answer.status).toBe(403);
    expect(answer.body).toContain(`<D:${precondition}/>`);
    expect(await property(olivia, WORK, 'D:acl')).toBe(before);
  });

  const grant = `<D:grant>${privilegesOf('D:read')}</D:grant>`;
  test.each([
    [
      'two principals, a grant and a denial in one entry (RFC 3744 §8.1.5)',
      `<D:ace><D:principal>${ALICE}</D:principal>${grant}<D:principal>${ALICE}</D:principal><D:deny>${privilegesOf('D:read')}</D:deny></D:ace>`,
    ],
    ['no principal', `<D:ace>${grant}</D:ace>`],
    ['an empty principal', `<D:ace><D:principal/>${grant}</D:ace>`],
    ['neither grant nor denial', `<D:ace><D:principal>${ALICE}</D:principal></D:ace>`],
    ['an empty grant', `<D:ace><D:principal>${ALICE}</D:principal><D:grant/></D:ace>`],
    ['an empty privilege', `<D:ace><D:principal>${ALICE}</D:principal><D:grant><D:privilege/></D:grant></D:ace>`],
  ])('400 for %s', async (_what, aces) => {
    expect((await setAcl(WORK, aces)).status).toBe(400);
    expect(await property(olivia, WORK, 'D:acl')).toBe(OWNER_ACE);
  });

  test('takes a principal’s absolute URL on this host', async () => {
    await share('D:read', WORK, href(`${server.origin}/dav/principals/alice/`));
    expect(await property(olivia, WORK, 'D:acl')).toBe(OWNER_ACE + ace(ALICE, 'D:read'));
  });

  test('of a calendar that is not there is 404 for its owner, 403 for others', async () => {
    expect((await setAcl(`${HOME}none/`, ace(ALICE, 'D:read'))).status).toBe(404);
    const answer = await setAcl(`${HOME}none/`, ace(ALICE, 'D:read'), alice);
    expect(answer.status).toBe(403);
    expect(answer.body).toContain(
      `<D:resource><D:href>${HOME}none/</D:href><D:privilege><D:write-acl/></D:privilege></D:resource>`,
    );
  });

  test('is for others too who hold DAV:write-acl, but the owner stays', async () => {
    await share('D:all');
    expect((await setAcl(WORK, ace('<D:href>/dav/principals/bob/</D:href>', 'D:read'), alice)).status).toBe(200);
    expect((await alice.propfind(WORK, '<D:displayname/>')).status).toBe(403);
    expect((await bob.propfind(WORK, '<D:displayname/>')).status).toBe(207);
    expect((await olivia.propfind(WORK, '<D:displayname/>')).status).toBe(207);
  });
});

describe('what every resource says of access (RFC 3744 §5)', () => {
  test.each([
    '/dav/',
    '/dav/principals/',
    '/dav/principals/olivia/',
    '/dav/calendars/',
    HOME,
    WORK,
    OBJECT,
    `${HOME}inbox/`,
    `${HOME}outbox/`,
  ])('%s has all the properties', async (path) => {
    await olivia.put(OBJECT, event());
    const names =
      'owner group supported-privilege-set current-user-privilege-set acl acl-restrictions inherited-acl-set principal-collection-set';
    const elements = names.split(' ').map((name) => `<D:${name}/>`);
    const { body } = await olivia.propfind(path, elements.join(''));
    expect(body).not.toContain('404');
    expect(body).toContain('<D:acl-restrictions><D:grant-only/><D:no-invert/></D:acl-restrictions>');
    expect(body).toContain(
      '<D:principal-collection-set><D:href>/dav/principals/</D:href></D:principal-collection-set>',
    );
    const all = await olivia.send('PROPFIND', path, { depth: '0' });
    for (const name of names.split(' ')) expect(all.body).not.toContain(`<D:${name}`);
  });

  /** `name[contained,…]` of a tree of DAV:supported-privilege. */
  const treeOf = (text: string): string =>
    text
      .replace(/<D:description xml:lang="en">[^<]+<\/D:description>/g, '')
      .replace(/<D:supported-privilege><D:privilege><([^/]+)\/><\/D:privilege>/g, ' $1[')
      .replaceAll('</D:supported-privilege>', ']');
  const COMMON =
    ' D:read[ C:read-free-busy[] D:read-current-user-privilege-set[]] D:write[ D:write-properties[] D:write-content[] D:bind[] D:unbind[]] D:read-acl[] D:write-acl[]';

  test('the privileges contain each other as RFC 3744 §3.12, RFC 4791 §6.1.1 and RFC 6638 §6.3 have it', async () => {
    const tree = async (path: string): Promise<string> =>
      treeOf(await property(olivia, path, 'D:supported-privilege-set'));
    expect(await tree(WORK)).toBe(` D:all[${COMMON}]`);
    expect(await tree(`${HOME}inbox/`)).toBe(
      ` D:all[${COMMON} C:schedule-deliver[ C:schedule-deliver-invite[] C:schedule-deliver-reply[] C:schedule-query-freebusy[]]]`,
    );
    expect(await tree(`${HOME}outbox/`)).toBe(
      ` D:all[${COMMON} C:schedule-send[ C:schedule-send-invite[] C:schedule-send-reply[] C:schedule-send-freebusy[]]]`,
    );
  });

  test('DAV:current-user-privilege-set is one’s own, aggregates and what they contain (RFC 3744 §5.4)', async () => {
    const mine = async (client: TestClient, path: string): Promise<readonly string[]> =>
      privilegesIn(await property(client, path, 'D:current-user-privilege-set'));
    const READ = ['D:read', 'C:read-free-busy', 'D:read-current-user-privilege-set'];
    const WRITE = ['D:write', 'D:write-properties', 'D:write-content', 'D:bind', 'D:unbind'];
    await share('D:read');
    expect(await mine(alice, WORK)).toEqual(READ);
    await share('D:read D:write');
    expect(await mine(alice, WORK)).toEqual([...READ, ...WRITE]);
    expect(await mine(alice, HOME)).toEqual(READ);
    expect(await mine(olivia, WORK)).toEqual(['D:all', ...READ, ...WRITE, 'D:read-acl', 'D:write-acl']);
    await share('D:read C:schedule-send', `${HOME}outbox/`);
    const SEND = ['C:schedule-send', 'C:schedule-send-invite', 'C:schedule-send-reply', 'C:schedule-send-freebusy'];
    expect(await mine(alice, `${HOME}outbox/`)).toEqual([...READ, ...SEND]);
    expect(await mine(alice, '/dav/principals/olivia/')).toEqual([...READ, 'D:read-acl']);
  });

  test('need-privileges names the resource and each privilege that is lacking (RFC 3744 §7.1.1)', async () => {
    await olivia.put(OBJECT, event());
    await share('D:read');
    const lacking = async (method: string, headers: Record<string, string> = {}, body = ''): Promise<string> =>
      /<D:need-privileges>(.*)<\/D:need-privileges>/.exec(
        (await alice.send(method, OBJECT, headers, body)).body,
      )?.[1] ?? '';
    const need = (path: string, name: string): string =>
      `<D:resource><D:href>${path}</D:href><D:privilege><${name}/></D:privilege></D:resource>`;
    const type = { 'content-type': 'text/calendar' };
    expect(await lacking('PUT', type, event())).toBe(need(OBJECT, 'D:write-content'));
    expect(await lacking('DELETE')).toBe(need(WORK, 'D:unbind'));
    expect(await lacking('MOVE', { destination: '/dav/calendars/alice/work/x.ics' })).toBe(need(WORK, 'D:unbind'));
    expect((await alice.put(`${WORK}new.ics`, event({ uid: 'new' }))).body).toContain(need(WORK, 'D:bind'));
    expect((await alice.delete(WORK)).body).toContain(need(HOME, 'D:unbind'));
  });
});

describe('finding what is shared (RFC 4791 §6.2.1)', () => {
  test('calendar-home-set names one’s own home first, then those with something to read', async () => {
    const homes = async (client: TestClient, of: string): Promise<readonly string[]> =>
      hrefsIn(await property(client, `/dav/principals/${of}/`, 'C:calendar-home-set'));
    expect(await homes(bob, 'bob')).toEqual(['/dav/calendars/bob/']);
    await setAcl('/dav/calendars/alice/work/', ace('<D:authenticated/>', 'D:read'), alice);
    await share('D:read', WORK, '<D:href>/dav/principals/bob/</D:href>');
    expect(await homes(bob, 'bob')).toEqual(['/dav/calendars/bob/', '/dav/calendars/alice/', HOME]);
    expect(await homes(olivia, 'bob')).toEqual(['/dav/calendars/bob/']);
    await share('C:read-free-busy', WORK, '<D:href>/dav/principals/bob/</D:href>');
    expect(await homes(bob, 'bob')).toEqual(['/dav/calendars/bob/', '/dav/calendars/alice/']);
  });

  test('a home shows others only the calendars that they may read, and /dav/calendars/ only such homes', async () => {
    await olivia.send('MKCALENDAR', `${HOME}private/`);
    await share('D:read');
    const listing = await alice.propfind(HOME, '<D:displayname/><D:owner/>', '1');
    expect(listing.status).toBe(207);
    expect([...listing.body.matchAll(/<D:response><D:href>([^<]+)/g)].map(([, href]) => href)).toEqual([HOME, WORK]);
    expect(listing.body).not.toContain('private');
    const homes = await alice.propfind('/dav/calendars/', '<D:displayname/>', '1');
    expect(hrefsIn(homes.body)).toEqual(['/dav/calendars/', '/dav/calendars/alice/', HOME]);
    expect((await bob.propfind(HOME, '<D:displayname/>', '1')).status).toBe(403);
  });

  test('what clients keep for themselves in a home is not shown to others', async () => {
    const update = `<D:propertyupdate ${NAMESPACES}><D:set><D:prop><x:mine xmlns:x="urn:x">diary</x:mine></D:prop></D:set></D:propertyupdate>`;
    expect((await olivia.send('PROPPATCH', HOME, {}, update)).status).toBe(207);
    await share('D:read');
    expect((await olivia.propfind(HOME, '<mine xmlns="urn:x"/>')).body).toContain('diary');
    expect((await alice.propfind(HOME, '<mine xmlns="urn:x"/>')).body).not.toContain('diary');
  });
});

describe('reading and writing what is shared', () => {
  test('by DAV:read: the objects, their changes and their times, and nothing can be changed', async () => {
    await olivia.put(OBJECT, event());
    await share('D:read');
    expect((await alice.get(OBJECT)).body).toBe(event());
    expect(await alice.texts(WORK)).toEqual([event()]);
    const sync = `<D:sync-collection ${NAMESPACES}><D:sync-token/><D:sync-level>1</D:sync-level><D:prop><D:getetag/></D:prop></D:sync-collection>`;
    expect((await alice.report(WORK, sync, '0')).body).toContain(`<D:href>${OBJECT}</D:href>`);
    const multiget = `<C:calendar-multiget ${NAMESPACES}><D:prop><C:calendar-data/><D:current-user-privilege-set/></D:prop><D:href>${OBJECT}</D:href></C:calendar-multiget>`;
    const got = await alice.report(WORK, multiget);
    expect(got.body).toContain('SUMMARY:Planning');
    expect(got.body).not.toContain('D:write');
    expect((await alice.put(OBJECT, event({ lines: ['LOCATION:Elsewhere'] }))).status).toBe(403);
    expect((await alice.delete(OBJECT)).status).toBe(403);
    expect((await olivia.get(OBJECT)).body).toBe(event());
  });

  test('by DAV:read and DAV:write: creates, changes and removes in the owner’s calendar', async () => {
    await share('D:read D:write');
    expect((await alice.put(OBJECT, event())).status).toBe(201);
    expect((await olivia.get(OBJECT)).body).toBe(event());
    expect((await alice.put(OBJECT, event({ lines: ['LOCATION:Here'] }))).status).toBe(204);
    expect((await olivia.get(OBJECT)).body).toContain('LOCATION:Here');
    expect((await alice.delete(OBJECT)).status).toBe(204);
    expect((await olivia.get(OBJECT)).status).toBe(404);
  });

  test('by DAV:bind alone: adds, and learns nothing of what is there', async () => {
    await olivia.put(OBJECT, event());
    await share('D:bind');
    const added = await alice.put(`${WORK}new.ics`, event({ uid: 'new' }), { prefer: 'return=representation' });
    expect(added).toMatchObject({ status: 201, body: '' });
    expect((await alice.get(`${WORK}new.ics`)).status).toBe(403);
    expect((await alice.propfind(WORK, '<D:displayname/>', '1')).status).toBe(403);
    const over = await alice.put(OBJECT, event(), { 'if-none-match': '*', prefer: 'return=representation' });
    expect(over.status).toBe(403);
    expect(over.body).not.toContain('Planning');
    const twice = await alice.put(`${WORK}twice.ics`, event());
    expect(twice.status).toBe(403);
    expect(twice.body).toContain('<C:no-uid-conflict/>');
  });

  test('by DAV:write-content alone: changes what exists, and neither adds nor removes', async () => {
    await olivia.put(OBJECT, event());
    await share('D:read D:write-content');
    expect((await alice.put(OBJECT, event({ lines: ['LOCATION:Here'] }))).status).toBe(204);
    expect((await alice.put(`${WORK}new.ics`, event({ uid: 'new' }))).status).toBe(403);
    expect((await alice.delete(OBJECT)).status).toBe(403);
  });
});

describe('by C:read-free-busy alone (RFC 4791 §6.1.1 and §7.10)', () => {
  const QUERY = `<C:free-busy-query ${NAMESPACES}><C:time-range start="20270301T000000Z" end="20270401T000000Z"/></C:free-busy-query>`;

  test('only when the owner is busy can be seen', async () => {
    await olivia.put(OBJECT, event());
    await share('C:read-free-busy');
    const answer = await alice.report(WORK, QUERY);
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('FREEBUSY;FBTYPE=BUSY:20270308T100000Z/20270308T110000Z');
    expect(answer.body).not.toContain('Planning');
    for (const method of ['OPTIONS', 'PROPFIND', 'PROPPATCH', 'ACL']) {
      expect((await alice.send(method, WORK, { depth: '0' })).status).toBe(403);
    }
    expect((await alice.get(OBJECT)).status).toBe(403);
    expect((await alice.put(OBJECT, event())).body).toContain(`<D:href>${WORK}</D:href><D:privilege><D:bind/>`);
    const query = `<C:calendar-query ${NAMESPACES}><D:prop><D:getetag/></D:prop><C:filter><C:comp-filter name="VCALENDAR"/></C:filter></C:calendar-query>`;
    expect((await alice.report(WORK, query)).status).toBe(403);
  });

  test('nor does writing tell who may not whether there is a calendar', async () => {
    await bob.put('/dav/calendars/bob/work/mine.ics', event());
    for (const calendar of [WORK, `${HOME}none/`, '/dav/calendars/zed/work/']) {
      const put = await bob.put(`${calendar}x.ics`, event());
      const copy = await bob.send('COPY', '/dav/calendars/bob/work/mine.ics', { destination: `${calendar}x.ics` });
      expect([put.status, copy.status]).toEqual([403, 403]);
      for (const { body } of [put, copy]) expect(body).toContain(`<D:href>${calendar}</D:href>`);
    }
  });

  test('404 for who may not even that, whether the calendar exists or not', async () => {
    const answers = [];
    for (const path of [WORK, `${HOME}none/`, '/dav/calendars/zed/work/']) answers.push(await bob.report(path, QUERY));
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
  });
});

describe('reports of access', () => {
  test.each(['constructor', 'toString', '__proto__'])('%s is none', async (name) => {
    const answer = await olivia.report(WORK, `<D:${name} xmlns:D="DAV:"/>`, '0');
    expect([answer.status, answer.body]).toEqual([403, expect.stringContaining('<D:supported-report/>')]);
  });

  test('acl-principal-prop-set: each principal in the list once (RFC 3744 §9.2)', async () => {
    const owner = '<D:property><D:owner/></D:property>';
    await setAcl(
      WORK,
      ace(ALICE, 'D:read') + ace(ALICE, 'D:write') + ace(owner, 'D:read') + ace('<D:authenticated/>', 'D:read'),
    );
    const body =
      '<D:acl-principal-prop-set xmlns:D="DAV:"><D:prop><D:displayname/></D:prop></D:acl-principal-prop-set>';
    const answer = await olivia.report(WORK, body, '0');
    expect(answer.status).toBe(207);
    expect(hrefsIn(answer.body)).toEqual(['/dav/principals/olivia/', '/dav/principals/alice/']);
    expect(answer.body).toContain('<D:displayname>Alice Ames</D:displayname>');
    expect((await olivia.report(WORK, body, '1')).status).toBe(400);
    const refused = await alice.report(WORK, body, '0');
    expect(refused.status).toBe(403);
    expect(refused.body).toContain('<D:privilege><D:read-acl/></D:privilege>');
  });

  test('principal-match: one’s own principal, and what one owns (RFC 3744 §9.3)', async () => {
    await olivia.put(OBJECT, event());
    await share('D:read');
    const self = '<D:principal-match xmlns:D="DAV:"><D:self/><D:prop><D:displayname/></D:prop></D:principal-match>';
    const me = await alice.report('/dav/principals/', self, '0');
    expect(hrefsIn(me.body)).toEqual(['/dav/principals/alice/']);
    expect(me.body).toContain('<D:displayname>Alice Ames</D:displayname>');
    const owned =
      '<D:principal-match xmlns:D="DAV:"><D:principal-property><D:owner/></D:principal-property></D:principal-match>';
    expect(hrefsIn((await olivia.report(HOME, owned, '0')).body)).toEqual([
      `${HOME}inbox/`,
      `${HOME}outbox/`,
      WORK,
      OBJECT,
    ]);
    expect(hrefsIn((await alice.report(HOME, owned, '0')).body)).toEqual([]);
    expect(hrefsIn((await alice.report('/dav/calendars/', owned, '0')).body)).toEqual([
      '/dav/calendars/alice/',
      '/dav/calendars/alice/inbox/',
      '/dav/calendars/alice/outbox/',
      '/dav/calendars/alice/work/',
    ]);
    expect((await olivia.report(HOME, '<D:principal-match xmlns:D="DAV:"/>', '0')).status).toBe(400);
  });
});

describe('the end of it', () => {
  test('a grant that is taken back is gone with the next request', async () => {
    await olivia.put(OBJECT, event());
    await share('D:read D:write');
    expect((await alice.get(OBJECT)).status).toBe(200);
    await setAcl(WORK, '');
    expect((await alice.get(OBJECT)).status).toBe(403);
    expect((await alice.put(OBJECT, event())).status).toBe(403);
    expect(hrefsIn(await property(alice, '/dav/principals/alice/', 'C:calendar-home-set'))).toEqual([
      '/dav/calendars/alice/',
    ]);
  });

  test('a grant that is taken back while a change waits for its turn is gone for that change too', async () => {
    await olivia.put(OBJECT, event());
    await share('D:read D:write');
    const { grants, setGrants } = server.store;
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const revoking = new Promise<void>((resolve) => {
      Object.assign(server.store, {
        setGrants: async (...given: Parameters<typeof setGrants>) => {
          resolve();
          await held;
          return setGrants(...given);
        },
      });
    });
    const revoked = setAcl(WORK, '');
    await revoking;
    const checked = new Promise<void>((resolve) => {
      Object.assign(server.store, {
        grants: async (...given: Parameters<typeof grants>) => {
          setImmediate(resolve);
          return grants(...given);
        },
      });
    });
    const deleted = alice.delete(OBJECT);
    await checked;
    setTimeout(release, 20);
    expect((await revoked).status).toBe(200);
    expect((await deleted).status).toBe(403);
    expect((await olivia.get(OBJECT)).status).toBe(200);
  });

  test('a calendar that is deleted while it is shared is gone, and another of its name is not shared', async () => {
    const path = `${HOME}shared/`;
    await olivia.send('MKCALENDAR', path);
    await share('D:read', path);
    expect((await alice.propfind(path, '<D:displayname/>')).status).toBe(207);
    expect((await olivia.delete(path)).status).toBe(204);
    expect((await alice.propfind(path, '<D:displayname/>')).status).toBe(403);
    await olivia.send('MKCALENDAR', path);
    expect((await alice.propfind(path, '<D:displayname/>')).status).toBe(403);
    expect((await alice.propfind(HOME, '<D:displayname/>')).status).toBe(403);
  });

  test('who is disabled gets nothing; a disabled owner’s calendar stays with those it is shared with', async () => {
    await olivia.put(OBJECT, event());
    await share('D:read D:write');
    const id = async (name: string): Promise<number> => (await server.store.userByName(name))?.id ?? 0;
    await server.store.setDisabled(await id('olivia'), '2027-03-01T00:00:00Z');
    expect((await alice.get(OBJECT)).status).toBe(200);
    await server.store.setDisabled(await id('olivia'), undefined);
    await server.store.setDisabled(await id('alice'), '2027-03-01T00:00:00Z');
    expect((await alice.get(OBJECT)).status).toBe(401);
    await server.store.setDisabled(await id('alice'), undefined);
    expect((await alice.get(OBJECT)).status).toBe(200);
  });
});
