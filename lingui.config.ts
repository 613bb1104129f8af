import { defineConfig } from '@lingui/cli';

export default defineConfig({
  sourceLocale: 'en',
  locales: ['en'],
  catalogs: [{ path: '<rootDir>/src/app/locales/{locale}', include: ['src'] }],
  orderBy: 'message',
});
