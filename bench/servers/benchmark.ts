/** The order of everything: fill, start, measure in turns, look whether what was sent arrived. */
import { performance } from 'node:perf_hooks';
import type { Contender } from './contender.ts';
import { placeIn, type RunningEntrant, startAgain, startFilled } from './entrants.ts';
import type { Figures, RowFigures, ServerFigures } from './figures.ts';
import { type Filled, filledFolder } from './filling.ts';
import { undelivered } from './invitations.ts';
import { measureRow } from './measure.ts';
import type { Options } from './options.ts';
import { type Memory, memoryOf, sleep } from './processes.ts';
import { type CalendarName, ROWS, type Row } from './rows.ts';
import { syncCallsOf } from './syncCalls.ts';

const STARTS = 5;
/** How long a query may take, in milliseconds: who would need longer with 100,000 objects is not asked. */
const LONGEST_QUERY = 30_000;

/** What is noted of a server while it is measured. */
interface Candidate {
  readonly entrant: RunningEntrant;
  readonly filled: Filled;
  readonly starts: number[];
  atRest: Memory | undefined;
  underLoad: Memory;
}

export async function benchmark(
  contenders: readonly Contender[],
  options: Options,
  folder: string,
): Promise<Figures | undefined> {
  const progress = progressTeller();
  const rows = ROWS.filter(({ name, calendar }) => options.wantsRow(name) && !(options.isQuick && calendar === 'huge'));
  const calendars = calendarsOf(rows);
  const filled = await Promise.all(
    contenders.map(async (contender) => {
      const times = await filledFolder(contender, calendars, folder, options.data);
      progress(`${contender.name} has its objects`);
      return times;
    }),
  );
  if (options.isFillOnly) return undefined;
  const candidates: Candidate[] = [];
  for (const [index, contender] of contenders.entries()) {
    const entrant = await startFilled(contender, await placeIn(folder, contender));
    candidates.push({ entrant, filled: filled[index] ?? {}, starts: [], atRest: undefined, underLoad: NOTHING });
  }
  await startSeveralTimes(candidates);
  progress('started several times');
  const remarks: string[] = [];
  const figures = await measureRows(rows, candidates, options, remarks, progress);
  const servers: ServerFigures[] = [];
  for (const candidate of candidates) servers.push(await lookedAfter(candidate, rows));
  progress('deliveries looked for, fsync calls counted');
  for (const { entrant } of candidates) await entrant.process.stop();
  return { servers, rows: figures, remarks };
}

const NOTHING: Memory = { resident: 0, proportional: 0 };

/** The smallest is always there: it is what is asked for at the start. */
function calendarsOf(rows: readonly Row[]): readonly CalendarName[] {
  return (['small', 'written', 'large', 'huge'] as const).filter(
    (name) => name === 'small' || rows.some(({ calendar }) => calendar === name),
  );
}

async function startSeveralTimes(candidates: readonly Candidate[]): Promise<void> {
  for (let time = 0; time < STARTS; time++)
    for (const { entrant, starts } of candidates) starts.push(await startAgain(entrant));
  await sleep(3_000);
  for (const candidate of candidates) candidate.atRest = memoryOf(candidate.entrant.process.group);
}

async function measureRows(
  rows: readonly Row[],
  candidates: readonly Candidate[],
  { rounds, isQuick }: Options,
  remarks: string[],
  progress: (what: string) => void,
): Promise<readonly RowFigures[]> {
  const figures: RowFigures[] = [];
  const afterRound = (entrant: RunningEntrant) => {
    const candidate = candidates.find((one) => one.entrant === entrant);
    const now = memoryOf(entrant.process.group);
    if (candidate && now.resident > candidate.underLoad.resident) candidate.underLoad = now;
  };
  for (const row of rows) {
    const entrants = candidates
      .map(({ entrant }) => entrant)
      .filter(({ contender }) => {
        if (row.needsScheduling && !contender.schedules) return false;
        const tenth = figures.find((one) => one.row === row.tenth);
        const time = tenth?.measured.find(({ server }) => server === contender.name)?.p50 ?? 0;
        if (time * 10 <= LONGEST_QUERY) return true;
        remarks.push(
          `${contender.name} is left out of ${row.name}: with a tenth of the objects it takes ${(time / 1_000).toFixed(1)} s.`,
        );
        return false;
      });
    const count = isQuick ? Math.ceil(row.times / 2) : row.times;
    const remark = (sentence: string) => remarks.push(sentence);
    const measured = await measureRow(row, entrants, { rounds, count, remark, afterRound });
    figures.push(...measured);
    progress([row.name, ...measured.map(inShort)].join('; '));
  }
  return figures;
}

function inShort({ concurrency, measured }: RowFigures): string {
  const rates = measured.map(({ server, perSecond }) => `${server} ${perSecond.toFixed(1)}/s`);
  return `${concurrency} at once: ${rates.join(', ')}`;
}

async function lookedAfter(candidate: Candidate, rows: readonly Row[]): Promise<ServerFigures> {
  const { entrant, filled, starts, atRest, underLoad } = candidate;
  const { contender, place, sent } = entrant;
  const { name, setting, loading, version } = contender;
  const deliveries = sent.length > 0 ? await undelivered(contender, place.port, sent) : undefined;
  const writes = rows.some((row) => row.name.startsWith('put'));
  return {
    ...{ server: name, version: version(), setting, loading, filled, starts, atRest, underLoad, deliveries },
    syncCalls: writes
      ? { create: await syncCallsIn(entrant, 'put-create'), invite20: await syncCallsIn(entrant, 'put-20') }
      : undefined,
  };
}

async function syncCallsIn(entrant: RunningEntrant, name: string): Promise<number | undefined> {
  const row = ROWS.find((one) => one.name === name);
  if (row === undefined || (row.needsScheduling && !entrant.contender.schedules)) return undefined;
  return syncCallsOf(entrant.process.group, 5, async () => {
    await row.operation(entrant).run(entrant.access.connection);
  });
}

function progressTeller(): (what: string) => void {
  let last = performance.now();
  return (what) => {
    const now = performance.now();
    console.error(`${((now - last) / 1_000).toFixed(1).padStart(6)} s  ${what}`);
    last = now;
  };
}
