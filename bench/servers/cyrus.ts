import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cyrusConf, imapdConf } from '../../e2e/servers/cyrus/configuration.mjs';
import { connectImap } from '../../e2e/servers/cyrus/imap.ts';
import { type Contender, DOMAIN, GUESTS, OWNER, passwordOf } from './contender.ts';
import { packageVersion } from './debian.ts';
import { startProcess } from './processes.ts';
import { putAll } from './putAll.ts';
import { serverAccess } from './serverAccess.ts';

const MASTER = '/usr/lib/cyrus/bin/master';
const SASLPASSWD = '/usr/sbin/saslpasswd2';
const FOLDERS = ['conf', 'conf/db', 'conf/log', 'conf/proc', 'conf/lock', 'conf/socket', 'spool', 'tmp'];
const PATIENCE = 30_000;

/** Cyrus IMAP of Debian, CalDAV with scheduling, as the tests in e2e/servers run it but with every write on disk as by default. */
export const cyrus: Contender = {
  name: 'cyrus',
  missing: () => {
    const packages = [
      ...(existsSync(MASTER) ? [] : ['cyrus-imapd', 'cyrus-caldav']),
      ...(existsSync(SASLPASSWD) ? [] : ['sasl2-bin']),
    ];
    return packages.length > 0 || process.getuid?.() === 0 ? packages : ['to be root'];
  },
  version: () => packageVersion('cyrus-caldav'),
  setting: 'Basic; sasldb, passwords in clear; httpd and imapd only, one process a connection',
  loading: 'PUT',
  schedules: true,
  calendar: (user, name = 'Default') => `/dav/calendars/user/${user}/${name}/`,
  inbox: (user) => `/dav/calendars/user/${user}/Inbox/`,
  install: async ({ folder }) => {
    for (const name of ['', ...FOLDERS]) mkdirSync(path.join(folder, name), { recursive: true });
    const passwords = path.join(folder, 'conf', 'sasldb2');
    for (const name of ['admin', OWNER, ...GUESTS])
      execFileSync(SASLPASSWD, ['-p', '-c', '-f', passwords, '-u', DOMAIN, name], { input: passwordOf(name) });
    execFileSync('chown', ['-R', `${idOf('-u')}:${idOf('-g')}`, folder]);
  },
  start: ({ folder, port, otherPort, log }) => {
    const conf = (name: string) => path.join(folder, 'conf', name);
    writeFileSync(conf('imapd.conf'), imapdConf({ folder, isDurable: true }));
    writeFileSync(conf('cyrus.conf'), cyrusConf({ folder, httpPort: port, imapPort: otherPort }));
    const files = [
      '-C',
      conf('imapd.conf'),
      '-M',
      conf('cyrus.conf'),
      '-p',
      conf('master.pid'),
      '-L',
      conf('errors.log'),
    ];
    return startProcess([MASTER, ...files], log);
  },
  // A user exists after a login by IMAP, and has calendars after a request by CalDAV; others may look him up.
  prepare: async ({ port, otherPort }) => {
    const deadline = Date.now() + PATIENCE;
    const imapOf = (username: string) =>
      connectImap(otherPort, { username, password: passwordOf(username) }, () => Date.now() > deadline);
    for (const user of [OWNER, ...GUESTS]) {
      await (await imapOf(user)).end();
      const access = serverAccess(port, user);
      await access.expect(207, 'PROPFIND', `/dav/calendars/user/${user}/`, '', { Depth: '1' });
      access.close();
    }
    const admin = await imapOf('admin');
    for (const user of [OWNER, ...GUESTS]) await admin.command(`SETACL "user/${user}/#calendars" anyone l9`);
    await admin.end();
  },
  load: ({ port }, { calendar, objects }) => putAll(port, cyrus.calendar(OWNER, calendar), objects),
};

function idOf(flag: string): number {
  return Number(execFileSync('id', [flag, 'cyrus'], { encoding: 'utf8' }));
}
