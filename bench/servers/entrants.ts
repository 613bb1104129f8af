/** Starts the servers. */
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { type Contender, OWNER, type Place } from './contender.ts';
import { freePort, type ServerProcess, sleep } from './processes.ts';
import type { Entrant } from './rows.ts';
import { greeting, serverAccess } from './serverAccess.ts';

/** A server in the benchmark, with its own folder. */
export interface RunningEntrant extends Entrant {
  readonly place: Place;
  process: ServerProcess;
}

/** How long a server may take until it answers, in milliseconds. */
const START_PATIENCE = 60_000;

/** Ports and a folder below the given one. */
export async function placeIn(folder: string, { name }: Contender): Promise<Place> {
  const [port, otherPort] = [await freePort(), await freePort()];
  return { folder: path.join(folder, name), port, otherPort, log: path.join(folder, `${name}.log`) };
}

/** Starts a server for the first time, with its accounts only. */
export async function startFirst(contender: Contender, place: Place): Promise<RunningEntrant> {
  const entrant = await started(contender, place);
  // With any status: it may be that there is no account yet.
  await firstAnswer(entrant, 599);
  await contender.prepare(place);
  return entrant;
}

/** Starts a server with its data. */
export async function startFilled(contender: Contender, place: Place): Promise<RunningEntrant> {
  const entrant = await started(contender, place);
  await firstAnswer(entrant, 299);
  return entrant;
}

/** Stops a server and starts it. Resolves with the milliseconds until it has answered a request of a person who signed in. */
export async function startAgain(entrant: RunningEntrant): Promise<number> {
  entrant.access.close();
  await entrant.process.stop();
  const began = performance.now();
  entrant.process = await entrant.contender.start(entrant.place);
  await firstAnswer(entrant, 299);
  return performance.now() - began;
}

async function started(contender: Contender, place: Place): Promise<RunningEntrant> {
  const access = serverAccess(place.port, OWNER);
  return { contender, place, access, process: await contender.start(place), sent: [], token: '', written: 0 };
}

async function firstAnswer(entrant: RunningEntrant, highest: number): Promise<void> {
  const { access, contender, place, process } = entrant;
  const deadline = Date.now() + START_PATIENCE;
  const question = greeting(entrant);
  for (;;) {
    try {
      const { status } = await access.connection.send(question);
      if (status <= highest) return;
      throw new Error(`PROPFIND answered ${status}.`);
    } catch (cause) {
      if (process.hasEnded() || Date.now() > deadline)
        throw new Error(`${contender.name} did not start; its log is ${place.log}.`, { cause });
      await sleep(2);
    }
  }
}
