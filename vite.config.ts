import { transformAsync } from '@babel/core';
import { lingui } from '@lingui/vite-plugin';
import optimizeLocales from '@react-aria/optimize-locales-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { configDefaults } from 'vitest/config';

/** Where the development server sends what is not the app: the embedded CalDAV server that `npm run dev` starts beside it. */
const EMBEDDED_SERVER = process.env['CONVOKE_DEV_SERVER'] ?? 'http://127.0.0.1:8801';

export default defineConfig(({ isSsrBuild }) => ({
  plugins: [
    linguiMacros(),
    lingui(),
    react(),
    { ...optimizeLocales.vite({ locales: ['en-US', 'en-GB'] }), enforce: 'pre' as const },
  ],
  // A few files instead of eight hundred: the server starts with half the work. Packages with native parts stay where they are.
  ssr: { noExternal: true, external: ['libsql', '@node-rs/argon2'] },
  build: isSsrBuild
    ? {
        rolldownOptions: {
          input: { main: 'src/server/main.ts', cli: 'src/cli/main.ts' },
          // Shorter text is read faster; names stay, so that a logged error can be understood.
          output: { minify: { mangle: false, compress: true, codegen: { removeWhitespace: true } } },
        },
        copyPublicDir: false,
        outDir: 'dist/server',
        target: 'node20',
        emptyOutDir: true,
      }
    : { outDir: 'dist/app', target: 'es2022', emptyOutDir: true, assetsInlineLimit: 0 },
  server: {
    proxy: {
      '/dav': EMBEDDED_SERVER,
      '/gateway': EMBEDDED_SERVER,
      '/api': EMBEDDED_SERVER,
      '/.well-known': EMBEDDED_SERVER,
    },
  },
  test: {
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'src/**/*.prop.test.ts'],
    exclude: [...configDefaults.exclude, 'dist/**'],
    // Property tests take seconds, and much longer on a busy machine; how fast things are is measured in bench/.
    testTimeout: 120_000,
  },
}));

/** Expands Lingui's macros (`t`, `<Trans>`) into calls that carry the message's id. Babel only: the React plugin no longer runs it. */
function linguiMacros(): Plugin {
  return {
    name: 'convoke:lingui-macros',
    enforce: 'pre',
    async transform(code, id) {
      const file = id.split('?')[0] ?? id;
      if (!/\.tsx?$/.test(file) || !code.includes('@lingui/') || !code.includes('/macro')) return null;
      const result = await transformAsync(code, {
        filename: file,
        babelrc: false,
        configFile: false,
        sourceMaps: true,
        // A text that the catalogue lacks is shown as it stands in the code, in the built app too.
        plugins: [['@lingui/babel-plugin-lingui-macro', { stripMessageField: false }]],
        parserOpts: { plugins: file.endsWith('.tsx') ? ['typescript', 'jsx'] : ['typescript'] },
      });
      return result?.code ? { code: result.code, map: result.map ?? null } : null;
    },
  };
}
