import { readdirSync } from 'node:fs';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { inProjectRoot, sentenceOf } from './project.mjs';
import { run } from './run.mjs';

/** Runs bench/<name>.ts for each of the names, or all of them; each prints its own table. From the first option on, all is for them. */
export async function runBenchmarks(args) {
  const firstOption = args.findIndex((arg) => arg.startsWith('-'));
  const [names, options] = firstOption < 0 ? [args, []] : [args.slice(0, firstOption), args.slice(firstOption)];
  try {
    await ensureInstalled();
    await ensureBuilt();
    for (const file of benchmarkFiles(names)) {
      console.log(`\n${file}`);
      const { code } = await run(process.execPath, ['node_modules/tsx/dist/cli.mjs', `bench/${file}`, ...options], {
        show: true,
      });
      if (code !== 0) process.exitCode = 1;
    }
  } catch (error) {
    console.error(sentenceOf(error));
    process.exitCode = 1;
  }
}

function benchmarkFiles(names) {
  const files = readdirSync(inProjectRoot('bench')).filter((file) => file.endsWith('.ts'));
  return names.length === 0 ? files : names.map((name) => `${name}.ts`).filter((file) => files.includes(file));
}
