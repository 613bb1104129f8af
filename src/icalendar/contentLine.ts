/** Content lines: unfolding, splitting, writing and folding, RFC 5545 §3.1. */
import type { Parameters, Property } from './component.ts';

/** Text that is not iCalendar. `line` counts from 1 in the text as it came. */
export class InvalidCalendarDataError extends Error {
  override readonly name = 'InvalidCalendarDataError';
  readonly line: number | undefined;

  constructor(message: string, line?: number, options?: ErrorOptions) {
    super(line === undefined ? message : `Line ${line}: ${message}`, options);
    this.line = line;
  }
}

const NAME = /^[A-Za-z0-9_.-]+$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 5545 §3.1 excludes them from content lines
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the same and line ends
const CONTROLS = /[\u0000-\u0008\u000a-\u001f\u007f]/;

/** Content lines with their folds taken out, RFC 5545 §3.1; `number` is the line on which each begins, from 1. */
export function unfoldedLines(text: string): readonly { readonly line: string; readonly number: number }[] {
  const physical = text.replace(/^\ufeff?[ \t]?/, '').split(/\r\n|\n|\r/);
  const lines: { readonly line: string; readonly number: number }[] = [];
  for (let number = 1, next = 1; number <= physical.length; number = next + 1) {
    const first = physical[number - 1] ?? '';
    for (next = number; isFold(physical[next] ?? ''); ) next++;
    const folds = next === number ? undefined : physical.slice(number, next);
    lines.push({ line: folds ? first + folds.map((fold) => fold.slice(1)).join('') : first, number });
  }
  return lines;
}

function isFold(line: string): boolean {
  return line.startsWith(' ') || line.startsWith('\t');
}

/** Splits `NAME;PARAM=value,"value":VALUE`, RFC 5545 §3.1. @throws InvalidCalendarDataError naming the line */
export function parseContentLine(line: string, number: number): Property {
  if (CONTROL.test(line)) throw new InvalidCalendarDataError('There is a control character.', number);
  const colon = line.indexOf(':');
  const semicolon = line.indexOf(';');
  const nameEnd = semicolon >= 0 && (semicolon < colon || colon < 0) ? semicolon : colon;
  if (nameEnd < 0) throw new InvalidCalendarDataError(`“${shorten(line)}” has no colon.`, number);
  const written = line.slice(0, nameEnd);
  const name = upperCaseName(written);
  if (name === undefined) throw new InvalidCalendarDataError(`“${shorten(written)}” is no property name.`, number);
  if (nameEnd === colon) return { name, parameters: NO_PARAMETERS, value: line.slice(nameEnd + 1), source: line };
  const { parameters, end } = parseParameters(line, nameEnd, number);
  return { name, parameters, value: line.slice(end + 1), source: line };
}

const NO_PARAMETERS: Parameters = {};
const NAMES = new Map<string, string>();
const MAX_NAMES = 2_000;

/** The name in upper case, undefined for what is none; the few names that files consist of are remembered. */
function upperCaseName(written: string): string | undefined {
  const known = NAMES.get(written);
  if (known !== undefined) return known;
  if (!NAME.test(written)) return undefined;
  const name = written.toUpperCase();
  if (NAMES.size < MAX_NAMES) NAMES.set(written, name);
  return name;
}

function parseParameters(
  line: string,
  start: number,
  number: number,
): { readonly parameters: Parameters; readonly end: number } {
  const parameters: Record<string, string[]> = {};
  let at = start;
  while (line[at] === ';') {
    const equals = line.indexOf('=', at);
    const name = equals < 0 ? undefined : upperCaseName(line.slice(at + 1, equals));
    if (name === undefined)
      throw new InvalidCalendarDataError(`There is a parameter without a name or value in “${shorten(line)}”.`, number);
    // One name many times is one list: joined anew each time, it would take the square of their number.
    const values = parameters[name] ?? [];
    parameters[name] = values;
    at = equals;
    do {
      const quoted = line[at + 1] === '"';
      const from = quoted ? at + 2 : at + 1;
      const to = quoted ? line.indexOf('"', from) : endOfBareValue(line, from);
      if (to < 0) throw new InvalidCalendarDataError(`A quotation mark is open in “${shorten(line)}”.`, number);
      values.push(decodeCaret(line.slice(from, to)));
      at = quoted ? to + 1 : to;
    } while (line[at] === ',');
  }
  if (line[at] !== ':')
    throw new InvalidCalendarDataError(`The parameters of “${shorten(line)}” do not end in a colon.`, number);
  return { parameters, end: at };
}

/** Where a parameter value without quotes ends: at `"`, `;`, `:`, `,` or the end of the line. */
function endOfBareValue(line: string, from: number): number {
  let at = from;
  for (; at < line.length; at++) {
    const code = line.charCodeAt(at);
    if (code === 0x22 || code === 0x2c || code === 0x3a || code === 0x3b) break;
  }
  return at;
}

/** RFC 6868 §3. */
function decodeCaret(written: string): string {
  if (!written.includes('^')) return written;
  return written.replace(/\^([n^'])/g, (_whole, escaped: string) =>
    escaped === 'n' ? '\n' : escaped === "'" ? '"' : '^',
  );
}

/** One property as its unfolded content line, RFC 5545 §3.1. */
export function contentLine(property: Property): string {
  if (property.source !== undefined) return property.source;
  let line = property.name;
  for (const [name, values] of Object.entries(property.parameters)) {
    line += `;${name}=${values.map(writeParameterValue).join(',')}`;
  }
  return `${line}:${withoutControls(property.value)}`;
}

/** A made value cannot begin another line: its line ends are written as TEXT has them, other controls not at all. */
function withoutControls(value: string): string {
  if (!CONTROLS.test(value)) return value;
  return value.replace(/\r\n|\r|\n/g, '\\n').replace(new RegExp(CONTROLS, 'g'), '');
}

function writeParameterValue(value: string): string {
  const encoded = value.replace(/\^|"|\r\n|\r|\n/g, (found) => (found === '^' ? '^^' : found === '"' ? "^'" : '^n'));
  const safe = withoutControls(encoded);
  return /[:;,]/.test(safe) ? `"${safe}"` : safe;
}

const NOT_ASCII = /[^ -~]/;

/** A content line folded at 75 octets of UTF-8, never inside a character, RFC 5545 §3.1. */
export function folded(line: string): string {
  if (line.length <= 25 || (line.length <= 75 && !NOT_ASCII.test(line))) return line;
  let written = '';
  let octets = 0;
  for (const character of line) {
    const code = character.codePointAt(0) ?? 0;
    const size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (octets + size > 75) {
      written += '\r\n ';
      octets = 1;
    }
    written += character;
    octets += size;
  }
  return written;
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
