/** What the sendmail stub recorded. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** One mail to one recipient, with the iTIP message in it (RFC 6047 §2.4). */
export interface RecordedMail {
  /** The name of its file; later mails have greater names. */
  readonly name: string;
  /** Of the envelope, `ext@elsewhere.example`. */
  readonly recipient: string;
  /** The METHOD of the message, in capitals. */
  readonly method: string;
  /** The text of the message, lines unfolded. */
  readonly calendar: string;
}

/** The mails in the stub's folder, those after the one named `after`, in the order of sending. @throws Error for a mail without text/calendar. */
export async function recordedMail(folder: string, after = ''): Promise<readonly RecordedMail[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.eml') && name > after).sort();
  return Promise.all(names.map(async (name) => readMail(name, await readFile(path.join(folder, name), 'utf8'))));
}

function readMail(name: string, mail: string): RecordedMail {
  const recipient = /^X-Recipient: (.*)\r$/m.exec(mail)?.[1];
  const part = /^Content-Type: text\/calendar[\s\S]*?\r?\n\r?\n([\s\S]*?)(?=\r?\n--|$(?![\s\S]))/im.exec(mail);
  if (recipient === undefined || part === null) throw new Error(`The mail ${name} holds no iTIP message:\n${mail}`);
  const [whole, body = ''] = part;
  const encoding = /^Content-Transfer-Encoding: *(\S+)/im.exec(whole)?.[1]?.toLowerCase();
  const text = encoding === 'base64' ? Buffer.from(body, 'base64').toString('utf8') : body;
  const calendar = text.replace(/\r?\n[ \t]/g, '');
  return { name, recipient, method: /^METHOD:(\S+)/m.exec(calendar)?.[1]?.toUpperCase() ?? '', calendar };
}
