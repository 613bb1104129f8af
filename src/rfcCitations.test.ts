import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import rfcSections from './rfcSections.json' with { type: 'json' };

/** Titles by section number, by RFC number, as the RFCs print their headings. Appendices have letters: `B.2`. */
const SECTIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = rfcSections;

const SOURCE_FOLDER = import.meta.dirname;
/** `RFC 6638 §3.2.8`, `RFC 6638 §3.2.1.1–3` (a range of the last number), `RFC 5546 §2.1.5, §3.2 and §3.3`; also across a line break of a comment. */
const SECTION = '(?:Appendix )?(?:[A-Z](?:\\.\\d+)*|\\d+(?:\\.\\d+)*)(?:[–-]\\d+)?';
const CITATION = new RegExp(`RFC (\\d{4,5})(?:'s)?((?:[\\s*/]*(?:,|and|to|or)?[\\s*/]*§+${SECTION})+)`, 'g');

test('every cited section of an RFC exists', () => {
  const citations = sourceFiles().flatMap((file) =>
    citationsOf(readFileSync(path.join(SOURCE_FOLDER, file), 'utf8'), file),
  );

  expect(citations.length).toBeGreaterThan(0);
  expect(citations.filter(({ rfc, section }) => SECTIONS[rfc]?.[section] === undefined)).toEqual([]);
});

test('a citation is found alone, in a range, in a list and over a line break', () => {
  const text =
    "RFC 6638 §3.2.8; RFC 6638 §3.2.1.1–3\n * RFC 5546 §2.1.5, §3.2 and\n * §3.3, RFC 6638 §B.2 and RFC 5545's §3.3.10.";

  expect(citationsOf(text, 'x.ts').map(({ rfc, section }) => `${rfc} ${section}`)).toEqual([
    '6638 3.2.8',
    '6638 3.2.1.1',
    '6638 3.2.1.2',
    '6638 3.2.1.3',
    '5546 2.1.5',
    '5546 3.2',
    '5546 3.3',
    '6638 B.2',
    '5545 3.3.10',
  ]);
});

function sourceFiles(): readonly string[] {
  return readdirSync(SOURCE_FOLDER, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.(ts|tsx|css)$/.test(file) && !file.endsWith('rfcCitations.test.ts'),
  );
}

function citationsOf(text: string, file: string): readonly { rfc: string; section: string; file: string }[] {
  return [...text.matchAll(CITATION)].flatMap(([, rfc = '', sections = '']) =>
    [...sections.matchAll(new RegExp(`§(${SECTION})`, 'g'))]
      .flatMap(([, section = '']) => expandRange(section.replace('Appendix ', '')))
      .map((section) => ({ rfc, section, file })),
  );
}

function expandRange(section: string): readonly string[] {
  const [, parent = '', first = '', last = ''] = /^(.*\.)(\d+)[–-](\d+)$/.exec(section) ?? [];
  if (last === '') return [section];
  return Array.from({ length: Number(last) - Number(first) + 1 }, (_, index) => `${parent}${Number(first) + index}`);
}
