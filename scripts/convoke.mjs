#!/usr/bin/env node
/**
 * `npx convoke …`: the command line. In a checkout it installs and builds when needed, saying so on standard error, since
 * standard output is the command's own; an installed package brings its build along.
 */
import { existsSync } from 'node:fs';
import { requireSupportedNode } from './support/nodeVersion.mjs';

if (requireSupportedNode()) {
  const { inProjectRoot } = await import('./support/project.mjs');
  if (existsSync(inProjectRoot('src'))) {
    console.log = console.error;
    const { ensureInstalled } = await import('./support/install.mjs');
    const { ensureBuilt } = await import('./support/build.mjs');
    await ensureInstalled();
    await ensureBuilt();
  }
  await import('../dist/server/cli.js');
}
