import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** A file of bench/support and all that it imports as one module, as the app and the server are built. */
export async function bundled(entry: string): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: fileURLToPath(new URL(entry, import.meta.url)), formats: ['es'], fileName: 'bundle' },
    },
  });
  const [output] = Array.isArray(result) ? result : [result];
  if (output === undefined || !('output' in output)) throw new Error('Vite bundled nothing.');
  return output.output[0].code;
}
