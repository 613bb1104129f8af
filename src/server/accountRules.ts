/** What names and passwords of accounts can be. */

/** Code units. */
export const MAX_NAME = 64;
const MAX_DISPLAY_NAME = 200;
const MIN_PASSWORD = 8;
/** As much as `/api/session` takes. */
export const MAX_PASSWORD = 1_000;
const CONTROL_CHARACTER = /\p{Cc}|\p{Cs}/u;

/**
 * What is wrong with a name for an account, as a sentence; undefined: nothing. It stands in paths and before the `@` of an
 * address, so that it is lower-case letters and digits, with `-`, `_` and single dots in between.
 */
export function accountNameFault(name: string): string | undefined {
  if (name === '') return 'An account needs a name.';
  const quoted = `“${name}” is no account name`;
  if (name.length > MAX_NAME) return `${quoted}: it is longer than ${MAX_NAME} characters.`;
  if (/^[A-Za-z0-9._-]+$/.test(name) && name !== name.toLowerCase())
    return `${quoted}: write it in lower case, ${name.toLowerCase()}.`;
  if (!/^[a-z0-9._-]+$/.test(name)) return `${quoted}: use the letters a to z, digits, dot, dash and underscore.`;
  if (!/^[a-z0-9]/.test(name)) return `${quoted}: it must begin with a letter or a digit.`;
  if (name.includes('..') || name.endsWith('.')) return `${quoted}: a dot must stand between other characters.`;
  return undefined;
}

/** What is wrong with a password, as a sentence that does not quote it; undefined: nothing. */
export function passwordFault(password: string): string | undefined {
  if ([...password].length < MIN_PASSWORD) return `The password must have at least ${MIN_PASSWORD} characters.`;
  if (password.length > MAX_PASSWORD) return `The password must not have more than ${MAX_PASSWORD} characters.`;
  // Neither can be sent as Basic credentials.
  if (CONTROL_CHARACTER.test(password)) return 'The password must be one line, without control characters.';
  return undefined;
}

/** What is wrong with a display name, as a sentence; undefined: nothing. */
export function displayNameFault(displayName: string): string | undefined {
  if (displayName.trim() === '' || displayName.length > MAX_DISPLAY_NAME || CONTROL_CHARACTER.test(displayName))
    return `A display name is one line of 1 to ${MAX_DISPLAY_NAME} characters.`;
  return undefined;
}
