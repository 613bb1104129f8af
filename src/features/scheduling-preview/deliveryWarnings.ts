/** Who will not be reached, known before saving. */
import type { CalendarUserAddress } from '../../icalendar/calendarUserAddress.ts';
import type { SchedulingPlan } from '../../scheduling/types.ts';

/** What the connected server can deliver. */
export interface ServerReach {
  /** The domain whose mailboxes are accounts of this server; undefined when unknown: then nothing is foretold. */
  readonly domain: string | undefined;
  /** Whether it mails people of other domains. */
  readonly mail: boolean;
  /** Whether it sends invitations at all: `calendar-auto-schedule` in its DAV header, RFC 6638 §2. */
  readonly schedules?: boolean;
}

export interface DeliveryWarning {
  readonly people: readonly CalendarUserAddress[];
  /** The SCHEDULE-STATUS to expect, RFC 6638 §3.2.9. */
  readonly status: '3.7' | '5.2';
}

/**
 * People whom the server cannot reach: addresses outside its domain when it sends no mail (5.2), and addresses inside
 * its domain that no account has (3.7).
 */
export function deliveryWarnings(
  plan: SchedulingPlan,
  server: ServerReach,
  unknown: ReadonlySet<CalendarUserAddress>,
): readonly DeliveryWarning[] {
  const { domain, mail } = server;
  if (domain === undefined || plan.role !== 'organizer') return [];
  const recipients = [...new Set(plan.messages.flatMap((message) => message.recipients))];
  const external = recipients.filter((address) => !isLocal(address, domain));
  const missing = recipients.filter((address) => isLocal(address, domain) && unknown.has(address));
  const warnings: DeliveryWarning[] = [];
  if (!mail && external.length > 0) warnings.push({ people: external, status: '5.2' });
  if (missing.length > 0) warnings.push({ people: missing, status: '3.7' });
  return warnings;
}

function isLocal(address: CalendarUserAddress, domain: string): boolean {
  return address.startsWith('mailto:') && address.endsWith(`@${domain.toLowerCase()}`);
}
