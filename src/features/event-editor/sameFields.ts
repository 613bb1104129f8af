import type { EventDraft } from './draft.ts';

/**
 * For React.memo: whether a part of the form would look the same, because the fields of the draft that it reads, and its other
 * props, are the same. Its callbacks must work on the draft that they are given, not on the one it was drawn with.
 */
export function sameFields<Props extends { readonly draft: EventDraft }>(
  ...fields: readonly (keyof EventDraft)[]
): (before: Props, after: Props) => boolean {
  return (before, after) => {
    if (fields.some((field) => before.draft[field] !== after.draft[field])) return false;
    const names = Object.keys({ ...before, ...after }) as (keyof Props)[];
    return names.every((name) => name === 'draft' || Object.is(before[name], after[name]));
  };
}
