/** For the tests of commands: a context whose output is kept as text. */
import { Writable } from 'node:stream';
import type { CommandContext } from './withStore.ts';

export interface TestContext extends CommandContext {
  readonly written: () => string;
  readonly warned: () => string;
}

export function testContext(dataDirectory: string, domain = 'convoke.example'): TestContext {
  const out = collector();
  const err = collector();
  return {
    settings: { dataDirectory, domain },
    out: out.stream,
    err: err.stream,
    written: out.text,
    warned: err.text,
  };
}

/** A stream that keeps what is written to it. */
export function collector(): { readonly stream: Writable; readonly text: () => string } {
  let kept = '';
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      kept += String(chunk);
      done();
    },
  });
  return { stream, text: () => kept };
}
