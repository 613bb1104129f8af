import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const ENGINE = ['src/icalendar', 'src/scheduling'];
const MAX_FILE = 250;
const MAX_FUNCTION = 50;

describe('the size of what is read', () => {
  const files = ENGINE.flatMap(engineFiles);

  test('the engine has files, and none of them is longer than 250 lines', () => {
    expect(files.length).toBeGreaterThan(40);
    expect(files.filter(({ text }) => lineCount(text) > MAX_FILE).map(({ file }) => file)).toEqual([]);
  });

  test('no function of the engine is longer than 50 lines', () => {
    expect(files.flatMap(({ file, text }) => longFunctions(file, text))).toEqual([]);
  });

  test('a long function is found wherever it stands: declared, as an arrow, as a method, and inside another one', () => {
    const long = '\n'.repeat(MAX_FUNCTION);
    expect(longFunctions('a.ts', `function declared() {${long}}`)).toEqual(['a.ts:1 declared, 51 lines']);
    expect(longFunctions('a.ts', `const arrow = () => {${long}};`)).toEqual(['a.ts:1 arrow, 51 lines']);
    expect(longFunctions('a.ts', `const object = { method() {${long}} };`)).toEqual(['a.ts:1 method, 51 lines']);
    expect(longFunctions('a.ts', `function outer() { return () => {${long}}; }`)).toHaveLength(2);
    expect(longFunctions('a.ts', `function short() {${long.slice(1)}}`)).toEqual([]);
  });
});

interface SourceText {
  readonly file: string;
  readonly text: string;
}

/** What is no test and no support for tests. */
function engineFiles(folder: string): readonly SourceText[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(
      (name) => name.endsWith('.ts') && !/(\.(test|deep)\.ts$)|(^|\/)test[A-Z]|^testing\.ts$|^corpus\//.test(name),
    )
    .map((name) => `${folder}/${name}`)
    .map((file) => ({ file, text: readFileSync(file, 'utf8') }));
}

function lineCount(text: string): number {
  return text.trimEnd().split('\n').length;
}

/** `file:line name, n lines` for each function with more lines than it may have, its signature and last brace counted in. */
function longFunctions(file: string, text: string): readonly string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body) {
      const first = source.getLineAndCharacterOfPosition(node.getStart(source)).line;
      const last = source.getLineAndCharacterOfPosition(node.getEnd()).line;
      const lines = last - first + 1;
      if (lines > MAX_FUNCTION) found.push(`${file}:${first + 1} ${nameOf(node)}, ${lines} lines`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function nameOf(node: ts.SignatureDeclaration): string {
  if (node.name) return node.name.getText();
  return ts.isVariableDeclaration(node.parent) ? node.parent.name.getText() : 'a function';
}
