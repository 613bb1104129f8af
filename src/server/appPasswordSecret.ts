/**
 * The secrets of app passwords: `k7fq-2mxa-9tpd-hw3c-vz8e`. We draw them, 100 random bits, so that nobody can guess one, nor find it from
 * its plain SHA-256 by trying: neither a slow hash nor a key would add anything, and a request costs no argon2.
 */
import { createHash, randomBytes } from 'node:crypto';

/** Letters and digits that are not taken for one another, nor spell words. */
const ALPHABET = 'abcdefghjkmnpqrstvwxyz0123456789';
const GROUPS = 5;
const GROUP_LENGTH = 4;
const SHAPE = new RegExp(`^[${ALPHABET}]{${GROUPS * GROUP_LENGTH}}$`);

export function newAppPasswordSecret(): string {
  // 32 letters: each octet chooses one of them without preference.
  const letters = Array.from(randomBytes(GROUPS * GROUP_LENGTH), (octet) => ALPHABET[octet % ALPHABET.length] ?? '');
  const text = letters.join('');
  return Array.from({ length: GROUPS }, (_, group) =>
    text.slice(group * GROUP_LENGTH, (group + 1) * GROUP_LENGTH),
  ).join('-');
}

/** What the store keeps of a secret, however people typed it: with or without dashes, in capitals. Undefined: it is none of ours. */
export function appPasswordHash(password: string): string | undefined {
  const plain = password.toLowerCase().replace(/[\s-]/g, '');
  return SHAPE.test(plain) ? createHash('sha256').update(plain).digest('base64url') : undefined;
}
