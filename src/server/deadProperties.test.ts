/** Properties that mean nothing to the server, RFC 4918 §4: kept as they were set, given back, removed. */
import { beforeEach, describe, expect, test } from 'vitest';
import { type InProcessServer, startInProcess } from './inProcess.ts';
import { type Answer, clientOf, NAMESPACES, type TestClient } from './testClient.ts';

let server: InProcessServer;
let olivia: TestClient;
const HOME = '/dav/calendars/olivia/';
const WORK = `${HOME}work/`;
const INBOX = `${HOME}inbox/`;
const OUTBOX = `${HOME}outbox/`;

beforeEach(async () => {
  server = await startInProcess();
  olivia = clientOf(server.origin, 'olivia');
  return () => server.close();
});

const patch = (path: string, instructions: string): Promise<Answer> =>
  olivia.send('PROPPATCH', path, {}, `<D:propertyupdate ${NAMESPACES}>${instructions}</D:propertyupdate>`);
const set = (properties: string): string => `<D:set><D:prop>${properties}</D:prop></D:set>`;
const remove = (properties: string): string => `<D:remove><D:prop>${properties}</D:prop></D:remove>`;

describe.each([HOME, WORK, INBOX, OUTBOX])('of %s', (path) => {
  test('are set, read by name, in allprop and propname, replaced and removed', async () => {
    const answer = await patch(path, set('<x:note xmlns:x="urn:x">first</x:note><bare xmlns="">1</bare>'));
    expect(answer.status).toBe(207);
    expect(answer.body.match(/HTTP\/1.1 200 OK/g)).toHaveLength(2);
    await patch(path, set('<x:note xmlns:x="urn:x">second</x:note>'));
    const byName = await olivia.propfind(path, '<note xmlns="urn:x"/><bare xmlns=""/><none xmlns="urn:x"/>');
    expect(byName.body).toContain('<x:note xmlns:x="urn:x">second</x:note>');
    expect(byName.body).toContain('<bare xmlns="">1</bare>');
    expect(byName.body).toContain('<x:none xmlns:x="urn:x"/></D:prop><D:status>HTTP/1.1 404 Not Found');
    const all = await olivia.send('PROPFIND', path, { depth: '0' });
    expect(all.body).toContain('<x:note xmlns:x="urn:x">second</x:note>');
    const names = `<D:propfind ${NAMESPACES}><D:propname/></D:propfind>`;
    expect((await olivia.send('PROPFIND', path, { depth: '0' }, names)).body).toContain('<x:note xmlns:x="urn:x"/>');
    expect((await patch(path, remove('<note xmlns="urn:x"/><none xmlns="urn:x"/>'))).body).not.toContain('HTTP/1.1 4');
    expect((await olivia.propfind(path, '<note xmlns="urn:x"/>')).body).toContain('404 Not Found');
    expect((await olivia.propfind(path, '<bare xmlns=""/>')).body).toContain('200 OK');
  });

  test('are not set where another property cannot be', async () => {
    const { body } = await patch(path, set('<x:note xmlns:x="urn:x">new</x:note><D:getetag>"x"</D:getetag>'));
    expect(body).toContain(
      '<D:prop><x:note xmlns:x="urn:x"/></D:prop><D:status>HTTP/1.1 424 Failed Dependency</D:status>',
    );
    expect(body).toContain('<D:error><D:cannot-modify-protected-property/></D:error>');
    expect((await olivia.propfind(path, '<note xmlns="urn:x"/>')).body).toContain('404 Not Found');
  });
});

test('keep elements, attributes, prefixes, mixed content and the language they stood in (RFC 4918 §4.3)', async () => {
  const body =
    '<?xml version="1.0"?><D:propertyupdate xmlns:D="DAV:" xml:lang="de"><D:set><D:prop xmlns:y="urn:y">' +
    '<x:authors xmlns:x="urn:x" y:kind="a&#9;&quot;b&quot;">Jim <x:b y:role="lead">Whitehead</x:b> &amp; <![CDATA[<co>]]><y:empty/> 😀</x:authors>' +
    '</D:prop></D:set></D:propertyupdate>';
  expect((await olivia.send('PROPPATCH', WORK, {}, body)).status).toBe(207);
  expect((await olivia.propfind(WORK, '<authors xmlns="urn:x"/>')).body).toContain(
    '<x:authors xmlns:x="urn:x" xmlns:y="urn:y" y:kind="a&#9;&quot;b&quot;" xml:lang="de">Jim <x:b xmlns:x="urn:x" xmlns:y="urn:y" y:role="lead">Whitehead</x:b> &amp; &lt;co&gt;<y:empty xmlns:y="urn:y"/> 😀</x:authors>',
  );
});

test('of DAV: and of CalDAV that the server keeps itself cannot be set, those that it does not know can', async () => {
  for (const own of [
    '<D:sync-token>x</D:sync-token>',
    '<D:lockdiscovery/>',
    '<C:max-resource-size>1</C:max-resource-size>',
    '<C:supported-calendar-component-set><C:comp name="VTODO"/></C:supported-calendar-component-set>',
  ]) {
    expect((await patch(WORK, set(own))).body).toContain('<D:cannot-modify-protected-property/>');
  }
  const alarm = '<C:default-alarm-vevent-date>BEGIN:VALARM&#13;\nEND:VALARM</C:default-alarm-vevent-date>';
  expect((await patch(HOME, set(alarm))).body).toContain('200 OK');
  expect((await olivia.propfind(HOME, '<C:default-alarm-vevent-date/>')).body).toContain('BEGIN:VALARM&#13;\nEND');
});

test('are limited: 507 for what is too much, and nothing of it is kept', async () => {
  const huge = (name: string): string => `<x:${name} xmlns:x="urn:x">${'a'.repeat(90_000)}</x:${name}>`;
  expect((await patch(WORK, set(huge('one') + huge('two')))).body).not.toContain('507');
  expect((await patch(WORK, set(huge('three')))).body).toContain('HTTP/1.1 507 Insufficient Storage');
  expect((await olivia.propfind(WORK, '<three xmlns="urn:x"/>')).body).toContain('404 Not Found');
  expect((await patch(WORK, set('<D:displayname>Still</D:displayname>'))).body).toContain('200 OK');
});

test('do not get lost when several clients set them at once', async () => {
  const names = Array.from({ length: 20 }, (_one, index) => `n${index}`);
  await Promise.all(names.map((name) => patch(WORK, set(`<x:${name} xmlns:x="urn:x">1</x:${name}>`))));
  const { body } = await olivia.propfind(WORK, names.map((name) => `<${name} xmlns="urn:x"/>`).join(''));
  expect(body).not.toContain('404 Not Found');
});

test.each(['constructor', '__proto__', 'toString'])('the namespace %s is one like any other', async (namespace) => {
  await patch(WORK, set(`<x:note xmlns:x="${namespace}">kept</x:note>`));
  const { body } = await olivia.send('PROPFIND', WORK, { depth: '0' });
  expect(body).toContain(`<x:note xmlns:x="${namespace}">kept</x:note>`);
  expect((await olivia.propfind(WORK, `<x:none xmlns:x="${namespace}"/>`)).body).toContain(
    `<x:none xmlns:x="${namespace}"/>`,
  );
});
