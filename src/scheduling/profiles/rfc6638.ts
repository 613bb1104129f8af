/** The policy of the standard itself, which the embedded server follows (scheduling.md S13). */
import type { Policy } from '../types.ts';

/** RFC 6638 as scheduling.md reads it. */
export const RFC6638_POLICY: Policy = {
  name: 'rfc6638',
  add: true,
  prodid: '-//Convoke//Convoke//EN',
};
