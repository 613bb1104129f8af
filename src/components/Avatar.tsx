import styles from './Avatar.module.css';
import { classes } from './classes.ts';

/** Initials in a circle whose colour is always the same for the same person. Decorative: the name stands beside it. */
export function Avatar({ name, className }: { readonly name: string; readonly className?: string | undefined }) {
  return (
    <span className={classes(styles['avatar'], styles[`hue${hueOf(name)}`], className)} aria-hidden="true">
      {initialsOf(name)}
    </span>
  );
}

/** At most two letters: of the first and the last word, or the first of a mailbox. */
export function initialsOf(name: string): string {
  const words = name
    .replace(/@.*$/, '')
    .split(/[\s._-]+/u)
    .filter((word) => /\p{L}|\p{N}/u.test(word));
  const chosen = words.length > 1 ? [words[0], words.at(-1)] : words;
  return chosen
    .map((word) => Array.from((word ?? '').replace(/^[^\p{L}\p{N}]+/u, ''))[0]?.toLocaleUpperCase() ?? '')
    .join('');
}

function hueOf(name: string): number {
  let sum = 0;
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return (sum % 12) + 1;
}
