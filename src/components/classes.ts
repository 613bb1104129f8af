/** Joins class names and leaves out what is absent, so that `styles['x']` may be undefined. */
export function classes(...names: readonly (string | false | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}
