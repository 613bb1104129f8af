import path from 'node:path';
import { parseArgs } from 'node:util';

export interface Options {
  /** Fewer rounds of fewer requests, and nothing with 100,000 objects. */
  readonly isQuick: boolean;
  readonly rounds: number;
  /** Whether a row of this name is asked for: `--rows put` means all whose names begin with it. */
  readonly wantsRow: (name: string) => boolean;
  readonly wantsServer: (name: string) => boolean;
  /** A folder that keeps filled servers for the next run. */
  readonly data: string | undefined;
  /** Nothing is measured, only the folder filled. */
  readonly isFillOnly: boolean;
  /** The file that the figures are written to as JSON. */
  readonly json: string | undefined;
}

/** @throws Error for an option that there is not */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      rows: { type: 'string' },
      servers: { type: 'string' },
      data: { type: 'string' },
      fill: { type: 'boolean', default: false },
      json: { type: 'string' },
    },
  });
  const rows = values.rows?.split(',');
  const servers = values.servers?.split(',');
  return {
    isQuick: values.quick,
    rounds: Number(values.rounds ?? (values.quick ? 2 : 5)),
    wantsRow: (name) => rows?.some((start) => name.startsWith(start)) ?? true,
    wantsServer: (name) => servers?.includes(name) ?? true,
    data: values.data && path.resolve(values.data),
    isFillOnly: values.fill,
    json: values.json,
  };
}
