import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCase } from './run.ts';
import { readScript } from './script.ts';

const FOLDER = import.meta.dirname;
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.txt') && name !== 'rules.txt');
const SCRIPTS = FILES.map((file) => ({ file, cases: readScript(file, readText(file)) }));

/** Rule numbers of scheduling.md, each with `elsewhere` and a folder when this engine has no part in it. */
const RULES = readText('rules.txt')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const [rule = '', ...title] = line.split(' ');
    return { rule, elsewhere: /\[(.*)\]$/.exec(title.join(' '))?.[1] };
  });

for (const { file, cases } of SCRIPTS) {
  describe(file, () => {
    for (const each of cases) test(each.title, () => runCase(file, each));
  });
}

describe('The scripts', () => {
  const cited = new Set(SCRIPTS.flatMap(({ cases }) => cases.flatMap(({ rules }) => rules)));

  test.each(RULES.filter(({ elsewhere }) => elsewhere === undefined))('cite $rule', ({ rule }) => {
    expect([...cited]).toContain(rule);
  });

  test('cite no rule that is not in rules.txt', () => {
    expect([...cited].filter((rule) => !RULES.some((known) => known.rule === rule))).toEqual([]);
  });

  test('name every case differently', () => {
    const titles = SCRIPTS.flatMap(({ cases }) => cases.map(({ title }) => title));
    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
  });
});

describe('A script that can show nothing is refused', () => {
  const event = 'BEGIN:VEVENT\nDTSTART:20270308T090000Z\nEND:VEVENT';

  test.each([
    ['an empty file', '', 'no case'],
    ['an unknown statement', '# One (S1.1)\n> patch olivia\n', '"patch" is no statement'],
    ['a case that checks nothing', `# One (S1.1)\n> put olivia\n${event}\n`, 'checks nothing'],
    ['a heading without a rule', `# One\n> put olivia\n${event}\n> expect\nnothing\n`, 'cites no rule'],
    ['a name that is not defined', '# One (S1.1)\n> put olivia\n{series}\n> expect\n', '"series" is not defined'],
  ])('%s', (_name, text, message) => {
    expect(() => readScript('broken.txt', text)).toThrow(message);
  });

  test.each([
    ['an expected message that is not sent', '> expect\nREQUEST bob: master', 'got\n    nothing'],
    ['a line that the object lacks', '> get olivia\nSUMMARY:Planning', 'expected\n    SUMMARY:Planning'],
    ['a line that the object should not have', '> get olivia\nno DTSTART', 'expected\n    no DTSTART'],
    ['another instance', '> get olivia\n20270309T090000Z', 'got\n    20270308T090000Z'],
    ['a silence that nobody decided', '> expect\nnothing bob: master', 'no decision about bob'],
  ])('%s fails with file, line and both texts', (_name, check, message) => {
    const [only] = readScript('wrong.txt', `# One (S1.1)\n> put olivia\n${event}\n${check}\n`);
    if (!only) throw new Error('There is no case.');
    expect(() => runCase('wrong.txt', only)).toThrow(message);
    expect(() => runCase('wrong.txt', only)).toThrow('wrong.txt:6: expected');
  });
});

function readText(file: string): string {
  return readFileSync(path.join(FOLDER, file), 'utf8');
}
