import { spawn } from 'node:child_process';
import { inProjectRoot } from './project.mjs';

/** Children that still run. */
const running = new Set();
let forwardsSignals = false;

/**
 * Runs a command in the project's root and resolves with `{ code, output }`; never rejects because of the exit code.
 * `show: true` passes the output through as it comes, else it is kept in `output`. SIGINT and SIGTERM end the child, then this process.
 */
export function run(command, args, { show = false, env = {} } = {}) {
  forwardSignals();
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: inProjectRoot(),
      env: { ...process.env, ...env },
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
      // npm is a batch file on Windows.
      shell: process.platform === 'win32',
    });
    running.add(child);
    let output = '';
    const keep = (chunk) => {
      output += chunk;
    };
    child.stdout?.setEncoding('utf8').on('data', keep);
    child.stderr?.setEncoding('utf8').on('data', keep);
    child.on('error', (error) => {
      running.delete(child);
      reject(error);
    });
    child.on('close', (code, signal) => {
      running.delete(child);
      resolve({ code: code ?? (signal ? 1 : 0), output });
    });
  });
}

/** Runs a script of package.json. */
export function runScript(name, options) {
  return run('npm', ['run', '--silent', name], options);
}

function forwardSignals() {
  if (forwardsSignals) return;
  forwardsSignals = true;
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ]) {
    process.on(signal, () => {
      // Once the server runs in this process there are no children left, and stopping is the server's own affair.
      if (running.size === 0) return;
      for (const child of running) child.kill(signal);
      process.exit(code);
    });
  }
}
