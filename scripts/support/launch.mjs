import { pathToFileURL } from 'node:url';
import { ensureBuilt, SERVER_ENTRY } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { inProjectRoot, sentenceOf } from './project.mjs';

/** Installs, builds, and hands this process over to the server, which listens for SIGTERM and SIGINT itself. */
export async function launch() {
  process.chdir(inProjectRoot());
  stopWithNpm();
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

/**
 * npm passes SIGTERM on to the shell in between, which dies of it and tells nobody. So that stopping `npm start` stops the server,
 * this process ends itself as soon as that shell is gone.
 */
function stopWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const shell = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 200);
  watch.unref();
}
