/** Measures one row: rounds that go from server to server, so that other work on the machine hits all of them. */
import { performance } from 'node:perf_hooks';
import { type RunningEntrant, startAgain } from './entrants.ts';
import { type Measured, quantile, type RowFigures } from './figures.ts';
import { type HttpConnection, httpConnection } from './httpConnection.ts';
import type { Row } from './rows.ts';
import { greeting } from './serverAccess.ts';

/** How long one server may take for one round, for all rounds, and for its requests before those, in milliseconds. */
const ROUND_PATIENCE = 1_500;
const ROUNDS_PATIENCE = 7_500;
const WARM_UP_PATIENCE = 10_000;
const WARM_UPS = 6;
/** Whose requests take longer than this is not asked for several at once. */
const LONG = 2_000;

export interface RowOptions {
  readonly rounds: number;
  /** Operations in a round. */
  readonly count: number;
  /** Says what cannot be measured, or was answered wrongly. */
  readonly remark: (sentence: string) => void;
  readonly afterRound: (entrant: RunningEntrant) => void;
}

export async function measureRow(
  row: Row,
  entrants: readonly RunningEntrant[],
  { rounds, count, remark, afterRound }: RowOptions,
): Promise<readonly RowFigures[]> {
  const taking: RunningEntrant[] = [];
  for (const entrant of entrants) {
    const fault = await warmUp(row, entrant);
    if (fault === undefined) taking.push(entrant);
    else remark(`${entrant.contender.name} is left out of ${row.name}: ${fault}`);
  }
  const figures: RowFigures[] = [];
  const slow = new Set<RunningEntrant>();
  for (const concurrency of row.concurrencies) {
    const measured = new Map<RunningEntrant, Round[]>(
      taking.filter((entrant) => !slow.has(entrant)).map((entrant) => [entrant, []]),
    );
    for (let round = 0; round < rounds; round++) {
      for (const [entrant, done] of measured) {
        if (sum(done.map(({ took }) => took)) > ROUNDS_PATIENCE) continue;
        await row.before?.(entrant);
        done.push(await measureRound(row, entrant, concurrency, Math.max(count, concurrency)));
        afterRound(entrant);
      }
    }
    for (const [entrant, done] of measured) {
      if (quantile(timesOf(done), 0.5) > LONG) slow.add(entrant);
      const { contender } = entrant;
      const [fault] = done.flatMap((round) => round.fault ?? []);
      if (fault !== undefined) remark(`${contender.name} answered ${row.name} wrongly: ${fault}`);
    }
    const summaries = [...measured].map(([{ contender }, done]) => summary(contender.name, done));
    figures.push({ row: row.name, title: row.title, concurrency, measured: summaries });
  }
  return figures;
}

/** Requests that are not measured: caches fill, indexes are made. Says why the row cannot be measured, else undefined. */
async function warmUp(row: Row, entrant: RunningEntrant): Promise<string | undefined> {
  const began = performance.now();
  const connection = httpConnection(entrant.place.port);
  try {
    await row.before?.(entrant);
    for (let time = 0; time < WARM_UPS && performance.now() - began < WARM_UP_PATIENCE; time++) {
      const operation = row.operation(entrant);
      const fault = operation.fault(await operation.run(connection));
      if (fault !== undefined) return `wrong answer: ${fault}`;
    }
    return undefined;
  } catch (error) {
    // What nobody waits for any more would be worked on while others are measured.
    await startAgain(entrant);
    return error instanceof Error ? error.message : String(error);
  } finally {
    connection.close();
  }
}

interface Round {
  /** Milliseconds of each operation. */
  readonly times: readonly number[];
  /** Milliseconds of all together. */
  readonly took: number;
  /** What was wrong with the first answer that was not right. */
  readonly fault: string | undefined;
}

/** Runs operations on as many connections as are asked for, until there were enough or the time is over. */
async function measureRound(row: Row, entrant: RunningEntrant, concurrency: number, count: number): Promise<Round> {
  const connections = Array.from({ length: concurrency }, () => httpConnection(entrant.place.port));
  try {
    // The first request on a connection is not counted: servers start processes and verify passwords then.
    await Promise.all(connections.map((connection) => connection.send(greeting(entrant))));
    const operations = Array.from({ length: count }, () => row.operation(entrant));
    const times: number[] = [];
    let fault: string | undefined;
    const began = performance.now();
    const work = async (connection: HttpConnection) => {
      while (performance.now() - began < ROUND_PATIENCE) {
        const operation = operations.shift();
        if (operation === undefined) return;
        const sentAt = performance.now();
        const answers = await operation.run(connection);
        times.push(performance.now() - sentAt);
        fault ??= operation.fault(answers);
      }
    };
    await Promise.all(connections.map(work));
    return { times, took: performance.now() - began, fault };
  } finally {
    for (const connection of connections) connection.close();
  }
}

function timesOf(rounds: readonly Round[]): readonly number[] {
  return rounds.flatMap(({ times }) => times);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function summary(server: string, rounds: readonly Round[]): Measured {
  const times = timesOf(rounds);
  return {
    server,
    perSecond: quantile(
      rounds.map((round) => (round.times.length * 1_000) / round.took),
      0.5,
    ),
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
    count: times.length,
  };
}
