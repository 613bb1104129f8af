/** Calendar user addresses, RFC 5545 §3.3.3, RFC 6638 §2.4.1 (calendar-user-address-set). */

/** A calendar user address in the one form by which two are compared: `mailto:` in lower case, other schemes as written. */
export type CalendarUserAddress = string & { readonly __calendarUserAddress: unique symbol };

const MAILTO = /^mailto:/i;
/** Most addresses are in that form already. */
const NORMAL = /^mailto:[a-z0-9@._+-]+$/;
const SCHEME = /^[a-z][a-z0-9+.-]*:/i;

/**
 * Brings an address into the form in which it is compared: `mailto:` in any case, percent-decoded, lower case, without
 * `?…`; `a@b` without a scheme is read as mailto; other schemes exactly as written (scheduling.md S1.4).
 */
export function normalizeAddress(written: string): CalendarUserAddress {
  if (NORMAL.test(written)) return written as CalendarUserAddress;
  const trimmed = written.trim();
  if (MAILTO.test(trimmed)) return `mailto:${mailbox(trimmed.slice(7))}` as CalendarUserAddress;
  if (!SCHEME.test(trimmed) && trimmed.includes('@')) return `mailto:${mailbox(trimmed)}` as CalendarUserAddress;
  return trimmed as CalendarUserAddress;
}

/** The address for a person to read: the mailbox of a mailto:, else the URI. */
export function displayAddress(address: string): string {
  return MAILTO.test(address) ? address.slice(7) : address;
}

function mailbox(written: string): string {
  const query = written.indexOf('?');
  const bare = query < 0 ? written : written.slice(0, query);
  return percentDecode(bare).trim().toLowerCase();
}

/** A malformed escape stays as it is: an address is compared, never refused, here. */
function percentDecode(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
