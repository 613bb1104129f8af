/** The policy of the standard itself, which the embedded server follows (scheduling.md S13). */
import { viewDifferences } from '../attendeeView.ts';
import { attendeeDelivery } from '../deliveries.ts';
import type { Policy } from '../types.ts';

/** RFC 6638 as scheduling.md reads it. */
export const RFC6638_POLICY: Policy = {
  name: 'rfc6638',
  add: true,
  prodid: '-//Convoke//Convoke//EN',
  differences: viewDifferences,
  deliver: attendeeDelivery,
  heedsOrganizerAgent: true,
  heedsOrganizerComingAndGoing: true,
  heedsCancelledInstances: true,
  keepsBooks: true,
};
