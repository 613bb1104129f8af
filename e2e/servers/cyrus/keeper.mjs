/**
 * Keeps one private Cyrus IMAP for the users named as arguments, each with the password `<name>-demo`: makes its folder, starts
 * it, prints one line of JSON (`{ folder, httpPort, imapPort }`), and ends it when standard input ends, as it also does when the
 * process that started this one is killed. Nothing is left behind then. Needs Debian's packages, and to be root.
 */
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cyrusConf, DOMAIN, imapdConf } from './configuration.mjs';

const MASTER = '/usr/lib/cyrus/bin/master';
const STUB = fileURLToPath(new URL('./sendmail.pl', import.meta.url));
/** How long processes may take to end by themselves, in milliseconds. */
const PATIENCE = 5_000;

const folder = mkdtempSync(path.join(tmpdir(), 'convoke-cyrus-'));
let master;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(0));
process.stdin.on('end', () => end(0)).resume();
process.on('uncaughtException', (error) => {
  console.error(error.message);
  end(1);
});

const [httpPort, imapPort] = await freePorts(2);
writeFolder({ folder, httpPort, imapPort });
startMaster();
console.log(JSON.stringify({ folder, httpPort, imapPort }));

function writeFolder(place) {
  const [uid, gid] = [idOf('-u'), idOf('-g')];
  const files = path.join(folder, 'conf');
  for (const name of [
    '',
    'conf',
    'conf/db',
    'conf/log',
    'conf/proc',
    'conf/lock',
    'conf/socket',
    'spool',
    'tmp',
    'mail',
  ]) {
    mkdirSync(path.join(folder, name), { recursive: true });
    chownSync(path.join(folder, name), uid, gid);
  }
  writeFileSync(path.join(files, 'imapd.conf'), imapdConf(place));
  writeFileSync(path.join(files, 'cyrus.conf'), cyrusConf(place));
  const stub = path.join(folder, 'sendmail');
  cpSync(STUB, stub);
  chmodSync(stub, 0o755);
  const passwords = path.join(files, 'sasldb2');
  for (const name of ['admin', ...process.argv.slice(2)]) {
    execFileSync('/usr/sbin/saslpasswd2', ['-p', '-c', '-f', passwords, '-u', DOMAIN, name], { input: `${name}-demo` });
  }
  chownSync(passwords, uid, gid);
}

/** In a process group of its own: Cyrus ends its children by signalling its whole group. */
function startMaster() {
  const conf = (name) => path.join(folder, 'conf', name);
  const args = ['-C', conf('imapd.conf'), '-M', conf('cyrus.conf'), '-p', conf('master.pid'), '-L', conf('errors.log')];
  master = spawn(MASTER, args, { detached: true, stdio: 'ignore' });
  master.on('error', (error) => {
    console.error(`${MASTER} could not be started: ${error.message}`);
    end(1);
  });
  master.on('exit', (code, signal) => {
    console.error(`Cyrus ended by itself (${signal ?? `exit code ${code}`}).`);
    end(1);
  });
}

/** Ends Cyrus's process group, and only that, then removes the folder and exits. */
async function end(code) {
  process.stdin.pause();
  if (end.began) return;
  end.began = true;
  master?.removeAllListeners('exit');
  for (const signal of ['SIGTERM', 'SIGKILL']) {
    if (master?.pid === undefined || !signalGroup(signal)) break;
    const deadline = Date.now() + PATIENCE;
    while (signalGroup(0) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  process.exit(code);
}

/** False: there is no such process left. */
function signalGroup(signal) {
  try {
    return process.kill(-master.pid, signal);
  } catch {
    return false;
  }
}

function idOf(flag) {
  return Number(execFileSync('id', [flag, 'cyrus'], { encoding: 'utf8' }));
}

/** Ports of the loopback interface that nobody listened on a moment ago. */
async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer());
  await Promise.all(servers.map((server) => new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))));
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
