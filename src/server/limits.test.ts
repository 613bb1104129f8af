import { describe, expect, test } from 'vitest';
import { DEFAULT_SERVER_LIMITS, LIMIT_SETTINGS, readServerLimits } from './limits.ts';
import { StartError } from './startError.ts';

describe('the limits of the server', () => {
  test('are the defaults in an empty environment', () => {
    expect(readServerLimits({})).toEqual(DEFAULT_SERVER_LIMITS);
    expect(readServerLimits({ CONVOKE_MAX_INSTANCES: '' })).toEqual(DEFAULT_SERVER_LIMITS);
  });

  test('come from the environment, sizes in octets and times in seconds', () => {
    const environment = { CONVOKE_MAX_RESOURCE_SIZE: '250000', CONVOKE_REQUEST_SECONDS: '5' };
    expect(readServerLimits(environment)).toEqual({
      ...DEFAULT_SERVER_LIMITS,
      maxResourceSize: 250_000,
      requestMs: 5_000,
    });
  });

  test('have a setting each, whose range holds the default', () => {
    expect(LIMIT_SETTINGS.map(([, limit]) => limit).sort()).toEqual(Object.keys(DEFAULT_SERVER_LIMITS).sort());
    for (const [, limit, unit, least, most] of LIMIT_SETTINGS) {
      expect(DEFAULT_SERVER_LIMITS[limit]).toBeGreaterThanOrEqual(least * unit);
      expect(DEFAULT_SERVER_LIMITS[limit]).toBeLessThanOrEqual(most * unit);
    }
  });

  test.each(['0', '-1', '1e9', '99', 'many', '1.5', '100001'])('refuse CONVOKE_MAX_INSTANCES=%s', (written) => {
    expect(() => readServerLimits({ CONVOKE_MAX_INSTANCES: written })).toThrow(
      new StartError(`CONVOKE_MAX_INSTANCES=${written} is no limit: give a whole number from 100 to 20000.`),
    );
  });
});
