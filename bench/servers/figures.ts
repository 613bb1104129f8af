/** What the benchmark finds out. */
import type { Filled } from './filling.ts';
import type { Memory } from './processes.ts';

/** Of one server in one row, in milliseconds. */
export interface Measured {
  readonly server: string;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly count: number;
}

export interface RowFigures {
  readonly row: string;
  readonly title: string;
  readonly concurrency: number;
  readonly measured: readonly Measured[];
}

export interface ServerFigures {
  readonly server: string;
  readonly version: string;
  readonly setting: string;
  readonly loading: string;
  readonly filled: Filled;
  /** Milliseconds of each start. */
  readonly starts: readonly number[];
  readonly atRest: Memory | undefined;
  readonly underLoad: Memory;
  /** Calls of fsync and its like for one request. */
  readonly syncCalls: { readonly create: number | undefined; readonly invite20: number | undefined } | undefined;
  /** Copies and inbox items of the invitations that were sent. */
  readonly deliveries: { readonly expected: number; readonly missing: number } | undefined;
}

export interface Figures {
  readonly servers: readonly ServerFigures[];
  readonly rows: readonly RowFigures[];
  /** What was not measured, or was answered wrongly, in sentences. */
  readonly remarks: readonly string[];
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
}
