import { execFile } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Contender, OWNER } from './contender.ts';
import { packageVersion } from './debian.ts';
import { startProcess } from './processes.ts';

const PROGRAM = '/usr/bin/xandikos';

/** xandikos of Debian with its own HTTP server; every calendar is a Git repository. */
export const xandikos: Contender = {
  name: 'xandikos',
  missing: () => [...(existsSync(PROGRAM) ? [] : ['xandikos']), ...(existsSync('/usr/bin/git') ? [] : ['git'])],
  version: () => packageVersion('xandikos'),
  setting: 'no passwords: it checks none by itself; a Git repository for each calendar; its own HTTP server (aiohttp)',
  loading: 'files committed to its repository',
  schedules: false,
  calendar: (user, name = 'calendar') => `/${user}/calendars/${name}/`,
  inbox: (user) => `/${user}/inbox/`,
  install: async ({ folder }) => {
    mkdirSync(folder, { recursive: true });
  },
  start: ({ folder, port, log }) => {
    const args = [
      '-d',
      folder,
      '-l',
      '127.0.0.1',
      '-p',
      String(port),
      '--current-user-principal',
      `/${OWNER}/`,
      '--defaults',
    ];
    return startProcess([PROGRAM, ...args], log);
  },
  prepare: async () => {},
  load: async (place, { calendar, folder }) => {
    const repository = path.join(place.folder, OWNER, 'calendars', calendar);
    await cp(path.join(folder, calendar), repository, { recursive: true });
    const git = (...args: string[]) =>
      promisify(execFile)('git', [
        '-C',
        repository,
        '-c',
        'gc.auto=0',
        '-c',
        'user.name=bench',
        '-c',
        'user.email=bench@localhost',
        ...args,
      ]);
    await git('add', '--all');
    await git('commit', '--quiet', '--message', 'Fill the calendar');
  },
};
