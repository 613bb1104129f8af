/** Accounts and their passwords: argon2id in the store. */
import { hash, verify } from '@node-rs/argon2';
import { normalizeAddress } from '../icalendar/calendarUserAddress.ts';
import { accountNameFault, displayNameFault, passwordFault } from './accountRules.ts';
import { AlreadyExistsError, type NewUser, type Store, type User } from './store/store.ts';

export interface NewAccount {
  /** In paths, addresses and to sign in, see `accountNameFault`. */
  readonly name: string;
  readonly displayName: string;
  readonly password: string;
  /** Calendar user addresses; the first is the preferred one. */
  readonly addresses: readonly string[];
}

/** 19 MiB and two passes: OWASP's argon2id minimum, 15 ms on a small machine. */
const ARGON2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** The accounts of a first start on a loopback address; passwords are `<name>-demo`. */
const DEMO_ACCOUNTS: readonly { readonly name: string; readonly displayName: string }[] = [
  { name: 'olivia', displayName: 'Olivia Organizer' },
  { name: 'alice', displayName: 'Alice Ames' },
  { name: 'bob', displayName: 'Bob Byrne' },
  { name: 'carol', displayName: 'Carol Cole' },
  { name: 'dan', displayName: 'Dan Dietz' },
];

export function demoPassword(name: string): string {
  return `${name}-demo`;
}

/**
 * Creates an account with inbox, outbox and an empty default calendar “Work”.
 * @throws AlreadyExistsError when the name or an address is taken; RangeError for a name or password that cannot be
 */
export async function createAccount(
  store: Store,
  account: NewAccount,
  now: () => Date = () => new Date(),
): Promise<User> {
  await requireFree(store, account);
  const [user] = await store.createUsers([await newUser(account, now)]);
  if (user === undefined) throw new Error('The store created no user.');
  return user;
}

/**
 * Sets the password and ends all sessions of the account.
 * @throws RangeError for a password that cannot be
 */
export async function changePassword(store: Store, user: User, password: string): Promise<void> {
  await store.setPasswordHash(user.id, await hashOf(password));
}

/** The names of the demo accounts that anybody can sign in to with the known password. */
export async function openDemoAccounts(store: Store): Promise<readonly string[]> {
  const checks = DEMO_ACCOUNTS.map(async ({ name }) => {
    const stored = await store.passwordHashOf(name);
    return stored !== undefined && (await verify(stored, demoPassword(name))) ? [name] : [];
  });
  return (await Promise.all(checks)).flat();
}

async function requireFree(store: Store, { name, addresses }: NewAccount): Promise<void> {
  if (await store.userByName(name)) throw new AlreadyExistsError(`There is an account ${name} already.`);
  const [taken] = await store.usersByAddress(addresses.map(normalizeAddress));
  if (taken) throw new AlreadyExistsError(`The address ${taken[0]} belongs to the account ${taken[1].name}.`);
}

/** Creates the demo accounts in an empty store, all or none; does nothing in any other. */
export async function createDemoAccounts(store: Store, domain: string, now: () => Date): Promise<void> {
  if ((await store.userCount()) > 0) return;
  const accounts = DEMO_ACCOUNTS.map(({ name, displayName }) => ({
    name,
    displayName,
    password: demoPassword(name),
    addresses: [`mailto:${name}@${domain}`],
  }));
  await store.createUsers(await Promise.all(accounts.map((account) => newUser(account, now))));
}

async function newUser(account: NewAccount, now: () => Date): Promise<NewUser> {
  const fault = accountNameFault(account.name) ?? displayNameFault(account.displayName);
  if (fault !== undefined) throw new RangeError(fault);
  return {
    name: account.name,
    displayName: account.displayName,
    passwordHash: await hashOf(account.password),
    addresses: account.addresses.map(normalizeAddress),
    createdAt: now().toISOString(),
    defaultCalendar: { name: 'work', displayName: 'Work' },
  };
}

/**
 * The password as it is stored.
 * @throws RangeError for a password that cannot be
 */
export async function hashOf(password: string): Promise<string> {
  const fault = passwordFault(password);
  if (fault !== undefined) throw new RangeError(fault);
  return hash(password, ARGON2);
}
