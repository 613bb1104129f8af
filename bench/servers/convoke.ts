import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createAccount } from '../../src/server/accounts.ts';
import { databaseIn } from '../../src/server/dataFolder.ts';
import { openStore } from '../../src/server/store/libsqlStore.ts';
import { type Contender, DOMAIN, GUESTS, OWNER, type Place, passwordOf } from './contender.ts';
import { startProcess } from './processes.ts';

const project = (file: string) => fileURLToPath(new URL(`../../${file}`, import.meta.url));
const SERVER = project('dist/server/main.js');
const COMMAND_LINE = project('dist/server/cli.js');

/** The built server of this project in its own process, as `npm start` runs it, with its file on disk. */
export const convoke: Contender = {
  name: 'convoke',
  missing: () => (existsSync(SERVER) ? [] : ['npm run build']),
  version: () => JSON.parse(readFileSync(project('package.json'), 'utf8')).version,
  setting: 'Basic; argon2id, a verified password is remembered for a while; one SQLite file, WAL, synchronous=FULL',
  loading: 'convoke import',
  schedules: true,
  calendar: (user, name = 'work') => `/dav/calendars/${user}/${name}/`,
  inbox: (user) => `/dav/calendars/${user}/inbox/`,
  install: async ({ folder }) => {
    mkdirSync(folder, { recursive: true });
    const store = await openStore(databaseIn(folder));
    try {
      for (const name of [OWNER, ...GUESTS]) {
        const addresses = [`mailto:${name}@${DOMAIN}`];
        await createAccount(store, { name, displayName: name, password: passwordOf(name), addresses });
      }
    } finally {
      await store.close();
    }
  },
  start: (place) =>
    startProcess([process.execPath, SERVER, '--no-demo'], place.log, {
      ...environmentOf(place),
      PORT: String(place.port),
    }),
  prepare: async () => {},
  load: async (place, { folder }) => {
    await promisify(execFile)(process.execPath, [COMMAND_LINE, 'import', OWNER, folder], { env: environmentOf(place) });
  },
};

function environmentOf({ folder }: Place): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    CONVOKE_DOMAIN: DOMAIN,
    CONVOKE_DATA: path.resolve(folder),
  };
}
