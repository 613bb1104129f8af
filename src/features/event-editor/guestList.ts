/** A typed or pasted list of people: `Alice <alice@example.org>, bob@example.org`. Pure. */
import { displayAddress } from '../../icalendar/calendarUserAddress.ts';

/** What is wrong with something that should be an e-mail address. */
export type AddressFault = 'no-at' | 'several-at' | 'no-mailbox' | 'no-domain' | 'bad-domain' | 'space';

/** One person of the list, with a calendar user address: `mailto:alice@example.org`. */
export interface GuestEntry {
  readonly address: string;
  /** Empty when the list gave none. */
  readonly name: string;
}

export interface GuestList {
  readonly guests: readonly GuestEntry[];
  readonly faults: readonly { readonly text: string; readonly fault: AddressFault }[];
}

/**
 * Reads people separated by commas, semicolons or line ends; commas in quotes, and in `Ames, Alice <a@b>`, belong to the name.
 * Nothing is dropped: what is no address comes back with what is wrong with it.
 */
export function parseGuestList(text: string): GuestList {
  const guests = new Map<string, GuestEntry>();
  const faults: { readonly text: string; readonly fault: AddressFault }[] = [];
  for (const piece of joinNames(splitPieces(text)).flatMap(splitAddresses)) {
    const { name, mailbox } = splitName(piece);
    const fault = addressFault(mailbox);
    if (fault !== undefined) faults.push({ text: piece, fault });
    else if (!guests.has(mailbox.toLowerCase()))
      guests.set(mailbox.toLowerCase(), { name, address: `mailto:${mailbox}` });
  }
  return { guests: [...guests.values()], faults };
}

/** What is wrong with an e-mail address, or undefined. Strict enough to find slips, not to judge unusual addresses. */
export function addressFault(mailbox: string): AddressFault | undefined {
  const parts = mailbox.split('@');
  if (/\s/.test(mailbox)) return 'space';
  if (parts.length === 1) return 'no-at';
  if (parts.length > 2) return 'several-at';
  const [local, domain] = parts;
  if (local === '') return 'no-mailbox';
  if (domain === undefined || domain === '') return 'no-domain';
  return domain.split('.').every((label) => /^[\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?$/u.test(label))
    ? undefined
    : 'bad-domain';
}

/** Whether pasted text is a list, and not a name or a part of an address. */
export function looksLikeList(text: string): boolean {
  return /[,;\r\n]/.test(text.trim()) || /<[^<>]*@[^<>]*>/.test(text) || (text.match(/@/g)?.length ?? 0) > 1;
}

/** At commas, semicolons and line ends outside of quotes and angle brackets. */
function splitPieces(text: string): readonly { readonly text: string; readonly separator: string }[] {
  const pieces: { text: string; separator: string }[] = [];
  let piece = '';
  let isQuoted = false;
  for (const character of text) {
    if (character === '"') isQuoted = !isQuoted;
    const separates = /[;\r\n]/.test(character) || (character === ',' && !isQuoted);
    if (separates) {
      pieces.push({ text: piece.trim(), separator: character });
      piece = '';
      isQuoted = false;
    } else piece += character;
  }
  pieces.push({ text: piece.trim(), separator: '' });
  return pieces.filter((found) => found.text !== '');
}

/** `Ames` and `Alice <a@b>`, parted by a comma, are one person. */
function joinNames(pieces: readonly { readonly text: string; readonly separator: string }[]): readonly string[] {
  const joined: string[] = [];
  let pending: string | undefined;
  for (const { text, separator } of pieces) {
    const whole = pending === undefined ? text : `${pending}, ${text}`;
    const isNameOnly = !text.includes('@') && separator === ',' && pending === undefined;
    if (pending !== undefined && !/[^\s<]+\s*<[^<>]*@/.test(text)) {
      joined.push(pending, text);
      pending = undefined;
    } else if (isNameOnly) pending = text;
    else {
      joined.push(whole);
      pending = undefined;
    }
  }
  return pending === undefined ? joined : [...joined, pending];
}

/** `a@b c@d` are two. */
function splitAddresses(piece: string): readonly string[] {
  const words = piece.split(/\s+/);
  return words.length > 1 && !piece.includes('<') && words.every((word) => word.includes('@')) ? words : [piece];
}

function splitName(piece: string): { readonly name: string; readonly mailbox: string } {
  const bracketed = /^(.*?)<\s*([^<>]*?)\s*>\s*$/s.exec(piece);
  if (bracketed) return { name: unquoted(bracketed[1] ?? ''), mailbox: displayAddress(bracketed[2] ?? '') };
  const words = piece.split(/\s+/);
  const last = words.at(-1) ?? '';
  if (words.length > 1 && last.includes('@') && !words.slice(0, -1).join('').includes('@')) {
    return { name: unquoted(words.slice(0, -1).join(' ')), mailbox: displayAddress(last.replace(/^\(|\)$/g, '')) };
  }
  return { name: '', mailbox: displayAddress(piece) };
}

function unquoted(name: string): string {
  return name
    .trim()
    .replace(/^["']|["']$/g, '')
    .trim();
}
