/** Which client addresses count as one and the same party when guessing is slowed down. */
import { isIPv4, isIPv6 } from 'node:net';

/** More than this of what a trusted proxy names as an address is not kept. */
const MAX_ADDRESS = 64;

/**
 * The IPv4 address itself, or the IPv6 network of that many bits: one household or one rented machine has a whole /64, and may change
 * its address in it at will. An IPv4 address written as IPv6 (`::ffff:192.0.2.1`) is the IPv4 address.
 */
export function networkOf(address: string, bits: 48 | 64): string {
  const plain = address.replace(/%.*$/, '');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1] ?? plain;
  if (isIPv4(mapped)) return mapped;
  if (!isIPv6(plain)) return address.slice(0, MAX_ADDRESS);
  return `${groupsOf(plain)
    .slice(0, bits / 16)
    .join(':')}::/${bits}`;
}

/** The eight groups, hexadecimal without leading zeros; a dotted tail is never in the first six, and not asked for. */
function groupsOf(address: string): readonly string[] {
  const [head = '', tail] = address.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.replace(/\d+\.\d+\.\d+\.\d+$/, '0:0').split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0');
  return [...before, ...(tail === undefined ? [] : zeros), ...after].map((group) =>
    Number.parseInt(group, 16).toString(16),
  );
}
