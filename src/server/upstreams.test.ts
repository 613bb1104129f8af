import { describe, expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { DEFAULT_LIMITS, readLimits, readUpstreams } from './upstreams.ts';

describe('CONVOKE_UPSTREAMS', () => {
  test('names servers, separated by commas or blanks', () => {
    const upstreams = readUpstreams(
      'Work=https://cal.example.org/dav/, home=http://127.0.0.1:8008\n third.one=https://[::1]',
    );
    expect(upstreams.map(({ name, url }) => [name, url.href])).toEqual([
      ['Work', 'https://cal.example.org/dav/'],
      ['home', 'http://127.0.0.1:8008/'],
      ['third.one', 'https://[::1]/'],
    ]);
    expect(readUpstreams(undefined)).toEqual([]);
  });

  test.each([
    ['https://cal.example.org', 'a server lacks its name'],
    ['=https://cal.example.org', 'a server lacks its name'],
    ['../x=https://cal.example.org', 'a server lacks its name'],
    ['work=cal.example.org', '“work” has no http or https URL'],
    ['work=file:///etc/passwd', '“work” has no http or https URL'],
    ['work=https://olivia:hidden@cal.example.org', 'the URL of “work” carries a user name or password'],
    ['work=https://cal.example.org/?a=b', 'the URL of “work” carries “?” or “#”'],
    ['Convoke=https://cal.example.org', '“convoke” is the name of the embedded server'],
    ['work=https://a.example Work=https://b.example', '“Work” twice'],
  ])('%s is refused in one sentence that quotes no password', (written, sentence) => {
    expect(() => readUpstreams(written)).toThrow(sentence);
    expect(() => readUpstreams(written)).not.toThrow('hidden');
  });
});

describe('the limits', () => {
  test('have defaults, and come in seconds and megabytes', () => {
    expect(readLimits({})).toEqual(DEFAULT_LIMITS);
    const limits = readLimits({ CONVOKE_GATEWAY_CONNECT_SECONDS: '2.5', CONVOKE_GATEWAY_ANSWER_MB: '8' });
    expect(limits).toEqual({ ...DEFAULT_LIMITS, connectMs: 2_500, answerOctets: 8_000_000 });
  });

  test.each(['0', '-1', 'ten', '1e9', '99999'])('are refused: %s', (written) => {
    expect(() => readLimits({ CONVOKE_GATEWAY_IDLE_SECONDS: written })).toThrow(
      `CONVOKE_GATEWAY_IDLE_SECONDS=${written} is no limit`,
    );
  });
});

describe('the embedded server', () => {
  const CONVOKE_UPSTREAMS = 'work=https://cal.example.org';

  test('stands beside the others unless it is switched off; then there are no demo accounts', () => {
    expect(readConfig({ CONVOKE_UPSTREAMS }, [])).toMatchObject({ embedded: true, demo: true });
    const alone = readConfig({ CONVOKE_UPSTREAMS, CONVOKE_EMBEDDED: 'off', HOST: '0.0.0.0' }, []);
    expect(alone).toMatchObject({ embedded: false, demo: false });
  });

  test('is not switched off where nothing else is left', () => {
    expect(() => readConfig({ CONVOKE_EMBEDDED: 'off' }, [])).toThrow('leaves no server to sign in to');
    expect(() => readConfig({ CONVOKE_UPSTREAMS, CONVOKE_EMBEDDED: 'no' }, [])).toThrow('neither on nor off');
  });
});
