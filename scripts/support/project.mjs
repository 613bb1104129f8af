import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** The absolute path of a file of the project; without segments, of its root. */
export function inProjectRoot(...segments) {
  return path.join(ROOT, ...segments);
}

/** "3.1 s", as the progress lines print a duration that began at `start` (milliseconds of `performance.now()`). */
export function secondsSince(start) {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`;
}

/** What a person should read about a failure: the message alone of the failures that we phrased ourselves, the stack of others. */
export function sentenceOf(error) {
  if (error instanceof StepFailedError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** A step of a script failed in a way that its message explains. */
export class StepFailedError extends Error {
  name = 'StepFailedError';
}
