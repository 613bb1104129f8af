/** What is wrong in a database, for `convoke doctor`; nothing is changed. */
import { type CalendarUserAddress, normalizeAddress } from '../icalendar/calendarUserAddress.ts';
import { accountNameFault } from './accountRules.ts';
import { objectFaults } from './doctorObjects.ts';
import type { Inspection } from './store/inspection.ts';
import type { CollectionRow } from './store/schema.ts';

/** One thing that is not as it must be: where, and a sentence. */
export interface Finding {
  readonly where: string;
  readonly fault: string;
}

/**
 * Looks at everything, in one state of the database: SQLite's own pages and indexes, accounts, and of each object whether it
 * parses, whether the columns that are derived from the text agree with it, and whether its tags can be.
 * Returns how much was looked at.
 */
export function* examine(
  inspection: Inspection,
): Generator<Finding, { readonly users: number; readonly objects: number }> {
  for (const fault of inspection.soundnessFaults()) yield { where: 'database', fault };
  const missing = inspection.missingMigrations();
  if (missing.length > 0) {
    const fault = `It is of an earlier version (${missing.join(', ')} did not run): start the server once, then look again.`;
    yield { where: 'database', fault };
    return { users: 0, objects: 0 };
  }
  const users = yield* examineUsers(inspection);
  const objects = yield* examineObjects(inspection);
  return { users, objects };
}

function* examineUsers(inspection: Inspection): Generator<Finding, number> {
  const addresses = grouped(inspection.addresses(), (row) => row.user_id);
  const collections = grouped(inspection.collections(), (row) => row.user_id);
  const users = inspection.users();
  for (const user of users) {
    const own = collections.get(user.id) ?? [];
    const faults = [
      accountNameFault(user.name),
      user.password_hash.startsWith('$argon2id$') ? undefined : 'The password is not hashed with argon2id.',
      ...collectionFaults(own, user.default_collection_id),
      ...addressFaults((addresses.get(user.id) ?? []).map(({ address }) => address)),
    ];
    for (const fault of faults) if (fault !== undefined) yield { where: user.name, fault };
  }
  return users.length;
}

function collectionFaults(own: readonly CollectionRow[], defaultId: number | null): readonly (string | undefined)[] {
  const missing = (['inbox', 'outbox'] as const).filter((kind) => own.filter((one) => one.kind === kind).length !== 1);
  const calendar = own.find(({ id }) => id === defaultId);
  return [
    ...missing.map((kind) => `The account must have one ${kind}.`),
    calendar?.kind === 'calendar' ? undefined : 'The default calendar is none of the account’s calendars.',
  ];
}

function addressFaults(addresses: readonly string[]): readonly string[] {
  if (addresses.length === 0) return ['The account has no address.'];
  return addresses
    .filter((address) => normalizeAddress(address) !== address)
    .map((address) => `The address ${address} is not in the form in which addresses are compared.`);
}

function* examineObjects(inspection: Inspection): Generator<Finding, number> {
  const addresses = grouped(inspection.addresses(), (row) => row.user_id);
  const names = new Map(inspection.users().map(({ id, name }) => [id, name]));
  const collections = new Map(inspection.collections().map((row) => [row.id, row]));
  const newest = inspection.revision();
  const revisions = new Set<number>();
  const scheduleTags = new Set<string>();
  let count = 0;
  for (const row of inspection.objects()) {
    count += 1;
    const collection = collections.get(row.collection_id);
    const user = names.get(row.user_id) ?? `user ${row.user_id}`;
    const where = `${user}/${collection?.name ?? row.collection_id}/${row.name}`;
    const own = (addresses.get(row.user_id) ?? []).map(({ address }) => address as CalendarUserAddress);
    for (const fault of objectFaults(row, collection, user, own)) yield { where, fault };
    const revision = Number(row.revision);
    if (revisions.has(revision)) yield { where, fault: `Another object has the revision ${revision} too.` };
    if (revision > newest) yield { where, fault: `The revision ${revision} was never given out.` };
    revisions.add(revision);
    if (row.schedule_tag === null) continue;
    if (scheduleTags.has(row.schedule_tag)) yield { where, fault: 'Another object has the same Schedule-Tag.' };
    scheduleTags.add(row.schedule_tag);
  }
  for (const { collection_id, name, revision } of inspection.removals()) {
    if (Number(revision) <= newest) continue;
    const where = `${collections.get(collection_id)?.name ?? collection_id}/${name}`;
    yield { where, fault: `It was removed at the revision ${revision}, which was never given out.` };
  }
  return count;
}

function grouped<Row>(rows: readonly Row[], keyOf: (row: Row) => number): ReadonlyMap<number, readonly Row[]> {
  const groups = new Map<number, Row[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return groups;
}
