import { describe, expect, test } from 'vitest';
import { readConfig, requireNode } from './config.ts';
import { DEFAULT_SERVER_LIMITS } from './limits.ts';
import { StartError } from './startError.ts';
import { DEFAULT_LIMITS } from './upstreams.ts';

describe('the settings', () => {
  test('have defaults', () => {
    expect(readConfig({}, [])).toEqual({
      host: '127.0.0.1',
      port: 8800,
      dataDirectory: `${process.cwd()}/data`,
      domain: 'convoke.example',
      embedded: true,
      demo: true,
      upstreams: [],
      limits: DEFAULT_LIMITS,
      serverLimits: DEFAULT_SERVER_LIMITS,
      logLevel: 'warn',
      trustedProxies: [],
    });
  });

  test('come from the environment', () => {
    const environment = { HOST: '0.0.0.0', PORT: '80', CONVOKE_DATA: '/srv/convoke', CONVOKE_DOMAIN: 'Example.ORG' };
    expect(readConfig(environment, ['--no-demo'])).toMatchObject({
      host: '0.0.0.0',
      port: 80,
      dataDirectory: '/srv/convoke',
      domain: 'example.org',
      demo: false,
    });
  });

  test.each(['0.0.0.0', '::', '192.168.1.5', 'calendar.example', '127.0.0.1.evil.example'])(
    'do not offer demo accounts to the network: HOST=%s',
    (host) => {
      expect(() => readConfig({ HOST: host }, [])).toThrow(
        `HOST=${host} would offer the demo accounts and their known passwords to the network: start with --no-demo.`,
      );
    },
  );

  test.each(['127.0.0.1', '127.1.2.3', '::1', 'localhost'])('allow them on %s', (host) => {
    expect(readConfig({ HOST: host }, []).demo).toBe(true);
  });

  test.each([
    [{ PORT: 'http' }, 'PORT=http is no port: give a number from 0 to 65535.'],
    [{ PORT: '70000' }, 'PORT=70000 is no port: give a number from 0 to 65535.'],
    [{ CONVOKE_DOMAIN: 'not a domain' }, 'CONVOKE_DOMAIN=not a domain is no domain name.'],
  ])('are refused in one sentence: %o', (environment, sentence) => {
    expect(() => readConfig(environment, [])).toThrow(new StartError(sentence));
  });

  test('know no other flag', () => {
    expect(() => readConfig({}, ['--demo'])).toThrow('--demo is no flag of the server; --no-demo is the only one.');
  });
});

test.each([
  ['v20.19.0', true],
  ['v22.1.0', true],
  ['v20.18.3', false],
  ['v18.20.0', false],
])('Node %s is enough: %s', (version, isEnough) => {
  if (isEnough) expect(() => requireNode(version)).not.toThrow();
  else expect(() => requireNode(version)).toThrow(`Convoke needs Node.js 20.19 or later; this is ${version}.`);
});
