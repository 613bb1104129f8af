import { pathToFileURL } from 'node:url';
import { ensureBuilt, SERVER_ENTRY } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { inProjectRoot, sentenceOf } from './project.mjs';

/** Installs, builds, and hands this process over to the server, which listens for SIGTERM and SIGINT itself. */
export async function launch() {
  process.chdir(inProjectRoot());
  try {
    await ensureInstalled();
    await ensureBuilt();
  } catch (error) {
    console.error(sentenceOf(error));
    process.exit(1);
  }
  process.env.NODE_ENV ??= 'production';
  await import(pathToFileURL(inProjectRoot(SERVER_ENTRY)).href);
}
