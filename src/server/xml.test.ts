import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type InProcessServer, startInProcess } from './inProcess.ts';
import { clientOf, type TestClient } from './testClient.ts';
import { InvalidXmlError, parseXml, xml } from './xml.ts';

const read = (text: string) => parseXml(new TextEncoder().encode(text));

describe('reading XML', () => {
  test('resolves namespaces, whatever the prefixes', () => {
    const root = read(
      '<a:propfind xmlns:a="DAV:"><prop xmlns="DAV:"><b:x xmlns:b="urn:b" k="v">t&amp;<![CDATA[<]]></b:x></prop></a:propfind>',
    );
    expect(root).toMatchObject({ namespace: 'DAV:', name: 'propfind' });
    expect(root.children[0]).toMatchObject({ namespace: 'DAV:', name: 'prop' });
    expect(root.children[0]?.children[0]).toMatchObject({
      namespace: 'urn:b',
      name: 'x',
      text: 't&<',
      attributes: { k: 'v' },
    });
  });

  test.each([
    ['an unclosed element', '<a><b></a>'],
    ['text alone', 'hello'],
    ['nothing', ' '],
    ['two roots', '<a/><b/>'],
    ['an unknown prefix', '<a:b/>'],
    ['an unknown entity', '<a>&nbsp;</a>'],
    ['an external entity', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
    ['an entity bomb', '<!DOCTYPE a [<!ENTITY x "xx"><!ENTITY y "&x;&x;">]><a>&y;</a>'],
    ['a document type alone', '<!DOCTYPE a SYSTEM "http://127.0.0.1:1/x.dtd"><a/>'],
    ['a NUL', '<a>\u0000</a>'],
    ['too many levels', `${'<a>'.repeat(65)}${'</a>'.repeat(65)}`],
    ['too many elements', `<a>${'<b/>'.repeat(50_001)}</a>`],
  ])('refuses %s', (_what, text) => {
    expect(() => read(text)).toThrow(InvalidXmlError);
  });

  test('refuses bytes that are not UTF-8', () => {
    expect(() => parseXml(new Uint8Array([0x3c, 0x61, 0x3e, 0xff, 0x3c, 0x2f, 0x61, 0x3e]))).toThrow(InvalidXmlError);
  });

  test('64 levels are fine', () => {
    expect(read(`${'<a>'.repeat(64)}${'</a>'.repeat(64)}`).name).toBe('a');
  });
});

describe('writing XML', () => {
  test('escapes what is put in, but not what is XML already', () => {
    const inner = xml`<b c="${'"<&>\''}"/>`;
    expect(xml`<a>${inner}${[inner, inner]}${'</a><script>'}${undefined}${3}</a>`.markup).toBe(
      '<a><b c="&quot;&lt;&amp;&gt;&apos;"/><b c="&quot;&lt;&amp;&gt;&apos;"/><b c="&quot;&lt;&amp;&gt;&apos;"/>&lt;/a&gt;&lt;script&gt;3</a>',
    );
  });

  test('keeps CR and other scripts, and replaces what XML cannot carry', () => {
    expect(xml`${'a\r\nb\t東😀\u0000\u0007\ud800x\uffff'}`.markup).toBe('a&#13;\nb\t東😀\ufffd\ufffd\ufffdx\ufffd');
  });
});

describe('over HTTP', () => {
  let server: InProcessServer;
  let olivia: TestClient;

  beforeAll(async () => {
    server = await startInProcess();
    olivia = clientOf(server.origin, 'olivia');
  });
  afterAll(() => server.close());

  test.each([
    [
      'entities',
      '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><D:propfind xmlns:D="DAV:"><D:prop><D:displayname>&e;</D:displayname></D:prop></D:propfind>',
    ],
    ['depth', `${'<D:a xmlns:D="DAV:">'.repeat(100)}${'</D:a>'.repeat(100)}`],
    ['another root', '<D:propertyupdate xmlns:D="DAV:"/>'],
    ['no namespace', '<propfind><prop/></propfind>'],
    ['garbage', '\u0001\u0002'],
  ])('%s: 400, with a sentence and nothing of the file system', async (_what, body) => {
    const answer = await olivia.send('PROPFIND', '/dav/', { depth: '0' }, body);
    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(answer.body).not.toContain('root:');
  });

  test('size: 413, also when it is far too large, and the server goes on', async () => {
    const large = `<D:propfind xmlns:D="DAV:"><!--${'x'.repeat(4_100_000)}--></D:propfind>`;
    expect((await olivia.send('PROPFIND', '/dav/', { depth: '0' }, large)).status).toBe(413);
    expect((await olivia.send('PROPFIND', '/dav/', { depth: '0' })).status).toBe(207);
  });

  test('a hundred thousand open elements are refused quickly', async () => {
    const begun = performance.now();
    const answer = await olivia.send('PROPFIND', '/dav/', { depth: '0' }, '<a>'.repeat(100_000));
    expect(answer.status).toBe(400);
    expect(performance.now() - begun).toBeLessThan(2_000);
  });
});
