/** What one request, one calendar object and one client may cost the embedded server: settings, with an answer of the RFCs for each. */
import { StartError } from './startError.ts';

/** Sizes in octets, times in milliseconds. */
export interface ServerLimits {
  /** RFC 4791 §5.2.5: of a calendar object, and of any request body. */
  readonly maxResourceSize: number;
  /** RFC 4791 §5.2.8: instances of one object; of a series without end, those of its first year. */
  readonly maxInstances: number;
  /** RFC 4791 §5.2.9. */
  readonly maxAttendeesPerInstance: number;
  /** Of an XML body. */
  readonly maxXmlSize: number;
  /** Objects in the answer to one report; more are 507 with number-of-matches-within-limits, RFC 4791 §7.8. */
  readonly maxMatches: number;
  /** Members in one page of sync-collection, RFC 6578 §3.6, whatever the client asks for. */
  readonly maxSyncPage: number;
  /** Of the answer to one report, about; the same precondition, and shorter pages of sync-collection. */
  readonly maxAnswerSize: number;
  /**
   * Instances of rules that one request may look at in all objects together. What comes after them: calendar-query takes it for a
   * match, expand is 507 for the object's data, free-busy-query is 507, and who was asked about in an outbox has no answer (5.1).
   */
  readonly maxExpansion: number;
  /** Days that one question for busy time may span, RFC 6638 §5. */
  readonly maxBusyDays: number;
  /** Of all request bodies that are in memory at the same time; more are 503 with Retry-After. */
  readonly maxBodies: number;
  /** Until all of a request is here. */
  readonly requestMs: number;
  /** Open at the same time; further ones are closed. */
  readonly maxConnections: number;
  /** How long a shutdown waits for running requests. */
  readonly shutdownMs: number;
}

export const DEFAULT_SERVER_LIMITS: ServerLimits = {
  maxResourceSize: 10_000_000,
  maxInstances: 20_000,
  maxAttendeesPerInstance: 1_000,
  maxXmlSize: 4_000_000,
  maxMatches: 100_000,
  maxSyncPage: 10_000,
  maxAnswerSize: 200_000_000,
  maxExpansion: 200_000,
  maxBusyDays: 800,
  maxBodies: 200_000_000,
  requestMs: 60_000,
  maxConnections: 2_000,
  shutdownMs: 10_000,
};

type Setting = readonly [variable: string, limit: keyof ServerLimits, unit: number, least: number, most: number];

/** Least and most in the unit of the setting: below, clients could not work; above, one request could take all memory. */
export const LIMIT_SETTINGS: readonly Setting[] = [
  ['CONVOKE_MAX_RESOURCE_SIZE', 'maxResourceSize', 1, 10_000, 50_000_000],
  ['CONVOKE_MAX_INSTANCES', 'maxInstances', 1, 100, 20_000],
  ['CONVOKE_MAX_ATTENDEES_PER_INSTANCE', 'maxAttendeesPerInstance', 1, 1, 10_000],
  ['CONVOKE_MAX_XML_SIZE', 'maxXmlSize', 1, 10_000, 50_000_000],
  ['CONVOKE_MAX_MATCHES', 'maxMatches', 1, 100, 1_000_000],
  ['CONVOKE_MAX_SYNC_PAGE', 'maxSyncPage', 1, 10, 100_000],
  ['CONVOKE_MAX_ANSWER_SIZE', 'maxAnswerSize', 1, 100_000, 400_000_000],
  ['CONVOKE_MAX_EXPANSION', 'maxExpansion', 1, 1_000, 10_000_000],
  ['CONVOKE_MAX_BUSY_DAYS', 'maxBusyDays', 1, 31, 3_660],
  ['CONVOKE_MAX_BODIES', 'maxBodies', 1, 50_000_000, 2_000_000_000],
  ['CONVOKE_REQUEST_SECONDS', 'requestMs', 1_000, 1, 3_600],
  ['CONVOKE_MAX_CONNECTIONS', 'maxConnections', 1, 1, 100_000],
  ['CONVOKE_SHUTDOWN_SECONDS', 'shutdownMs', 1_000, 1, 3_600],
];

/**
 * The limits that the environment sets, the others as they are by default.
 * @throws StartError naming the variable
 */
export function readServerLimits(environment: Readonly<Record<string, string | undefined>>): ServerLimits {
  const limits: { -readonly [Name in keyof ServerLimits]: ServerLimits[Name] } = { ...DEFAULT_SERVER_LIMITS };
  for (const [variable, limit, unit, least, most] of LIMIT_SETTINGS) {
    const written = environment[variable];
    if (written === undefined || written === '') continue;
    const value = /^\d{1,9}$/.test(written) ? Number(written) : Number.NaN;
    if (!(value >= least && value <= most))
      throw new StartError(`${variable}=${written} is no limit: give a whole number from ${least} to ${most}.`);
    limits[limit] = value * unit;
  }
  return limits;
}
