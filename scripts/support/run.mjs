import { spawn } from 'node:child_process';
import { inProjectRoot } from './project.mjs';

/** Children that still run. */
const running = new Set();
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 };

/**
 * Runs a command in the project's root and resolves with `{ code, output }`; never rejects because of the exit code.
 * `show: true` passes the output through as it comes, else it is kept in `output`. SIGINT and SIGTERM end the child, then this process.
 */
export function run(command, args, { show = false, env = {} } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: inProjectRoot(),
      env: { ...process.env, ...env },
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
      // npm is a batch file on Windows.
      shell: process.platform === 'win32',
    });
    started(child);
    let output = '';
    const keep = (chunk) => {
      output += chunk;
    };
    child.stdout?.setEncoding('utf8').on('data', keep);
    child.stderr?.setEncoding('utf8').on('data', keep);
    child.on('error', (error) => {
      ended(child);
      reject(error);
    });
    child.on('close', (code, signal) => {
      ended(child);
      resolve({ code: code ?? (signal ? 1 : 0), output });
    });
  });
}

/** Runs a script of package.json. */
export function runScript(name, options) {
  return run('npm', ['run', '--silent', name], options);
}

function started(child) {
  if (running.size === 0) for (const signal of Object.keys(EXIT_CODES)) process.on(signal, endWithChildren);
  running.add(child);
}

/** Without children the signals are again left to whoever else listens, such as the server. */
function ended(child) {
  running.delete(child);
  if (running.size === 0) for (const signal of Object.keys(EXIT_CODES)) process.off(signal, endWithChildren);
}

function endWithChildren(signal) {
  for (const child of running) child.kill(signal);
  process.exit(EXIT_CODES[signal]);
}
