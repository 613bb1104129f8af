/** `npm run test:servers`: the app's predictions against real CalDAV servers. `--full`: many more generated edits. A number is their seed. */
import { requireSupportedNode } from './support/nodeVersion.mjs';

if (requireSupportedNode()) {
  const words = process.argv.slice(2);
  const seed = words.find((word) => /^\d+$/.test(word));
  import('./support/serverTests.mjs').then((tests) => tests.testServers({ full: words.includes('--full'), seed }));
}
