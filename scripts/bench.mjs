/** `npm run bench`: runs the files of bench/ one after the other, so that none measures another's load. Names choose some of them. */
import { requireSupportedNode } from './support/nodeVersion.mjs';

if (requireSupportedNode()) {
  import('./support/benchmarks.mjs').then((benchmarks) => benchmarks.runBenchmarks(process.argv.slice(2)));
}
