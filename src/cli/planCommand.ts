/** `convoke plan`: what a server sends for a change of a calendar object resource, on the command line. */
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';
import { z } from 'zod';
import { type PlanCase, type PlannedCase, planCase } from './planCase.ts';

export interface PlanOptions {
  readonly owner?: readonly string[] | undefined;
  readonly profile?: string | undefined;
  /** DTSTAMP of the messages, ISO 8601; the clock otherwise. */
  readonly now?: string | undefined;
  readonly json?: boolean | undefined;
}

/** Plans one change between two files; `-` stands for a resource that does not exist. Returns the exit code. */
export async function planFiles(
  original: string,
  modified: string,
  options: PlanOptions,
  out: Writable,
): Promise<number> {
  if (!options.owner?.length) throw new RangeError('--owner ADDRESS says whose calendar it is; it is missing.');
  const plannedCase: PlanCase = {
    original: await readObject(original),
    modified: await readObject(modified),
    owner: options.owner,
    profile: options.profile,
  };
  const planned = planCase(plannedCase, instant(options.now));
  out.write(options.json ? `${JSON.stringify(planned, undefined, 2)}\n` : table(planned));
  return planned.violations.length > 0 ? 1 : 0;
}

const CASE = z.object({
  id: z.union([z.string(), z.number()]),
  original: z.string().nullable(),
  modified: z.string().nullable(),
  owner: z.union([z.string(), z.array(z.string())]).nullable(),
  profile: z.string().optional(),
});

/** Plans a case a line, each answered by a line with its id; a bad one is answered with its error. Exit code 2 if any failed. */
export async function planLines(input: Readable, options: PlanOptions, out: Writable): Promise<number> {
  let failed = 0;
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === '') continue;
    const answer = answerTo(line, options);
    if ('error' in answer) failed += 1;
    if (!out.write(`${JSON.stringify(answer)}\n`)) await new Promise((resolve) => out.once('drain', resolve));
  }
  return failed > 0 ? 2 : 0;
}

function answerTo(line: string, options: PlanOptions): object {
  let id: unknown = null;
  try {
    const given: unknown = JSON.parse(line);
    if (typeof given === 'object' && given !== null && 'id' in given) id = given.id;
    const { id: _id, ...plannedCase } = CASE.parse(given);
    return {
      id,
      ...planCase({ ...plannedCase, profile: plannedCase.profile ?? options.profile }, instant(options.now)),
    };
  } catch (error) {
    return {
      id,
      error:
        error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : String(error),
    };
  }
}

/** The plan for a person: a line per message and per silence. */
function table({ role, operation, violations, messages, silent }: PlannedCase): string {
  const rows = [
    ...messages.map(({ method, recipient, instances, exdates }) => [
      method,
      recipient,
      instances.join(' ') + (exdates.length > 0 ? ` without ${exdates.join(' ')}` : ''),
    ]),
    ...silent.map(({ attendee, instance, reason }) => ['nothing', attendee, `${instance} (${reason})`]),
  ];
  const widths = [0, 1].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const refused = violations.map(({ precondition, detail }) => `refused: ${precondition}: ${detail}`);
  return `${[`${role}: ${operation}`, ...refused, ...lines].join('\n')}\n`;
}

async function readObject(path: string): Promise<string | null> {
  return path === '-' ? null : readFile(path, 'utf8');
}

function instant(written: string | undefined): Date {
  const now = written === undefined ? new Date() : new Date(written);
  if (Number.isNaN(now.getTime())) throw new RangeError(`--now ${written} is no ISO 8601 date and time.`);
  return now;
}
