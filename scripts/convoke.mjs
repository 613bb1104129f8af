#!/usr/bin/env node
/**
 * `npx convoke …`: the command line. Installs and builds when needed, saying so on standard error, since standard output is
 * the command's own.
 */
import { requireSupportedNode } from './support/nodeVersion.mjs';

if (requireSupportedNode()) {
  console.log = console.error;
  const { ensureInstalled } = await import('./support/install.mjs');
  const { ensureBuilt } = await import('./support/build.mjs');
  await ensureInstalled();
  await ensureBuilt();
  await import('../dist/server/cli.js');
}
