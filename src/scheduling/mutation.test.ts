import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { ASKS_AGAIN, RESCHEDULES } from './askAgain.ts';
import { NOT_VIEW, TIMES, X_VIEW } from './attendeeView.ts';
import {
  ADDRESSES,
  CASELESS,
  CASELESS_PARAMETERS,
  DEFAULTS,
  LISTS,
  NOT_VIEW_PARAMETERS,
  PLAIN_VALUES,
  RULE_DEFAULTS,
  TEXT,
} from './canonicalForm.ts';
import { runCase } from './corpus/run.ts';
import { type Case, readScript } from './corpus/script.ts';
import { type MethodCell, ORGANIZER_METHOD } from './methodTable.ts';
import { RAISES_SEQUENCE } from './sequence.ts';

// A busy machine takes more than the usual five seconds.
vi.setConfig({ testTimeout: 120_000 });

// One cell of a table is changed, the corpus is run, and some case about that table has to fail: so each cell of each table is proven by a
// message that somebody gets or does not get.

interface Mutant {
  readonly name: string;
  readonly change: () => void;
  readonly restore: () => void;
}

const CORPUS = path.join(import.meta.dirname, 'corpus');

interface Table {
  /** The scripts about it, by the beginning of their names. */
  readonly scripts: string;
  readonly mutants: readonly Mutant[];
  /** Changes that no case can notice. */
  readonly survivors?: readonly string[];
}

const METHODS: readonly MethodCell[] = ['--', 'REQUEST', 'REQUEST/ADD', 'CANCEL'];

/** Cells that no Attendee can have: who is on neither side is in neither object. The RFC's printed table holds it (methodTable.test.ts). */
const UNREACHABLE = ['REQUEST', 'REQUEST/ADD', 'CANCEL'].map((method) => `<Absent> <Removed> becomes ${method}`);

const TABLES: Readonly<Record<string, Table>> = {
  'the method table (RFC 6638 §3.2.1.2)': { scripts: 's3', mutants: methodMutants(), survivors: UNREACHABLE },
  'what asks again (RFC 6638 §3.2.8)': {
    scripts: 's7-asked',
    mutants: [
      ...recordMutants(ASKS_AGAIN, (value) => !value),
      ...setMutants(RESCHEDULES, ['SUMMARY', 'LOCATION', 'DESCRIPTION', 'STATUS', 'ATTENDEE', 'RRULE']),
    ],
  },
  'what raises SEQUENCE (RFC 5546 §2.1.4)': {
    scripts: 's6',
    mutants: setMutants(RAISES_SEQUENCE, ['SUMMARY', 'LOCATION', 'DESCRIPTION', 'ATTENDEE']),
  },
  'which properties are view (S4.2, S4.3)': {
    scripts: 's4-what',
    mutants: [
      ...setMutants(NOT_VIEW, [
        ...['SUMMARY', 'DESCRIPTION', 'LOCATION', 'STATUS', 'CLASS', 'PRIORITY', 'URL', 'GEO', 'RESOURCES', 'CONTACT'],
        ...['COMMENT', 'ATTACH', 'RELATED-TO', 'CONFERENCE', 'IMAGE', 'PERCENT-COMPLETE', 'COMPLETED', 'ORGANIZER'],
      ]),
      ...setMutants(X_VIEW, ['X-LIC-ERROR']),
    ],
  },
  'which parameters are view (S4.2)': {
    scripts: 's4-what',
    mutants: setMutants(NOT_VIEW_PARAMETERS, [
      ...['ROLE', 'CUTYPE', 'DELEGATED-TO', 'DELEGATED-FROM', 'MEMBER', 'SENT-BY', 'ALTREP', 'LANGUAGE', 'FMTTYPE'],
    ]),
  },
  'which values are equal (S4.4)': {
    scripts: 's4-equal',
    mutants: [
      ...recordMutants(DEFAULTS, () => 'X-OTHER'),
      ...setMutants(RULE_DEFAULTS, ['INTERVAL=2', 'WKST=SU']),
      ...setMutants(TIMES, []),
      ...setMutants(TEXT, []),
      ...setMutants(LISTS, ['LOCATION']),
      ...setMutants(CASELESS, ['SUMMARY']),
      ...setMutants(ADDRESSES, []),
      ...setMutants(CASELESS_PARAMETERS, []),
      ...setMutants(PLAIN_VALUES, []),
    ],
  },
};

for (const [table, { scripts, mutants, survivors = [] }] of Object.entries(TABLES)) {
  test(`${table}: each of ${mutants.length} changes of one cell lets a case of ${scripts} fail`, () => {
    const cases = casesOf(scripts);
    expect(failingCase(cases)).toBeUndefined();
    const unnoticed = mutants.filter((mutant) => !isNoticed(mutant, cases));
    expect(unnoticed.map(({ name }) => name)).toEqual(survivors);
    expect(failingCase(cases)).toBeUndefined();
  });
}

test('a change that no case sees is found out', () => {
  const [unseen] = setMutants(NOT_VIEW, ['X-NOWHERE']).slice(-1);
  expect(unseen && isNoticed(unseen, casesOf('s4-what'))).toBe(false);
});

type Cases = { readonly file: string; readonly script: Case }[];

function casesOf(scripts: string): Cases {
  return readdirSync(CORPUS)
    .filter((file) => file.startsWith(scripts))
    .flatMap((file) =>
      readScript(file, readFileSync(path.join(CORPUS, file), 'utf8')).map((script) => ({ file, script })),
    );
}

function isNoticed({ change, restore }: Mutant, cases: Cases): boolean {
  change();
  try {
    return failingCase(cases) !== undefined;
  } finally {
    restore();
  }
}

/** The title of a case that fails. It goes first the next time, since neighbouring cells often let the same case fail. */
function failingCase(cases: Cases): string | undefined {
  for (const [index, each] of cases.entries()) {
    try {
      runCase(each.file, each.script);
    } catch {
      cases.splice(index, 1);
      cases.unshift(each);
      return each.script.title;
    }
  }
  return undefined;
}

function methodMutants(): readonly Mutant[] {
  return Object.entries<Readonly<Record<string, MethodCell>>>(ORGANIZER_METHOD).flatMap(([row, cells]) =>
    Object.entries(cells).flatMap(([column, cell]) =>
      METHODS.filter((method) => method !== cell).map((method) =>
        cellMutant(cells, column, method, `${row} ${column} becomes ${method}`),
      ),
    ),
  );
}

function recordMutants<Value>(
  table: Readonly<Record<string, Value>>,
  other: (value: Value) => Value,
): readonly Mutant[] {
  return Object.entries(table).map(([key, value]) =>
    cellMutant(table, key, other(value), `${key} becomes ${other(value)}`),
  );
}

/** Tables are readonly for everybody but this file. */
function cellMutant<Value>(table: Readonly<Record<string, Value>>, key: string, value: Value, name: string): Mutant {
  const cells = table as Record<string, Value>;
  const before = table[key] as Value;
  return {
    name,
    change: () => {
      cells[key] = value;
    },
    restore: () => {
      cells[key] = before;
    },
  };
}

/** Each element left out, and each of `others` put in. */
function setMutants(table: ReadonlySet<string>, others: readonly string[]): readonly Mutant[] {
  const set = table as Set<string>;
  const out = (name: string) => () => set.delete(name);
  const into = (name: string) => () => set.add(name);
  return [
    ...[...table].map((name) => ({ name: `without ${name}`, change: out(name), restore: into(name) })),
    ...others.map((name) => ({ name: `with ${name}`, change: into(name), restore: out(name) })),
  ];
}
