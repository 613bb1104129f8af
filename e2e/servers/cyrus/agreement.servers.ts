import { expect, test } from 'vitest';
import { type Delivered, deliveredLine } from './delivered.ts';
import { type Edit, editsOf } from './edits.ts';
import { calendarText } from './meeting.ts';
import type { Outcome } from './organizer.ts';
import { predicted } from './predicted.ts';
import { storyOnCyrus } from './story.ts';

const COUNT = Number(process.env['CONVOKE_SERVER_EDITS'] ?? 60);
const SEED = Number(process.env['CONVOKE_SERVER_SEED'] ?? Math.floor(Math.random() * 1e9));
/** Of all edits. */
const REQUIRED = 0.98;

const { change } = storyOnCyrus();

test(
  `Of ${COUNT} edits made from seed ${SEED}, at least 98 % send what was predicted: to whom, by which method, for which instances`,
  async () => {
    const differences: string[] = [];
    let messages = 0;
    for (const [index, edit] of editsOf(SEED, COUNT).entries()) {
      const outcome = await change(edit.original, edit.modified);
      messages += outcome.messages.length;
      const difference = differenceIn(edit, outcome);
      if (difference !== undefined) differences.push(`Edit ${index}, ${difference}`);
    }
    console.log(`Seed ${SEED}: ${COUNT - differences.length} of ${COUNT} edits as predicted, ${messages} messages.`);
    for (const difference of differences) console.log(difference);
    // Edits that send nothing would agree with a server that does nothing.
    expect(messages).toBeGreaterThan(COUNT / 2);
    expect(COUNT - differences.length).toBeGreaterThanOrEqual(COUNT * REQUIRED);
  },
  30_000 + COUNT * 5_000,
);

/** What differs, with both versions; undefined: nothing. */
function differenceIn({ title, original, modified }: Edit, outcome: Outcome): string | undefined {
  const prediction = predicted(original, modified);
  const expected = [...prediction.messages.map(normalLine).sort(), `calendars of ${prediction.local.join(', ')}`];
  const actual = [...outcome.messages.map(normalLine).sort(), `calendars of ${outcome.written.join(', ')}`];
  if (expected.join() === actual.join()) return undefined;
  const text = (version: Edit['original']) => (version === undefined ? 'nothing\n' : calendarText('uid', version));
  return `${title}:\n  predicted ${expected.join('; ')}\n  delivered ${actual.join('; ')}\n${text(original)}→\n${text(modified)}`;
}

/** The order of components in a message means nothing. */
function normalLine({ instances, exdates, ...message }: Delivered): string {
  return deliveredLine({ ...message, instances: [...instances].sort(), exdates: [...new Set(exdates)].sort() });
}
