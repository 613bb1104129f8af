// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { readCalendarAccess, shareCalendar } from './sharing.ts';
import { type Answers, clientOfAnswers, hrefProperty, privilegeSet, responseOf } from './testServer.ts';

const CALENDAR = '/c/olivia/work/';
const OUTBOX = '/c/olivia/outbox/';
const PLACE = {
  calendar: CALENDAR,
  account: { homes: ['/c/olivia/'], outbox: OUTBOX, principal: '/p/olivia/' },
} as const;
const OWNER = hrefProperty('D:owner', '/p/olivia/');
const READ = ['D:read'];
const WRITE = ['D:read', 'D:write'];

function ace(who: string, privileges: readonly string[], more = '', kind = 'grant'): string {
  const principal = who.startsWith('/') ? `<D:href>${who}</D:href>` : `<D:${who}/>`;
  const granted = privileges.map((name) => `<D:privilege><${name}/></D:privilege>`).join('');
  return `<D:ace><D:principal>${principal}</D:principal><D:${kind}>${granted}</D:${kind}>${more}</D:ace>`;
}

function access(href: string, aces: readonly string[], more = ''): string {
  return responseOf(href, OWNER, privilegeSet('D:all'), `<D:acl>${aces.join('')}</D:acl>`, more);
}

const PROTECTED = ace('/p/olivia/', ['D:all'], '<D:protected/>');
const INHERITED = ace('authenticated', ['C:read-free-busy'], '<D:inherited><D:href>/c/</D:href></D:inherited>');

function server(calendar: readonly string[], outbox: readonly string[] = [], more: Answers = {}): Answers {
  const answers = { calendar: access(CALENDAR, calendar), outbox: access(OUTBOX, outbox) };
  return {
    [`PROPFIND ${CALENDAR}`]: answers.calendar,
    [`PROPFIND ${OUTBOX}`]: answers.outbox,
    'PROPFIND /c/olivia/': answers.calendar + answers.outbox,
    'PROPFIND /p/alice/': responseOf('/p/alice/', '<D:displayname>Alice Ames</D:displayname>'),
    [`ACL ${CALENDAR}`]: 200,
    [`ACL ${OUTBOX}`]: 200,
    ...more,
  };
}

/** The entries of each ACL request, `principal: grants`, by path. */
async function sent(
  answers: Answers,
  ...change: readonly [principal: string, level: 'read' | 'write' | 'send' | undefined]
) {
  const { client, asked } = clientOfAnswers(answers);
  await shareCalendar(client, PLACE, ...change);
  return asked.filter(({ method }) => method === 'ACL').map(({ path, body }) => ({ path, aces: acesIn(body), body }));
}

function acesIn(body: string): readonly string[] {
  const root = new DOMParser().parseFromString(body, 'application/xml').documentElement;
  return [...root.getElementsByTagNameNS('DAV:', 'ace')].map((element) => {
    const [principal] = element.getElementsByTagNameNS('DAV:', 'principal');
    const privileges = [...element.getElementsByTagNameNS('DAV:', 'privilege')];
    const who = principal?.textContent?.trim() || principal?.firstElementChild?.localName;
    return `${who}: ${privileges.map((one) => one.firstElementChild?.localName).join(' ')}`;
  });
}

describe('who has a calendar', () => {
  it('is told from its access control list, without the owner', async () => {
    const { client } = clientOfAnswers(
      server(
        [
          PROTECTED,
          INHERITED,
          ace('/p/alice/', READ),
          ace('/p/bob/', ['D:read', 'D:write-content', 'D:bind', 'D:unbind']),
          ace('/p/carol', WRITE),
          ace('/p/dan/', WRITE),
          ace('/p/dan/', ['D:write'], '', 'deny'),
        ],
        [ace('/p/carol/', ['C:schedule-send'])],
      ),
    );
    const { shares, canGrantSending } = await readCalendarAccess(client, PLACE);
    expect(shares.map(({ principal, level, isFixed }) => [principal, level, isFixed])).toEqual([
      ['DAV:authenticated', 'other', true],
      ['/p/alice/', 'read', false],
      ['/p/bob/', 'write', false],
      ['/p/carol', 'send', false],
      ['/p/dan/', 'read', false],
    ]);
    expect(shares.map(({ person }) => person?.displayName)).toEqual([
      undefined,
      'Alice Ames',
      undefined,
      undefined,
      undefined,
    ]);
    expect(canGrantSending).toBe(true);
  });

  it('cannot be told where the list may not be read', async () => {
    const { client } = clientOfAnswers({ [`PROPFIND ${CALENDAR}`]: responseOf(CALENDAR, OWNER) });
    await expect(readCalendarAccess(client, PLACE)).rejects.toMatchObject({ kind: 'forbidden' });
  });

  it('offers no sending where the Outbox is not the owner’s to share', async () => {
    const { client } = clientOfAnswers({
      ...server([]),
      [`PROPFIND ${OUTBOX}`]: responseOf(OUTBOX, OWNER, privilegeSet('D:read'), '<D:acl/>'),
    });
    expect((await readCalendarAccess(client, PLACE)).canGrantSending).toBe(false);
  });
});

describe('sharing a calendar', () => {
  it('sends back what others have, but nothing protected or inherited, RFC 3744 §8.1', async () => {
    const odd = `<D:ace><D:principal><D:property><D:owner/></D:property></D:principal><D:grant><D:privilege><x:shine xmlns:x="urn:x" how="bright">much</x:shine></D:privilege></D:grant></D:ace>`;
    const requests = await sent(
      server([PROTECTED, ace('/p/eve/', READ, '', 'deny'), odd, INHERITED, ace('/p/bob/', WRITE)]),
      '/p/alice/',
      'read',
    );
    expect(requests.map(({ path, aces }) => [path, aces])).toEqual([
      [CALENDAR, ['/p/eve/: read', 'property: shine', '/p/bob/: read write', '/p/alice/: read']],
    ]);
    expect(requests[0]?.body).toMatch(/<x:shine xmlns:x="urn:x" how="bright">much<\/x:shine>/);
  });

  it('replaces what the same person had, however the path is written, and keeps rights of other kinds', async () => {
    const [request] = await sent(
      server([ace('/p/al%69ce', ['D:read', 'D:read-acl']), ace('/p/alice/', ['D:write'])]),
      '/p/alice/',
      'read',
    );
    expect(request?.aces).toEqual(['/p/alice/: read-acl read']);
  });

  it('takes everything back that is theirs', async () => {
    const [request] = await sent(server([ace('/p/alice/', WRITE), ace('/p/bob/', READ)]), '/p/alice/', undefined);
    expect(request?.aces).toEqual(['/p/bob/: read']);
  });

  it('grants the parts where a privilege is abstract, RFC 3744 §5.3, and the way to know one’s own', async () => {
    const supported = (name: string, within = '', abstract = '') =>
      `<D:supported-privilege><D:privilege><${name}/></D:privilege>${abstract}<D:description/>${within}</D:supported-privilege>`;
    const tree = supported(
      'D:all',
      supported('D:read') +
        supported('D:read-current-user-privilege-set') +
        supported(
          'D:write',
          supported('D:write-content') + supported('D:bind') + supported('D:unbind'),
          '<D:abstract/>',
        ),
    );
    const set = `<D:supported-privilege-set>${tree}</D:supported-privilege-set>`;
    const [request] = await sent(
      server([], [], { [`PROPFIND ${CALENDAR}`]: access(CALENDAR, [], set) }),
      '/p/alice/',
      'write',
    );
    expect(request?.aces).toEqual(['/p/alice/: read read-current-user-privilege-set write-content bind unbind']);
  });

  it('with sending gives the Outbox too, RFC 6638 §6.2, where the other can see that he has it', async () => {
    const requests = await sent(server([], [ace('/p/bob/', ['C:schedule-send'])]), '/p/alice/', 'send');
    expect(requests.map(({ path, aces }) => [path, aces])).toEqual([
      [CALENDAR, ['/p/alice/: read write']],
      [OUTBOX, ['/p/bob/: schedule-send', '/p/alice/: read schedule-send']],
    ]);
  });

  it('leaves the Outbox alone when it is given already', async () => {
    const requests = await sent(server([], [ace('/p/alice/', ['C:schedule-send'])]), '/p/alice/', 'send');
    expect(requests.map(({ path }) => path)).toEqual([CALENDAR]);
  });

  it('without sending any more takes the Outbox back', async () => {
    const had = [ace('/p/alice/', ['D:read', 'C:schedule-send'])];
    for (const level of ['write', 'read', undefined] as const) {
      const requests = await sent(server([ace('/p/alice/', WRITE)], had), '/p/alice/', level);
      expect(requests.map(({ path, aces }) => [path, aces]).at(-1)).toEqual([OUTBOX, []]);
    }
  });

  it('keeps the Outbox given for another calendar that he may change', async () => {
    const other = access('/c/olivia/second/', [ace('/p/alice/', WRITE)]);
    const answers = server([ace('/p/alice/', WRITE)], [ace('/p/alice/', ['C:schedule-send'])], {
      'PROPFIND /c/olivia/': access(CALENDAR, []) + other,
    });
    expect((await sent(answers, '/p/alice/', undefined)).map(({ path }) => path)).toEqual([CALENDAR]);
    expect((await sent(answers, '/p/alice/', 'write')).map(({ path }) => path)).toEqual([CALENDAR, OUTBOX]);
  });

  it('fails when the server refuses', async () => {
    await expect(sent(server([], [], { [`ACL ${CALENDAR}`]: 403 }), '/p/alice/', 'read')).rejects.toMatchObject({
      kind: 'forbidden',
    });
  });

  it('with everybody names no path', async () => {
    const [request] = await sent(server([ace('authenticated', WRITE)]), 'DAV:authenticated', 'read');
    expect(request?.aces).toEqual(['authenticated: read']);
  });
});
