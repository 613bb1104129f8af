import { defineConfig } from 'vitest/config';

/** Tests against real CalDAV servers: `npm run test:servers`. `npm test` does not run them. */
export default defineConfig({
  test: {
    include: ['e2e/servers/**/*.servers.ts'],
    // Each file starts a server of its own.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
