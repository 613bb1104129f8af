/** As much IMAP as it takes to make a user and to share a mailbox. */
import { connect, type Socket } from 'node:net';

/** A session of one user. */
export interface ImapSession {
  /** Resolves when the server answers OK. @throws Error with the server's answer otherwise. */
  readonly command: (line: string) => Promise<void>;
  readonly end: () => Promise<void>;
}

/** Connects to loopback and logs in, trying again until `givenUp`, since a server that is starting refuses. */
export async function connectImap(
  port: number,
  { username, password }: { readonly username: string; readonly password: string },
  givenUp: () => boolean,
): Promise<ImapSession> {
  for (;;) {
    try {
      const session = await sessionOn(port);
      await session.command(`LOGIN ${username} ${password}`);
      return session;
    } catch (error) {
      if (givenUp()) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function sessionOn(port: number): Promise<ImapSession> {
  const socket = connect(port, '127.0.0.1');
  await answer(socket, /^\* OK .*\r\n/m);
  const command = async (line: string) => {
    const answered = answer(socket, /^a (?:OK|NO|BAD) .*\r\n/m);
    socket.write(`a ${line}\r\n`);
    const text = await answered;
    if (!/^a OK/m.test(text)) throw new Error(`IMAP answered "${text.trim()}" to ${line.split(' ')[0]}.`);
  };
  return {
    command,
    end: async () => {
      await command('LOGOUT');
      socket.destroy();
    },
  };
}

/** What the server writes up to the line that `end` matches. */
function answer(socket: Socket, end: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const finish = (settle: () => void) => {
      socket.off('data', read).off('error', fail).off('close', fail);
      settle();
    };
    const read = (chunk: Buffer) => {
      text += chunk.toString('latin1');
      if (end.test(text)) finish(() => resolve(text));
    };
    const fail = (error?: unknown) =>
      finish(() => reject(error instanceof Error ? error : new Error(`The IMAP connection closed: ${text}`)));
    socket.on('data', read).on('error', fail).on('close', fail);
  });
}
