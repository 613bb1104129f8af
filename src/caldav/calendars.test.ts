// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { createCalendar, deleteCalendar, listCalendars, updateCalendar } from './calendars.ts';
import type { Account } from './discovery.ts';
import { CaldavError } from './errors.ts';
import { type Answers, clientOfAnswers, hrefProperty, privilegeSet, responseOf } from './testServer.ts';

const ALICE: Account = {
  principal: '/p/alice/',
  displayName: 'Alice Ames',
  homes: ['/c/alice/', '/c/olivia/'],
  inbox: '/c/alice/inbox/',
  outbox: '/c/alice/outbox/',
  addresses: ['mailto:alice@example.org'],
};
const CALENDAR = '<D:resourcetype><D:collection/><C:calendar/></D:resourcetype>';
const OWN = [
  responseOf('/c/alice/', hrefProperty('D:owner', '/p/alice/'), privilegeSet('D:read', 'D:bind', 'D:unbind')),
  responseOf('/c/alice/second/', CALENDAR, hrefProperty('D:owner', '/p/alice/'), privilegeSet('D:all')),
  responseOf('/c/alice/work/', CALENDAR, hrefProperty('D:owner', '/p/alice/'), privilegeSet('D:all')),
  responseOf('/c/alice/inbox/', hrefProperty('C:schedule-default-calendar-URL', '/c/alice/work/')),
].join('');
const OLIVIAS = [
  responseOf('/c/olivia/', hrefProperty('D:owner', '/p/olivia/'), privilegeSet('D:read')),
  responseOf(
    '/c/olivia/team/',
    CALENDAR,
    '<D:displayname>Team</D:displayname>',
    hrefProperty('D:owner', '/p/olivia'),
    privilegeSet('D:read', 'D:write', 'D:write-content', 'D:write-properties', 'D:bind', 'D:unbind', 'D:write-acl'),
  ),
  responseOf('/c/olivia/board/', CALENDAR, hrefProperty('D:owner', '/p/olivia/'), privilegeSet('D:read')),
].join('');
const OLIVIA = responseOf(
  '/p/olivia/',
  '<D:displayname>Olivia Organizer</D:displayname>',
  hrefProperty('C:calendar-user-address-set', 'mailto:olivia@example.org'),
  hrefProperty('C:schedule-outbox-URL', '/c/olivia/outbox/'),
);
const SHARED: Answers = {
  'PROPFIND /c/alice/': OWN,
  'PROPFIND /c/olivia/': OLIVIAS,
  'PROPFIND /p/olivia/': OLIVIA,
  'PROPFIND /c/olivia/outbox/': responseOf('/c/olivia/outbox/', privilegeSet('D:read', 'C:schedule-send-reply')),
};

async function listed(answers: Answers, account: Account = ALICE) {
  const { client, asked } = clientOfAnswers(answers);
  return { ...(await listCalendars(client, account)), asked };
}

describe('the calendars of all homes', () => {
  it('are one’s own first, among them first the one for invitations, RFC 6638 §9.2, then those of others', async () => {
    const { calendars } = await listed(SHARED);
    expect(calendars.map(({ url, isDefault }) => [url, isDefault])).toEqual([
      ['/c/alice/work/', true],
      ['/c/alice/second/', false],
      ['/c/olivia/team/', false],
      ['/c/olivia/board/', false],
    ]);
  });

  it('name their owner with addresses, and what may be sent for him, RFC 6638 §6.2', async () => {
    const { calendars, asked } = await listed(SHARED);
    expect(calendars.map(({ owner }) => owner.isSelf)).toEqual([true, true, false, false]);
    expect(calendars[2]?.owner).toEqual({
      principal: '/p/olivia/',
      displayName: 'Olivia Organizer',
      addresses: ['mailto:olivia@example.org'],
      isSelf: false,
      maySendInvitations: false,
      maySendReplies: true,
    });
    expect(asked.filter(({ path }) => path.startsWith('/p/'))).toHaveLength(1);
  });

  it('are read only without a right to write, and offer nothing that is the owner’s alone', async () => {
    const { calendars } = await listed(SHARED);
    expect(calendars.map(({ isReadOnly }) => isReadOnly)).toEqual([false, false, false, true]);
    expect(calendars.map(({ rights }) => rights)).toEqual([
      { mayEdit: true, mayShare: true, mayDelete: true },
      { mayEdit: true, mayShare: true, mayDelete: true },
      { mayEdit: false, mayShare: false, mayDelete: false },
      { mayEdit: false, mayShare: false, mayDelete: false },
    ]);
  });

  it('leave out the home of somebody who shares no more', async () => {
    for (const status of [403, 404]) {
      const { calendars } = await listed({ ...SHARED, 'PROPFIND /c/olivia/': status });
      expect(calendars.map(({ url }) => url)).toEqual(['/c/alice/work/', '/c/alice/second/']);
    }
  });

  it('fail with the home that is one’s own, and with a server that fails', async () => {
    await expect(listed({ ...SHARED, 'PROPFIND /c/alice/': 403 })).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(listed({ ...SHARED, 'PROPFIND /c/olivia/': 500 })).rejects.toMatchObject({ kind: 'server' });
  });

  it('take an Outbox that is hidden for one that may not be sent from, and none at all for not known', async () => {
    const hidden = await listed({ ...SHARED, 'PROPFIND /c/olivia/outbox/': 403 });
    expect(hidden.calendars[2]?.owner).toMatchObject({ maySendInvitations: false, maySendReplies: false });
    const without = await listed({ ...SHARED, 'PROPFIND /p/olivia/': responseOf('/p/olivia/') });
    expect(without.calendars[2]?.owner).toMatchObject({
      displayName: 'olivia',
      addresses: [],
      maySendInvitations: undefined,
    });
  });

  it('find the sharer on servers that put shared calendars into one’s own home', async () => {
    const shared = responseOf('/c/alice/team_by_olivia/', CALENDAR, hrefProperty('D:owner', '/p/olivia/'));
    const { calendars } = await listed(
      { ...SHARED, 'PROPFIND /c/alice/': OWN + shared },
      { ...ALICE, homes: ['/c/alice/'] },
    );
    expect(calendars.map(({ url, owner }) => [url, owner.displayName])).toEqual([
      ['/c/alice/work/', 'Alice Ames'],
      ['/c/alice/second/', 'Alice Ames'],
      ['/c/alice/team_by_olivia/', 'Olivia Organizer'],
    ]);
  });

  it('are one’s own on a server without access control, which is tried', async () => {
    const { calendars, newCalendarsIn } = await listed(
      { 'PROPFIND /c/alice/': responseOf('/c/alice/', '') + responseOf('/c/alice/work', CALENDAR) },
      { ...ALICE, homes: ['/c/alice/'] },
    );
    expect(newCalendarsIn).toBe('/c/alice/');
    expect(calendars).toMatchObject([
      {
        url: '/c/alice/work/',
        isReadOnly: false,
        owner: { isSelf: true },
        rights: { mayEdit: true, mayShare: false, mayDelete: true },
      },
    ]);
  });

  it('can be made where the home lets one, RFC 3744 §3.9', async () => {
    expect((await listed(SHARED)).newCalendarsIn).toBe('/c/alice/');
    const closed = OWN.replace('<D:bind/>', '<D:read/>');
    expect((await listed({ ...SHARED, 'PROPFIND /c/alice/': closed })).newCalendarsIn).toBeUndefined();
  });
});

describe('a calendar', () => {
  it('is made under a readable name that nothing has yet, with what was typed as text', async () => {
    const answers = new Proxy<Record<string, number>>({}, { get: () => 201 });
    const { client, asked } = clientOfAnswers(answers);
    const url = await createCalendar(client, '/c/alice/', { displayName: 'Café <& “Bar”', colour: '#1a7acb' });
    expect(url).toMatch(/^\/c\/alice\/cafe-bar-[0-9a-f]{6}\/$/);
    expect(asked).toMatchObject([{ method: 'MKCALENDAR', path: url }]);
    const body = new DOMParser().parseFromString(asked[0]?.body ?? '', 'application/xml').documentElement;
    expect(body.getElementsByTagNameNS('DAV:', 'displayname')[0]?.textContent).toBe('Café <& “Bar”');
    expect(body.getElementsByTagNameNS('http://apple.com/ns/ical/', 'calendar-color')[0]?.textContent).toBe('#1a7acb');
    expect(await createCalendar(client, '/c/alice', { displayName: '会議', colour: '#1a7acb' })).toMatch(
      /^\/c\/alice\/calendar-[0-9a-f]{6}\/$/,
    );
  });

  it('is not taken for renamed when the server kept the name, RFC 4918 §9.2', async () => {
    const refused =
      '<D:propstat><D:prop><D:displayname/></D:prop><D:status>HTTP/1.1 403 Forbidden</D:status></D:propstat>';
    const { client } = clientOfAnswers({
      'PROPPATCH /kept/': `<D:response><D:href>/kept/</D:href>${refused}</D:response>`,
      'PROPPATCH /set/': responseOf('/set/', '<D:displayname/>'),
      'PROPPATCH /minimal/': 200,
    });
    const look = { displayName: 'Team' };
    await expect(updateCalendar(client, '/kept/', look)).rejects.toBeInstanceOf(CaldavError);
    await expect(updateCalendar(client, '/set/', look)).resolves.toBeUndefined();
    await expect(updateCalendar(client, '/minimal/', look)).resolves.toBeUndefined();
  });

  it('that is gone already counts as removed', async () => {
    const { client } = clientOfAnswers({ 'DELETE /refused/': 403 });
    await expect(deleteCalendar(client, '/gone/')).resolves.toBeUndefined();
    await expect(deleteCalendar(client, '/refused/')).rejects.toMatchObject({ kind: 'forbidden' });
  });
});
