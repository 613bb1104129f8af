/** Passwords that open an account's calendars to one program, and nothing else of the account. */
import { appPasswordHash, newAppPasswordSecret } from './appPasswordSecret.ts';
import type { AppPassword, Store, User } from './store/store.ts';

export type AddedAppPassword =
  | {
      readonly kind: 'added';
      readonly appPassword: AppPassword;
      /** Shown this once; only its hash is kept. */
      readonly secret: string;
    }
  | { readonly kind: 'refused'; readonly reason: 'invalid-name' | 'too-many' };

const MAX_NAME = 100;
const MAX_PER_ACCOUNT = 50;
const CONTROL_CHARACTER = /\p{Cc}|\p{Cs}/u;

/** `name` is what the person calls the program: one line of 1 to 100 characters. */
export async function addAppPassword(
  store: Store,
  user: User,
  name: string,
  now: () => Date,
): Promise<AddedAppPassword> {
  const plain = name.trim();
  if (plain === '' || plain.length > MAX_NAME || CONTROL_CHARACTER.test(plain))
    return { kind: 'refused', reason: 'invalid-name' };
  if ((await store.appPasswordsOf(user.id)).length >= MAX_PER_ACCOUNT) return { kind: 'refused', reason: 'too-many' };
  const secret = newAppPasswordSecret();
  const secretHash = appPasswordHash(secret);
  if (secretHash === undefined) throw new Error('An app password was drawn that is none.');
  const created = { userId: user.id, name: plain, secretHash, createdAt: now().getTime() };
  return { kind: 'added', appPassword: await store.createAppPassword(created), secret };
}
