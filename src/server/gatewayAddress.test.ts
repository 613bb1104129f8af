import { describe, expect, test } from 'vitest';
import { destinationUp, locationDown, readGatewayAddress } from './gatewayAddress.ts';

const UPSTREAM = { name: 'Work', url: new URL('https://cal.example.org/dav/') };

describe('an address of the gateway', () => {
  test.each([
    ['/gateway/Work/', '/'],
    ['/gateway/Work/dav/calendars/user/olivia/Default/', '/dav/calendars/user/olivia/Default/'],
    ['/gateway/Work/a%20b/%40c@d/x.ics', '/a%20b/%40c@d/x.ics'],
    ['/gateway/Work/one%2Ftwo.ics', '/one%2Ftwo.ics'],
    ['/gateway/Work/...', '/...'],
    ['/gateway/Work/%252e%252e/x', '/%252e%252e/x'],
  ])('%s is %s on the server of that name, escaped as it was', (target, path) => {
    expect(readGatewayAddress(target)).toEqual({ name: 'Work', path });
  });

  test.each([
    '/gateway/Work',
    '/gateway//x',
    '/gateway/Wo%72k/x',
    '/gateway/Work/../secret',
    '/gateway/Work/a/..',
    '/gateway/Work/%2e%2e/secret',
    '/gateway/Work/%2E./secret',
    '/gateway/Work/..%2fsecret',
    '/gateway/Work/a%2f..%2fsecret',
    '/gateway/Work/..;x=1/secret',
    '/gateway/Work/./x',
    '/gateway/Work//evil.example/x',
    '/gateway/Work/%2fevil.example/x',
    '/gateway/Work/a//b',
    '/gateway/Work/\\evil.example',
    '/gateway/Work/..%5csecret',
    '/gateway/Work/a%00.ics',
    '/gateway/Work/a%0d%0aX-Header:%20y',
    '/gateway/Work/a%7f',
    '/gateway/Work/a b',
    '/gateway/Work/a\u0000b',
    '/gateway/Work/ä',
    '/gateway/Work/a%zz',
    '/gateway/Work/a%2',
    '/gateway/Work/a?action=x',
    '/gateway/Work/a#b',
    'http://evil.example/gateway/Work/x',
    '//evil.example/gateway/Work/x',
    '/%67ateway/Work/x',
  ])('%j is refused', (target) => {
    expect(readGatewayAddress(target)).toBeUndefined();
  });
});

describe('a Destination', () => {
  test.each([
    ['/gateway/Work/dav/b.ics', 'https://cal.example.org/dav/b.ics'],
    ['http://app.example:8800/gateway/Work/dav/b.ics', 'https://cal.example.org/dav/b.ics'],
    ['https://cal.example.org/dav/b%20c.ics', 'https://cal.example.org/dav/b%20c.ics'],
  ])('%s goes to the server as %s', (written, mapped) => {
    expect(destinationUp(written, UPSTREAM, 'app.example:8800')).toBe(mapped);
  });

  test.each([
    'https://evil.example/dav/b.ics',
    'http://cal.example.org/dav/b.ics',
    'https://cal.example.org:444/dav/b.ics',
    'https://cal.example.org@evil.example/dav/b.ics',
    'https://olivia:pw@cal.example.org/dav/b.ics',
    'http://app.example:8800/gateway/Home/dav/b.ics',
    'http://app.example:8800/dav/b.ics',
    'http://other.example:8800/gateway/Work/dav/b.ics',
    '/gateway/Home/dav/b.ics',
    '/dav/b.ics',
    'https://cal.example.org/dav/../secret',
    '/gateway/Work/%2e%2e/secret',
    'file:///etc/passwd',
    'javascript:alert(1)',
    '',
  ])('%j is refused', (written) => {
    expect(destinationUp(written, UPSTREAM, 'app.example:8800')).toBeUndefined();
  });
});

describe('a Location', () => {
  test.each([
    ['/dav/principals/olivia/', '/gateway/Work/dav/principals/olivia/'],
    ['https://cal.example.org/dav/x', '/gateway/Work/dav/x'],
    ['https://CAL.example.org:443/dav/x', '/gateway/Work/dav/x'],
    ['x.ics', '/gateway/Work/dav/a/x.ics'],
    ['../x.ics', '/gateway/Work/dav/x.ics'],
    ['#top', '/gateway/Work/dav/a/'],
  ])('%s becomes %s', (written, mapped) => {
    expect(locationDown(written, UPSTREAM, '/dav/a/')).toBe(mapped);
  });

  test.each([
    'https://evil.example/dav/',
    '//evil.example/dav/',
    'http://cal.example.org/dav/',
    'https://cal.example.org:8443/dav/',
    'https://cal.example.org.evil.example/',
    'https://cal.example.org@evil.example/',
    'https://olivia@cal.example.org/dav/',
    'https://:pw@cal.example.org/dav/',
    '/\\evil.example/',
    '\\\\evil.example/',
    'javascript:alert(1)',
    'data:text/html,x',
    'https://',
    '/login?next=/dav/',
    '/dav/a%00b',
  ])('%j leads elsewhere', (written) => {
    expect(locationDown(written, UPSTREAM, '/dav/a/')).toBeUndefined();
  });
});
