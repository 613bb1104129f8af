import { describe, expect, it } from 'vitest';
import { addressFault, looksLikeList, parseGuestList } from './guestList.ts';

function people(text: string): readonly string[] {
  return parseGuestList(text).guests.map(({ name, address }) => `${name}|${address}`);
}

describe('a pasted list of guests', () => {
  it('is parted at commas, semicolons and line ends', () => {
    expect(people('a@x.org, b@x.org; c@x.org\r\nd@x.org\n')).toEqual([
      '|mailto:a@x.org',
      '|mailto:b@x.org',
      '|mailto:c@x.org',
      '|mailto:d@x.org',
    ]);
  });

  it('takes names, with commas too', () => {
    expect(people('"Ames, Alice" <alice@x.org>; Byrne, Bob <bob@x.org>, Carol Cole <carol@x.org>')).toEqual([
      'Ames, Alice|mailto:alice@x.org',
      'Byrne, Bob|mailto:bob@x.org',
      'Carol Cole|mailto:carol@x.org',
    ]);
    expect(people('Zoë Ångström zoe@x.org')).toEqual(['Zoë Ångström|mailto:zoe@x.org']);
  });

  it('takes addresses parted by spaces, mailto: and angle brackets alone; one person once', () => {
    expect(people('a@x.org b@x.org')).toHaveLength(2);
    expect(people('mailto:a@x.org, <A@X.org>')).toEqual(['|mailto:a@x.org']);
  });

  it('says what is wrong, and loses nothing', () => {
    const { guests, faults } = parseGuestList('alice@x.org, bob, carol@, d@@x.org, @x.org, e@x..org');
    expect(guests).toHaveLength(1);
    expect(faults).toEqual([
      { text: 'bob', fault: 'no-at' },
      { text: 'carol@', fault: 'no-domain' },
      { text: 'd@@x.org', fault: 'several-at' },
      { text: '@x.org', fault: 'no-mailbox' },
      { text: 'e@x..org', fault: 'bad-domain' },
    ]);
  });

  it('accepts unusual addresses', () => {
    for (const address of ['o’brien+list@x.org', 'jörg@bücher.example', 'root@localhost'])
      expect(addressFault(address)).toBeUndefined();
  });

  it('is told from a name or one address', () => {
    expect(['Alice', 'alice@x.org', 'Alice A'].map(looksLikeList)).toEqual([false, false, false]);
    expect(['a@x.org, b@x.org', 'Alice <a@x.org>', 'a@x.org b@x.org'].map(looksLikeList)).toEqual([true, true, true]);
  });
});
