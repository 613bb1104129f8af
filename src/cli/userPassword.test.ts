import { PassThrough, Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { collector } from './testContext.ts';
import { askedPassword, passwordFrom } from './userPassword.ts';

/** Types the lines one after the other, each after its prompt, and answers with what was shown. */
async function typing(...lines: readonly string[]): Promise<{ readonly result: unknown; readonly shown: string }> {
  const terminal = new PassThrough();
  const prompts = collector();
  const asked = askedPassword(terminal, prompts.stream).catch((error: unknown) => error);
  for (const line of lines) {
    terminal.write(line);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { result: await asked, shown: prompts.text() };
}

describe('at a terminal', () => {
  test('a password is asked for twice and shown nowhere', async () => {
    const { result, shown } = await typing('correct hörse\r', 'correct hörse\r');
    expect(result).toBe('correct hörse');
    expect(shown).toBe('Password: \nThe same once more: \n');
  });

  test('a typing error can be taken back', async () => {
    const { result } = await typing('correct horsf\u007fe\r', 'correct horse\r');
    expect(result).toBe('correct horse');
  });

  test('two that differ are refused without being quoted', async () => {
    const { result } = await typing('correct horse\r', 'correct house\r');
    expect(result).toEqual(new RangeError('The two passwords differ.'));
  });

  test('one that is too short is refused before it is asked for again', async () => {
    const { result, shown } = await typing('short\r');
    expect(result).toEqual(new RangeError('The password must have at least 8 characters.'));
    expect(shown).toBe('Password: \n');
  });

  test.each(['\u0003', '\u0004'])('Ctrl+C and Ctrl+D break it off: %j', async (key) => {
    const { result } = await typing(key);
    expect(result).toEqual(new Error('No password was given: nothing was changed.'));
  });
});

describe('from standard input', () => {
  test.each([
    ['correct horse\n', 'correct horse'],
    ['correct horse\r\n', 'correct horse'],
    [' correct horse ', ' correct horse '],
  ])('%j is %j', async (given, password) => {
    expect(await passwordFrom(Readable.from([Buffer.from(given)]))).toBe(password);
  });

  test('two lines are no password', async () => {
    await expect(passwordFrom(Readable.from(['correct\nhorse\n']))).rejects.toThrow(
      'The password must be one line, without control characters.',
    );
  });
});
