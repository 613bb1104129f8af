/** The matrix Attendees × component keys, with equal rows and runs of equal columns folded when there are many. Pure. */
import type { CalendarUserAddress } from '../../icalendar/calendarUserAddress.ts';
import type { ComponentKey } from '../../icalendar/recurrence.ts';
import type { AttendeeDecision, SchedulingPlan } from '../../scheduling/types.ts';
import { actOf, compareKeys, decisionsByAttendee } from './planGroups.ts';

export interface MatrixRow {
  readonly id: string;
  /** One, or several whose cells are all equal. */
  readonly people: readonly CalendarUserAddress[];
}

export interface MatrixColumn {
  readonly id: string;
  /** One, or a run of dates whose cells are all equal. */
  readonly keys: readonly ComponentKey[];
}

export interface MatrixModel {
  readonly rows: readonly MatrixRow[];
  readonly columns: readonly MatrixColumn[];
  readonly decision: (person: CalendarUserAddress, key: ComponentKey) => AttendeeDecision | undefined;
}

export interface MatrixFolding {
  /** Rows are folded when there are more people than this. */
  readonly mostRows: number;
  /** Columns are folded when there are more keys than this. */
  readonly mostColumns: number;
}

const FOLDING: MatrixFolding = { mostRows: 8, mostColumns: 10 };

export function matrixModel(plan: SchedulingPlan, folding: MatrixFolding = FOLDING): MatrixModel {
  const byAttendee = decisionsByAttendee(plan);
  const cells = new Map<CalendarUserAddress, ReadonlyMap<ComponentKey, AttendeeDecision>>();
  for (const [person, decisions] of byAttendee)
    cells.set(person, new Map(decisions.map((decision) => [decision.key, decision])));
  const decision = (person: CalendarUserAddress, key: ComponentKey) => cells.get(person)?.get(key);
  const people = [...byAttendee.keys()];
  const keys = [...new Set([...byAttendee.values()].flatMap((decisions) => decisions.map(({ key }) => key)))].sort(
    compareKeys,
  );
  const rows = foldRows(people, keys, decision, people.length > folding.mostRows);
  const columns = foldColumns(rows, keys, decision, keys.length > folding.mostColumns);
  return { rows, columns, decision };
}

type Lookup = MatrixModel['decision'];

function foldRows(
  people: readonly CalendarUserAddress[],
  keys: readonly ComponentKey[],
  decision: Lookup,
  fold: boolean,
): readonly MatrixRow[] {
  if (!fold) return people.map((person) => ({ id: person, people: [person] }));
  const rows = new Map<string, CalendarUserAddress[]>();
  for (const person of people) {
    const signature = keys.map((key) => signatureOf(decision(person, key))).join('\n');
    const present = rows.get(signature);
    if (present) present.push(person);
    else rows.set(signature, [person]);
  }
  return [...rows.values()].map((members) => ({ id: members[0] ?? '', people: members }));
}

/** Only neighbours are folded, so that dates stay in their order; `master` stands alone. */
function foldColumns(
  rows: readonly MatrixRow[],
  keys: readonly ComponentKey[],
  decision: Lookup,
  fold: boolean,
): readonly MatrixColumn[] {
  const columns: { id: string; keys: ComponentKey[]; signature: string }[] = [];
  for (const key of keys) {
    const signature = rows.map(({ people: [person] }) => (person ? signatureOf(decision(person, key)) : '')).join('\n');
    const last = columns.at(-1);
    if (fold && last && last.signature === signature && last.keys[0] !== 'master') last.keys.push(key);
    else columns.push({ id: key, keys: [key], signature });
  }
  return columns;
}

/** Equal for two decisions that say the same to people. */
function signatureOf(decision: AttendeeDecision | undefined): string {
  if (decision === undefined) return '';
  const { outcome, row, column, askedAgain, differences } = decision;
  const reason = 'silent' in outcome ? outcome.silent : outcome.reason;
  return [actOf(decision), reason, row, column, askedAgain, ...differences.map(({ property }) => property)].join(' ');
}
