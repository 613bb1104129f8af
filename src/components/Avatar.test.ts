import { expect, it } from 'vitest';
import { initialsOf } from './Avatar.tsx';

it.each([
  ['Alice Ames', 'AA'],
  ['Carol Anne van der Cole', 'CC'],
  ['bob', 'B'],
  ['dan.dietz@convoke.example', 'DD'],
  ['  ', ''],
  ['Émile Zola (he)', 'ÉH'],
  ['אורית כהן', 'אכ'],
  ['👩‍💻 Ada Lovelace', 'AL'],
])('the initials of %j are %j', (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});
