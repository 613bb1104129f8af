import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { displayAddress, normalizeAddress } from './calendarUserAddress.ts';

describe('Comparing calendar user addresses (scheduling.md S1.4)', () => {
  for (const written of [
    'mailto:jane@example.com',
    'MAILTO:Jane@Example.COM',
    ' mailto:jane@example.com ',
    'mailto: jane@example.com',
    'mailto:jane%40example.com',
    'mailto:%6Aane@example.com',
    'mailto:jane@example.com?subject=Hello',
    'jane@example.com',
    'Jane@Example.com',
  ]) {
    test(`“${written}” is jane@example.com`, () => {
      expect(normalizeAddress(written)).toBe('mailto:jane@example.com');
    });
  }

  test('never by substring', () => {
    expect(normalizeAddress('mailto:ajane@example.com')).not.toBe(normalizeAddress('mailto:jane@example.com'));
    expect(normalizeAddress('mailto:jane@example.com.au')).not.toBe(normalizeAddress('mailto:jane@example.com'));
  });

  test('other schemes are compared exactly', () => {
    const urn = 'urn:uuid:3E86-0000';
    expect(normalizeAddress(urn)).toBe(urn);
    expect(normalizeAddress('https://example.com/Jane')).not.toBe(normalizeAddress('https://example.com/jane'));
    expect(normalizeAddress('/principals/jane')).toBe('/principals/jane');
    expect(normalizeAddress('xmpp:jane@example.com')).toBe('xmpp:jane@example.com');
  });

  test('a malformed escape stays as it is', () => {
    expect(normalizeAddress('mailto:100%@example.com')).toBe('mailto:100%@example.com');
    expect(normalizeAddress('mailto:a%FFb@example.com')).toBe('mailto:a%ffb@example.com');
  });

  test('an encoded question mark is part of the address', () => {
    expect(normalizeAddress('mailto:what%3F@example.com')).toBe('mailto:what?@example.com');
  });

  test('any mailbox is the same in any case', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (mailbox) => {
        fc.pre(!/[%?]/.test(mailbox));
        expect(normalizeAddress(mailbox.toUpperCase())).toBe(normalizeAddress(`mailto:${mailbox}`));
      }),
    );
  });
});

describe('Showing an address', () => {
  test('leaves mailto: out', () => {
    expect(displayAddress('MAILTO:Jane@example.com')).toBe('Jane@example.com');
    expect(displayAddress('urn:uuid:1')).toBe('urn:uuid:1');
  });
});
