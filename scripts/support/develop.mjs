import { spawn } from 'node:child_process';
import { ensureInstalled } from './install.mjs';
import { inProjectRoot, sentenceOf } from './project.mjs';
import { runScript } from './run.mjs';

const SERVER_PORT = process.env.PORT ?? '8801';

/** Runs Vite's development server and the embedded server until one of them ends or this process is told to stop. */
export async function develop() {
  try {
    await ensureInstalled();
    await runScript('build:messages');
  } catch (error) {
    console.error(sentenceOf(error));
    process.exit(1);
  }
  const children = [
    start(
      [
        'node_modules/tsx/dist/cli.mjs',
        'watch',
        '--clear-screen=false',
        'src/server/main.ts',
        ...process.argv.slice(2),
      ],
      {
        PORT: SERVER_PORT,
      },
    ),
    start(['node_modules/vite/bin/vite.js'], { CONVOKE_DEV_SERVER: `http://127.0.0.1:${SERVER_PORT}` }),
  ];
  const stop = (signal) => {
    for (const child of children) child.kill(signal);
  };
  process.on('SIGINT', () => stop('SIGINT'));
  process.on('SIGTERM', () => stop('SIGTERM'));
  for (const child of children) {
    // One without the other is of no use.
    child.on('exit', (code) => {
      stop('SIGTERM');
      process.exitCode ||= code ?? 0;
    });
  }
}

function start(args, env) {
  return spawn(process.execPath, args, { cwd: inProjectRoot(), env: { ...process.env, ...env }, stdio: 'inherit' });
}
