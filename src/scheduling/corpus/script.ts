/** Corpus scripts → cases, as README.md of this folder describes them. */
import { parseCalendarData } from '../../icalendar/calendarData.ts';
import type { Property } from '../../icalendar/component.ts';

/** One case of a script: its heading, the scheduling.md rules that the heading cites, and what happens, in order. */
export interface Case {
  readonly title: string;
  readonly rules: readonly string[];
  /** Of the heading; the first line of the file is 1. */
  readonly line: number;
  readonly statements: readonly Statement[];
}

/** `> verb words`, and the lines under it with every `{name}` replaced by what `> define name` says. */
export interface Statement {
  readonly verb: Verb;
  readonly words: readonly string[];
  /** What stands in parentheses at the end: a request header. */
  readonly header: string | undefined;
  readonly lines: readonly string[];
  readonly line: number;
}

const CHECKS = ['expect', 'message', 'report', 'get'] as const;
const VERBS = ['put', 'edit', 'answer', 'send', 'addresses', 'policy', ...CHECKS] as const;
type Verb = (typeof VERBS)[number];

/** A script or a step of it that is wrong, or that did not come out as it says; the message begins with file and line. */
export class ScriptError extends Error {
  override readonly name = 'ScriptError';
}

/** Reads a script. @throws ScriptError for what it doesn't understand, an empty file, or a case that checks nothing */
export function readScript(file: string, text: string): readonly Case[] {
  const definitions = new Map<string, readonly string[]>();
  const cases: MutableCase[] = [];
  const fail = (line: number, message: string): never => {
    throw new ScriptError(`${file}:${line}: ${message}`);
  };
  let lines: string[] | undefined;
  for (const [index, raw] of text.split('\n').entries()) {
    const at = index + 1;
    const line = raw.trim();
    const current = cases.at(-1);
    if (line === '') continue;
    if (line.startsWith('# ')) {
      cases.push(readHeading(line, at, fail));
      lines = undefined;
    } else if (line.startsWith('> define ')) {
      lines = [];
      definitions.set(line.slice('> define '.length), lines);
    } else if (line.startsWith('>')) {
      if (!current) return fail(at, 'A statement stands before the first heading.');
      lines = [];
      current.statements.push(readStatement(line, lines, at, fail));
    } else if (lines) {
      lines.push(...included(line, definitions, at, fail));
    } else if (!current) fail(at, 'This is neither a heading nor a definition.');
  }
  if (cases.length === 0) fail(1, 'There is no case.');
  for (const { statements, line } of cases) {
    const checks = statements.some(
      ({ verb, lines: body }) => CHECKS.some((check) => check === verb) || (verb === 'send' && body.some(isOutcome)),
    );
    if (!checks) fail(line, 'This case checks nothing.');
  }
  return cases;
}

/** Whether a line under `> send` says what became of the message; iCalendar is written in capitals. */
export function isOutcome(line: string): boolean {
  return /^(ignored|refused|created|updated|cancelled|replied)\b/.test(line);
}

/** One content line. @throws Error for what is none */
export function propertyOf(line: string): Property {
  const { components } = parseCalendarData(
    ['BEGIN:VCALENDAR', 'BEGIN:X-LINE', line, 'END:X-LINE', 'END:VCALENDAR', ''].join('\r\n'),
  );
  const read = components[0]?.properties[0];
  if (!read) throw new Error(`"${line}" is no content line.`);
  return read;
}

interface MutableCase extends Case {
  readonly statements: Statement[];
}
type Fail = (line: number, message: string) => never;

function readHeading(line: string, at: number, fail: Fail): MutableCase {
  const cited = /\(([^()]*)\)$/.exec(line)?.[1] ?? '';
  const rules = cited.match(/\bS\d+(?:\.\d+)?/g) ?? [];
  if (rules.length === 0) fail(at, 'The heading cites no rule of scheduling.md, as (S5.3).');
  return { title: line.slice(2), rules, line: at, statements: [] };
}

function readStatement(line: string, lines: readonly string[], at: number, fail: Fail): Statement {
  const header = /\((.*)\)$/.exec(line)?.[1];
  const [name = '', ...words] = line
    .slice(1)
    .replace(/\(.*\)$/, '')
    .trim()
    .split(/\s+/);
  const verb = VERBS.find((known) => known === name) ?? fail(at, `"${name}" is no statement.`);
  return { verb, words, header, lines, line: at };
}

function included(
  line: string,
  definitions: ReadonlyMap<string, readonly string[]>,
  at: number,
  fail: Fail,
): readonly string[] {
  const name = /^\{(.*)\}$/.exec(line)?.[1];
  if (name === undefined) return [line];
  return definitions.get(name) ?? fail(at, `"${name}" is not defined above.`);
}
