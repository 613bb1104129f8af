/** Passwords come from a terminal that does not show them, or from standard input; never from an argument. */
import { createInterface, type Interface } from 'node:readline/promises';
import { type Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { passwordFault } from '../server/accountRules.ts';

/**
 * Standard input up to its end, without the line end that `echo` puts there.
 * @throws RangeError for a password that cannot be
 */
export async function passwordFrom(input: Readable): Promise<string> {
  return checked((await text(input)).replace(/\r?\n$/, ''));
}

/**
 * Asks twice, showing nothing of what is typed.
 * @throws RangeError for a password that cannot be, or two that differ; Error when it was broken off
 */
export async function askedPassword(terminal: Readable, prompts: Writable): Promise<string> {
  const silence = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: terminal, output: silence, terminal: true, historySize: 0 });
  try {
    const password = checked(await ask(lines, prompts, 'Password: '));
    if ((await ask(lines, prompts, 'The same once more: ')) !== password)
      throw new RangeError('The two passwords differ.');
    return password;
  } finally {
    lines.close();
  }
}

async function ask(lines: Interface, prompts: Writable, prompt: string): Promise<string> {
  prompts.write(prompt);
  try {
    return await new Promise((resolve, reject) => {
      // Ctrl+C and Ctrl+D close the interface, which leaves the question unanswered.
      lines.once('close', () => reject(new Error('No password was given: nothing was changed.')));
      lines.question('').then(resolve, reject);
    });
  } finally {
    prompts.write('\n');
  }
}

function checked(password: string): string {
  const fault = passwordFault(password);
  if (fault !== undefined) throw new RangeError(fault);
  return password;
}
