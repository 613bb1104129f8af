/** What happened to the last save of each event, kept while the app is open. */
import type { DeliveryOutcome } from '../../../scheduling/reconcile.ts';

const reports = new Map<string, readonly DeliveryOutcome[]>();

export function rememberReport(url: string, outcomes: readonly DeliveryOutcome[]): void {
  reports.set(url, outcomes);
}

export function lastReport(url: string | undefined): readonly DeliveryOutcome[] | undefined {
  return url === undefined ? undefined : reports.get(url);
}
