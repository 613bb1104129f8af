/** A private Cyrus IMAP for tests, on loopback, with five users. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectImap } from './imap.ts';
import { type RecordedMail, recordedMail } from './recordedMail.ts';

const KEEPER = fileURLToPath(new URL('./keeper.mjs', import.meta.url));
/** How long Cyrus may take to answer, in milliseconds; it takes one or two seconds. */
const PATIENCE = 25_000;

const USERS = ['olivia', 'alice', 'bob', 'carol', 'dan'] as const;

/** The users of the server, called as the embedded server's demo accounts. */
export type CyrusUser = (typeof USERS)[number];

/** A running Cyrus of one's own. */
export interface CyrusServer {
  /** Without a final slash, `http://127.0.0.1:40123`; principals are below `/dav/principals/user/`. */
  readonly origin: string;
  /** Cyrus checks them: a wrong password is a 401. */
  readonly credentials: (user: CyrusUser) => { readonly username: string; readonly password: string };
  /** The user's calendar user address, `mailto:olivia@convoke.example`. */
  readonly address: (user: CyrusUser) => string;
  /** What was mailed so far, after the mail of this name, in the order of sending. */
  readonly mails: (after?: string) => Promise<readonly RecordedMail[]>;
  /** What Cyrus's master and services printed. */
  readonly log: () => Promise<string>;
  /** Ends Cyrus and removes its folder; resolves when nothing of it is left. */
  readonly stop: () => Promise<void>;
}

interface Place {
  readonly folder: string;
  readonly httpPort: number;
  readonly imapPort: number;
}

/** Starts Cyrus with the five users and their calendars. @throws Error with Cyrus's own words when it does not come up. */
export async function startCyrus(): Promise<CyrusServer> {
  const keeper = spawn(process.execPath, [KEEPER, ...USERS], { stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  const printed = collectOutput(keeper);
  const stop = () => stopped(keeper);
  try {
    const place = await placeOf(keeper, printed);
    const origin = `http://127.0.0.1:${place.httpPort}`;
    await prepareUsers(origin, place.imapPort, () => keeper.exitCode !== null);
    return {
      origin,
      credentials,
      address: (user) => `mailto:${user}@convoke.example`,
      mails: (after) => recordedMail(path.join(place.folder, 'mail'), after),
      log: () => readFile(path.join(place.folder, 'conf', 'errors.log'), 'utf8'),
      stop,
    };
  } catch (cause) {
    await stop();
    throw new Error(`Cyrus did not start.\n${printed()}`, { cause });
  }
}

function credentials(user: CyrusUser | 'admin') {
  return { username: user, password: `${user}-demo` };
}

/** A user exists after a login by IMAP, and Cyrus delivers to him at home after a first request by CalDAV. */
async function prepareUsers(origin: string, imapPort: number, ended: () => boolean): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  await Promise.all(
    USERS.map(async (user) => {
      const imap = await connectImap(imapPort, credentials(user), () => ended() || Date.now() > deadline);
      await imap.end();
      const { username, password } = credentials(user);
      const response = await fetch(`${origin}/dav/calendars/user/${user}/`, {
        method: 'PROPFIND',
        headers: { Authorization: `Basic ${btoa(`${username}:${password}`)}`, Depth: '1' },
      });
      const text = await response.text();
      if (response.status !== 207 || !text.includes('/Default/'))
        throw new Error(`The calendars of ${user} answered ${response.status}: ${text}`);
    }),
  );
  // Others may look a user up and see whether he is free.
  const admin = await connectImap(imapPort, credentials('admin'), ended);
  for (const user of USERS) await admin.command(`SETACL "user/${user}/#calendars" anyone l9`);
  await admin.end();
}

async function placeOf(keeper: ChildProcess, printed: () => string): Promise<Place> {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const [line] = /^\{.*\}$/m.exec(printed()) ?? [];
    if (line !== undefined) return JSON.parse(line);
    if (keeper.exitCode !== null) throw new Error(`The keeper ended with exit code ${keeper.exitCode}.`);
    if (Date.now() > deadline) throw new Error('The keeper did not say where Cyrus listens.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function stopped(keeper: ChildProcess): Promise<void> {
  if (keeper.exitCode !== null || keeper.signalCode !== null) return;
  const exit = new Promise((resolve) => keeper.once('exit', resolve));
  keeper.stdin?.end();
  await exit;
}

function collectOutput(child: ChildProcess): () => string {
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  return () => chunks.join('');
}
