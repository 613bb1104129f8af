/** `npm test`: everything that has to hold, on a fresh clone too. The last line is "N passed, N failed". */
import { requireSupportedNode } from './support/nodeVersion.mjs';

if (requireSupportedNode()) {
  import('./support/testRun.mjs').then((testRun) => testRun.testEverything());
}
