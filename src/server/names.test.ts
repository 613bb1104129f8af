/** Names of objects and calendars, hrefs and addresses, in whatever characters and however they are encoded (RFC 3986, RFC 4918 §8.3). */
import { beforeEach, describe, expect, test } from 'vitest';
import { event, meeting } from './fixtures.ts';
import { type InProcessServer, startInProcess } from './inProcess.ts';
import { clientOf, hrefsIn, NAMESPACES, readText, type TestClient, tokenIn } from './testClient.ts';

let server: InProcessServer;
let olivia: TestClient;
const HOME = '/dav/calendars/olivia/';
const WORK = `${HOME}work/`;

beforeEach(async () => {
  server = await startInProcess();
  olivia = clientOf(server.origin, 'olivia');
  return () => server.close();
});

const NAMES = [
  'plus+plus',
  '100%',
  '%2B %40',
  'two words',
  'a;b=c,d',
  'olivia@home',
  `it's "quoted"`,
  '<tag>&amp;',
  '#1?',
  "~!$()*':",
  '日本語',
  '🗓👩🏽‍💻',
  'é'.normalize('NFC'),
  'é'.normalize('NFD'),
  '\u202Eltr',
  'x'.repeat(240),
] as const;

/** The same name as other clients write it in a path. */
function writings(name: string): readonly string[] {
  const octets = [...new TextEncoder().encode(name)];
  const all = octets.map((octet) => `%${octet.toString(16).padStart(2, '0')}`).join('');
  const canonical = encodeURIComponent(name);
  const generous = encodeURI(name).replace(/[?#]/g, encodeURIComponent);
  return [
    canonical,
    all,
    all.toUpperCase(),
    generous,
    canonical.replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16)}`),
  ];
}

/** Character data of a DAV:href. */
const escaped = (href: string): string => href.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

test('every name is an object of its own, found by PROPFIND, multiget and sync however it is encoded', async () => {
  const before = tokenIn(await olivia.propfind(WORK, '<D:sync-token/>'));
  for (const [index, name] of NAMES.entries()) {
    const put = await olivia.put(`${WORK}${encodeURIComponent(name)}.ics`, event({ uid: `${index}@test` }));
    expect([name, put.status]).toEqual([name, 201]);
  }
  const listed = hrefsIn(await olivia.propfind(WORK, '<D:getetag/>', '1'));
  expect(listed).toEqual(NAMES.map((name) => `${WORK}${encodeURIComponent(name).replaceAll("'", '&apos;')}.ics`));
  const sync = `<D:sync-collection xmlns:D="DAV:"><D:sync-token>${before}</D:sync-token><D:sync-level>1</D:sync-level><D:prop><D:getetag/></D:prop></D:sync-collection>`;
  expect(hrefsIn(await olivia.report(WORK, sync, '0'))).toEqual(listed);
  for (const [index, name] of NAMES.entries()) {
    for (const written of writings(name)) {
      const href = `${WORK}${written}.ics`;
      expect([href, (await olivia.get(href)).body.includes(`UID:${index}@test`)]).toEqual([href, true]);
      const body = `<C:calendar-multiget ${NAMESPACES}><D:prop><C:calendar-data/></D:prop><D:href>${escaped(href)}</D:href><D:href>${escaped(server.origin + href)}</D:href></C:calendar-multiget>`;
      const { body: found } = await olivia.report(WORK, body);
      expect([href, found.match(new RegExp(`UID:${index}@test`, 'g'))?.length]).toEqual([href, 2]);
    }
  }
});

test('is moved from name to name by a Destination in any encoding', async () => {
  let at = `${WORK}begin.ics`;
  await olivia.put(at, event());
  for (const name of NAMES) {
    for (const written of new Set(writings(name).slice(0, 2))) {
      const destination = `${server.origin}${WORK}${written}.ics`;
      const moved = await olivia.send('MOVE', at, { destination, host: new URL(server.origin).host });
      const same = decodeURIComponent(at) === decodeURIComponent(`${WORK}${written}.ics`);
      expect([name, moved.status]).toEqual([name, same ? 403 : 201]);
      at = `${WORK}${written}.ics`;
    }
    expect((await olivia.get(`${WORK}${encodeURIComponent(name)}.ics`)).status).toBe(200);
  }
});

test('calendars have such names too, and their objects and tokens', async () => {
  for (const [index, name] of NAMES.entries()) {
    const path = `${HOME}${encodeURIComponent(name)}/`;
    expect((await olivia.send('MKCALENDAR', path)).status).toBe(201);
    expect((await olivia.put(`${path}${encodeURIComponent(name)}.ics`, event({ uid: `${index}@test` }))).status).toBe(
      201,
    );
    for (const written of writings(name)) {
      const { status, body } = await olivia.propfind(`${HOME}${written}/`, '<D:resourcetype/>', '1');
      expect([status, hrefsIn({ body } as never)]).toEqual([
        207,
        [`${path}${encodeURIComponent(name)}.ics`.replaceAll("'", '&apos;')],
      ]);
    }
  }
  const { body } = await olivia.propfind(HOME, '<D:resourcetype/>', '1');
  expect(body.match(/<C:calendar\/>/g)).toHaveLength(NAMES.length + 1);
});

describe('an ATTENDEE', () => {
  test.each([
    'MAILTO:Alice@CONVOKE.example',
    'mailto:alice%40convoke.example',
    'mailto:%61lice@convoke.example',
    'Mailto:ALICE@convoke.EXAMPLE',
  ])('%s is alice, who gets the invitation', async (address) => {
    const text = meeting(['alice']).replace('mailto:alice@convoke.example', address);
    const { status } = await olivia.put(`${WORK}meeting.ics`, text);
    expect(status).toBe(201);
    const alice = clientOf(server.origin, 'alice');
    expect((await alice.texts('/dav/calendars/alice/inbox/')).map((one) => readText(one).method)).toEqual(['REQUEST']);
    // As the Organizer wrote it.
    expect((await olivia.get(`${WORK}meeting.ics`)).body.replace(/\r\n /g, '')).toContain(address);
  });

  test('with a plus, or of another script, outside of the server is kept as it was written', async () => {
    const lines = ['ATTENDEE:mailto:carla+team@other.example', 'ATTENDEE:mailto:用户@例え.example'];
    const { status } = await olivia.put(`${WORK}meeting.ics`, meeting(['alice'], { lines }));
    expect(status).toBe(201);
    const stored = (await olivia.get(`${WORK}meeting.ics`)).body.replace(/\r\n /g, '');
    expect(stored).toContain(':mailto:carla+team@other.example');
    expect(stored).toContain(':mailto:用户@例え.example');
  });
});
