/** What happened to the last save of each event, kept while the app is open. */
import type { BadgeMeaning } from '../../../components/MethodBadge.tsx';
import { meaningsByRecipient } from '../../../features/scheduling-preview/acts.ts';
import type { CalendarUserAddress } from '../../../icalendar/calendarUserAddress.ts';
import { type DeliveryOutcome, reconcile } from '../../../scheduling/reconcile.ts';
import type { SchedulingObject, SchedulingPlan } from '../../../scheduling/types.ts';

/** What a save was to send, and what the server says became of it. */
export interface SaveReport {
  readonly outcomes: readonly DeliveryOutcome[];
  readonly meanings: ReadonlyMap<CalendarUserAddress, readonly BadgeMeaning[]>;
}

const reports = new Map<string, SaveReport>();

export function makeReport(plan: SchedulingPlan, reloaded: SchedulingObject): SaveReport {
  return { outcomes: reconcile(plan, reloaded), meanings: meaningsByRecipient(plan) };
}

export function rememberReport(url: string, report: SaveReport): void {
  reports.set(url, report);
}

export function lastReport(url: string | undefined): SaveReport | undefined {
  return url === undefined ? undefined : reports.get(url);
}
