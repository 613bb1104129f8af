import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { changePassword, openDemoAccounts } from './accounts.ts';
import { greeting } from './greeting.ts';
import { type InProcessServer, startInProcess } from './inProcess.ts';

const CONFIG = { host: '127.0.0.1', port: 8800, demo: true, upstreams: [], trustedProxies: [] };
const READY = 'Convoke is ready: http://127.0.0.1:8800/\n';

describe('the greeting', () => {
  test('names the demo accounts whose passwords it knows', () => {
    expect(greeting(CONFIG, null, { count: 2, demo: ['olivia', 'bob'] })).toBe(
      `${READY}Demo accounts, name and password:\n  olivia   olivia-demo\n  bob      bob-demo\n`,
    );
    expect(greeting(CONFIG, null, { count: 2, demo: [] })).toBe(READY);
  });

  test('warns of demo accounts that are still open without demo', () => {
    expect(greeting({ ...CONFIG, demo: false }, null, { count: 2, demo: ['olivia', 'bob'] })).toBe(
      `${READY}Attention: everybody knows the passwords of olivia, bob. npx convoke user disable NAME closes such an account.\n`,
    );
  });

  test('says which proxies it believes', () => {
    expect(greeting({ ...CONFIG, trustedProxies: ['127.0.0.1', '10.0.0.0/8'] }, null, { count: 2, demo: [] })).toBe(
      `${READY}Believing X-Forwarded headers of 127.0.0.1, 10.0.0.0/8.\n`,
    );
  });

  test('says how accounts are made when there are none', () => {
    expect(greeting({ ...CONFIG, demo: false }, null, { count: 0, demo: [] })).toBe(
      `${READY}There is no account yet: npx convoke user add NAME makes one.\n`,
    );
    expect(greeting({ ...CONFIG, demo: false }, null, undefined)).toBe(READY);
  });
});

describe('an open demo account', () => {
  let server: InProcessServer;
  beforeEach(async () => {
    server = await startInProcess();
  });
  afterEach(() => server.close());

  test('is one that is there, not disabled, and has its known password', async () => {
    const { store } = server;
    expect(await openDemoAccounts(store)).toEqual(['olivia', 'alice', 'bob', 'carol', 'dan']);
    const [olivia, alice] = await store.allUsers();
    if (!olivia || !alice) throw new Error('There are no demo accounts.');
    await changePassword(store, olivia, 'correct horse');
    await store.setDisabled(alice.id, '2027-03-01T00:00:00Z');
    expect(await openDemoAccounts(store)).toEqual(['bob', 'carol', 'dan']);
  });
});
