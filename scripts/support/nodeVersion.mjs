// Old syntax on purpose: an older Node has to be able to parse this file in order to say that it is too old.

var MINIMUM = [20, 19];

/** Exits with one sentence when this Node is older than the project needs. */
export function requireSupportedNode() {
  var version = process.versions.node;
  var parts = version.split('.').map(Number);
  var isSupported = parts[0] > MINIMUM[0] || (parts[0] === MINIMUM[0] && parts[1] >= MINIMUM[1]);
  if (isSupported) return true;
  console.error(
    'Convoke needs Node.js ' +
      MINIMUM.join('.') +
      ' or newer, but this is ' +
      version +
      ': install a newer one from https://nodejs.org.',
  );
  process.exitCode = 1;
  return false;
}
