import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { calendar, vevent, WEEKLY } from './testSupport.ts';

const run = promisify(execFile);
const TSC = join(process.cwd(), 'node_modules/typescript/bin/tsc');
let project = '';

/** Another program, with the package in its node_modules as npm would put it there. */
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'convoke-consumer-'));
  const installed = join(project, 'node_modules/convoke');
  await mkdir(installed, { recursive: true });
  await run('node', [TSC, '-p', 'tsconfig.package.json', '--outDir', join(installed, 'dist/package')]);
  await cp('package.json', join(installed, 'package.json'));
  const manifest: { readonly dependencies: Readonly<Record<string, string>> } = JSON.parse(
    await readFile('package.json', 'utf8'),
  );
  for (const name of Object.keys(manifest.dependencies)) {
    if (name.startsWith('@')) continue;
    await symlink(join(process.cwd(), 'node_modules', name), join(project, 'node_modules', name));
  }
  await writeFile(join(project, 'package.json'), JSON.stringify({ type: 'module' }));
}, 120_000);
afterAll(() => rm(project, { recursive: true }));

test('another program imports convoke/scheduling with its types, and plans', async () => {
  const meeting = calendar(vevent(...WEEKLY, 'ATTENDEE:mailto:alice@example.com'));
  await writeFile(
    join(project, 'program.ts'),
    `import { messageText, planScheduling, type SchedulingPlan } from 'convoke/scheduling';
     const owner = { addresses: ['mailto:olivia@example.com'] };
     const plan: SchedulingPlan = planScheduling({ original: undefined, modified: ${JSON.stringify(meeting)}, owner, now: new Date(0) });
     // @ts-expect-error: the types are the engine's own, not any
     const wrong: number = plan.role;
     for (const message of plan.messages) console.log(plan.operation, message.recipients.join(), messageText(message).includes('METHOD:REQUEST'));`,
  );
  const strict = ['--strict', '--module', 'nodenext', '--target', 'es2023', '--lib', 'es2023,dom'];
  await run('node', [TSC, ...strict, 'program.ts'], { cwd: project });
  const { stdout } = await run('node', ['program.js'], { cwd: project });
  expect(stdout).toBe('create mailto:alice@example.com true\n');
});

test('nothing but the engine is to be imported', async () => {
  await writeFile(join(project, 'other.mjs'), "await import('convoke/dist/package/scheduling/plan.js');");
  await expect(run('node', ['other.mjs'], { cwd: project })).rejects.toThrow('ERR_PACKAGE_PATH_NOT_EXPORTED');
});
