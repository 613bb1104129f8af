import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { type Contender, OWNER, passwordOf } from './contender.ts';
import { packageVersion } from './debian.ts';
import { startProcess } from './processes.ts';

const PROGRAM = '/usr/bin/radicale';

/** Radicale of Debian with its own HTTP server and its default storage. */
export const radicale: Contender = {
  name: 'radicale',
  missing: () => (existsSync(PROGRAM) ? [] : ['radicale']),
  version: () => packageVersion('radicale'),
  setting:
    'Basic; htpasswd, passwords in clear (the fastest it offers: it remembers none); files; its own HTTP server, which closes after each answer',
  loading: 'files put in its folder',
  schedules: false,
  calendar: (user, name = 'default') => `/${user}/${name}/`,
  inbox: (user) => `/${user}/inbox/`,
  install: async ({ folder }) => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'users'), `${OWNER}:${passwordOf(OWNER)}\n`);
  },
  start: ({ folder, port, log }) => {
    const settings = [
      '[server]',
      `hosts = 127.0.0.1:${port}`,
      '[auth]',
      'type = htpasswd',
      `htpasswd_filename = ${folder}/users`,
      'htpasswd_encryption = plain',
      '[storage]',
      `filesystem_folder = ${folder}/collections`,
    ];
    writeFileSync(path.join(folder, 'config'), `${settings.join('\n')}\n`);
    return startProcess([PROGRAM, '--config', path.join(folder, 'config')], log);
  },
  prepare: async () => {},
  load: async (place, { calendar, folder }) =>
    cp(path.join(folder, calendar), path.join(place.folder, 'collections/collection-root', OWNER, calendar), {
      recursive: true,
    }),
};
