/** Statements that are built once: Kysely takes several times as long to build one as SQLite takes to run it. */
import type { Compilable, CompiledQuery, Kysely, SelectQueryBuilder } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/sqlite';
import type { Schema } from './schema.ts';

type Value = string | number | null;

/** Places for values, to be used like values. */
type Slots<Name extends string> = Readonly<Record<Name, never>>;

/**
 * The statement that `build` makes of places with these names, as a function of their values;
 * `within` a transaction, if one is given.
 */
export function prepared<Name extends string, Row>(
  database: Kysely<Schema>,
  names: readonly Name[],
  build: (slots: Slots<Name>) => Compilable<Row>,
): (values: Readonly<Record<Name, Value>>, within?: Kysely<Schema>) => Promise<readonly Row[]> {
  let compiled: CompiledQuery<Row> | undefined;
  return async (values, within = database) => {
    compiled ??= build(Object.fromEntries(names.map((name) => [name, Symbol(name)])) as Slots<Name>).compile();
    const parameters = compiled.parameters.map((parameter) =>
      typeof parameter === 'symbol' ? values[parameter.description as Name] : parameter,
    );
    const { rows } = await within.executeQuery<Row>({ ...compiled, parameters });
    return rows;
  };
}

/**
 * As `prepared`, for statements that read many small rows: they come as one JSON text, in their order. libsql takes twice as long to
 * hand over one row after the other.
 */
export function preparedList<Name extends string, Row>(
  database: Kysely<Schema>,
  names: readonly Name[],
  build: (slots: Slots<Name>) => SelectQueryBuilder<Schema, never, Row>,
): (values: Readonly<Record<Name, Value>>) => Promise<readonly Row[]> {
  const read = prepared(database, names, (slots) =>
    database.selectNoFrom(jsonArrayFrom(build(slots)).$castTo<string>().as('list')),
  );
  return async (values) => {
    const [row] = await read(values);
    return row === undefined ? [] : (JSON.parse(row.list) as readonly Row[]);
  };
}
