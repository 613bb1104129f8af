/** A Cyrus for the tests of one file, and the question most of them ask: what does this change send? */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect } from 'vitest';
import { deliveredLine } from './delivered.ts';
import { type Observer, type Organizer, type Outcome, observe, type Version } from './organizer.ts';
import { type CyrusServer, startCyrus } from './startCyrus.ts';

/** The server of this file's tests. */
export interface Story {
  readonly cyrus: () => CyrusServer;
  /** Olivia with a new meeting. */
  readonly organizer: () => Organizer;
  /** Saves the first version, then the second, and tells what the second save did. */
  readonly change: (original: Version, modified: Version) => Promise<Outcome>;
  /** The messages of such a change in one line each, by recipient: `bob REQUEST master without 20270315T090000Z`. */
  readonly sends: (original: Version, modified: Version) => Promise<readonly string[]>;
}

/** Starts Cyrus before the tests of the file and ends it after them. */
export function storyOnCyrus(): Story {
  let server: CyrusServer | undefined;
  let observer: Observer | undefined;
  beforeAll(async () => {
    server = await startCyrus();
    observer = await observe(server);
  });
  afterAll(async () => {
    await server?.stop();
  });
  const organizer = () => running(observer).organizer(randomUUID());
  const change: Story['change'] = async (original, modified) => {
    const olivia = organizer();
    if (original !== undefined) expectSaved(await olivia.save(original));
    return expectSaved(await olivia.save(modified));
  };
  return {
    cyrus: () => running(server),
    organizer,
    change,
    sends: async (original, modified) => linesOf(await change(original, modified)),
  };
}

/** The messages by recipient, after a check that the twins on the server were written to exactly as those elsewhere were mailed. */
export function linesOf(outcome: Outcome): readonly string[] {
  const recipients = new Set(outcome.messages.map(({ recipient }) => recipient));
  expect(outcome.written, 'whose calendars were written to').toEqual([...recipients].sort());
  return outcome.messages.map(deliveredLine).sort((a, b) => recipientOf(a).localeCompare(recipientOf(b)));
}

function running<Thing>(thing: Thing | undefined): Thing {
  if (thing === undefined) throw new Error('Cyrus runs only while tests do.');
  return thing;
}

function recipientOf(line: string): string {
  return line.split(' ')[0] ?? '';
}

function expectSaved(outcome: Outcome): Outcome {
  if (outcome.status > 299) throw new Error(`Saving was answered with ${outcome.status}: ${outcome.answer}`);
  return outcome;
}
