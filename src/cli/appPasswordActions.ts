/** `convoke user app-password …`: passwords for calendar programs, also while the server runs. */
import { type AddedAppPassword, addAppPassword } from '../server/appPasswords.ts';
import { type CommandContext, requireUser, withStore, writeTable } from './withStore.ts';

type Refusal = Extract<AddedAppPassword, { readonly kind: 'refused' }>['reason'];

const REFUSALS: Readonly<Record<Refusal, string>> = {
  'invalid-name': 'Say in one line of 1 to 100 characters what the password is for.',
  'too-many': 'The account has 50 app passwords: revoke one that is not used any more.',
};

/**
 * Writes the new secret to standard output, alone on its line, and everything else to standard error.
 * @throws RangeError with a sentence for the person
 */
export async function addAccountAppPassword(context: CommandContext, name: string, program: string): Promise<void> {
  const added = await withStore(context, async (store) =>
    addAppPassword(store, await requireUser(store, name), program, () => new Date()),
  );
  if (added.kind === 'refused') throw new RangeError(REFUSALS[added.reason]);
  context.err.write(
    `The app password ${added.appPassword.id} of ${name} for ${added.appPassword.name} opens its calendars, and nothing else. It is shown this once:\n`,
  );
  context.out.write(`${added.secret}\n`);
}

/** A line for each: number, what it is for, since when, last use. */
export async function listAppPasswords(context: CommandContext, name: string): Promise<void> {
  const appPasswords = await withStore(context, async (store) =>
    store.appPasswordsOf((await requireUser(store, name)).id),
  );
  const rows = appPasswords.map(({ id, name: program, createdAt, usedAt }) => [
    String(id),
    program,
    `since ${minuteOf(createdAt)}`,
    usedAt === undefined ? 'never used' : `last used ${minuteOf(usedAt)}`,
  ]);
  writeTable(context, rows);
}

/** Whoever uses it is refused from the next request on. @throws RangeError when there is none */
export async function revokeAppPassword(context: CommandContext, name: string, id: string): Promise<void> {
  const isRevoked = await withStore(context, async (store) => {
    const user = await requireUser(store, name);
    return /^\d{1,15}$/.test(id) && (await store.deleteAppPassword(user.id, Number(id)));
  });
  if (!isRevoked) throw new RangeError(`${name} has no app password ${id}: list shows their numbers.`);
  context.out.write(`The app password ${id} of ${name} opens nothing any more.\n`);
}

/** In UTC, `2027-03-08 10:00Z`. */
function minuteOf(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')}Z`;
}
