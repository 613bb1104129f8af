/** `convoke user …`: the accounts of the embedded server, also while it runs. */
import { accountNameFault } from '../server/accountRules.ts';
import { changePassword, createAccount } from '../server/accounts.ts';
import type { User } from '../server/store/store.ts';
import { type CommandContext, requireUser, withStore, writeTable } from './withStore.ts';

/** Where a password comes from; asked only when it is wanted. */
export type PasswordSource = () => Promise<string>;

export interface AddOptions {
  /** The account's name if absent. */
  readonly displayName?: string | undefined;
}

/** @throws RangeError or AlreadyExistsError with a sentence for the person */
export async function addUser(
  context: CommandContext,
  name: string,
  options: AddOptions,
  password: PasswordSource,
): Promise<void> {
  const fault = accountNameFault(name);
  if (fault !== undefined) throw new RangeError(fault);
  const address = `${name}@${context.settings.domain}`;
  await withStore(context, async (store) => {
    if (await store.userByName(name)) throw new RangeError(`There is an account ${name} already.`);
    warnOfOtherDomain(context, await store.allUsers());
    await createAccount(store, {
      name,
      displayName: options.displayName ?? name,
      password: await password(),
      addresses: [`mailto:${address}`],
    });
  });
  context.out.write(`The account ${name} is there, with the address ${address}.\n`);
}

export async function changeUserPassword(
  context: CommandContext,
  name: string,
  password: PasswordSource,
): Promise<void> {
  const appPasswords = await withStore(context, async (store) => {
    const user = await requireUser(store, name);
    await changePassword(store, user, await password());
    return store.appPasswordsOf(user.id);
  });
  context.out.write(`The password of ${name} is changed, and all sessions of ${name} have ended.\n`);
  if (appPasswords.length > 0)
    context.out.write(
      `App passwords are other secrets and stay: ${appPasswords.map((one) => one.name).join(', ')}. See convoke user app-password list ${name}.\n`,
    );
}

/** A line for each account: name, display name, addresses, and whether it is disabled. */
export async function listUsers(context: CommandContext): Promise<void> {
  const users = await withStore(context, (store) => store.allUsers());
  const rows = users.map(({ name, displayName, addresses, isDisabled }) => [
    name,
    displayName,
    addresses.map((address) => address.replace(/^mailto:/, '')).join(' '),
    isDisabled ? 'disabled' : '',
  ]);
  writeTable(context, rows);
}

/** Nobody signs in to the account any more, sessions end at once; its calendars stay and go on receiving. */
export async function disableUser(context: CommandContext, name: string): Promise<void> {
  await withStore(context, async (store) => {
    const user = await requireUser(store, name);
    if (!user.isDisabled) await store.setDisabled(user.id, new Date().toISOString());
  });
  context.out.write(`The account ${name} is disabled. Its calendars stay, and invitations to ${name} still arrive.\n`);
}

export async function enableUser(context: CommandContext, name: string): Promise<void> {
  await withStore(context, async (store) => {
    const user = await requireUser(store, name);
    if (user.isDisabled) await store.setDisabled(user.id, undefined);
  });
  context.out.write(`The account ${name} is open, with the password that it had.\n`);
}

/** The server takes only CONVOKE_DOMAIN for its own; an account elsewhere is easily made by forgetting the variable. */
function warnOfOtherDomain({ settings: { domain }, err }: CommandContext, users: readonly User[]): void {
  const others = new Set(users.flatMap(({ addresses }) => addresses.map((address) => address.replace(/^.*@/, ''))));
  if (others.size === 0 || others.has(domain)) return;
  err.write(
    `Attention: the other accounts have addresses in ${[...others].join(', ')}, this one in ${domain}; CONVOKE_DOMAIN says so, and must for the server too.\n`,
  );
}
