import { defineConfig } from '@playwright/test';
import config from '../../playwright.config.ts';

/** Browser tests against real CalDAV servers: `npm run test:servers`. `npm test` does not run them. */
export default defineConfig({ ...config, testDir: '.', testMatch: '**/*.browser.ts', outputDir: '../../test-results' });
