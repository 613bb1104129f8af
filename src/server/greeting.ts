/** What the server prints when it listens. */
import type { AddressInfo } from 'node:net';
import { demoPassword } from './accounts.ts';
import { type Config, isLoopback } from './config.ts';

/** The accounts of the embedded server. */
export interface AccountsThere {
  readonly count: number;
  /** The names of the demo accounts whose known password is right. */
  readonly demo: readonly string[];
}

/** Several lines; `accounts` undefined: the embedded server is switched off. */
export function greeting(
  config: Pick<Config, 'host' | 'port' | 'demo' | 'upstreams' | 'trustedProxies'>,
  address: AddressInfo | string | null,
  accounts: AccountsThere | undefined,
): string {
  const port = typeof address === 'object' && address ? address.port : config.port;
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  const lines = [`Convoke is ready: http://${host}:${port}/`, ...(accounts ? accountLines(config.demo, accounts) : [])];
  if (config.trustedProxies.length > 0)
    lines.push(`Believing X-Forwarded headers of ${config.trustedProxies.join(', ')}.`);
  for (const { name, url } of config.upstreams) {
    lines.push(`People sign in to ${name} at ${url.href}`);
    if (url.protocol === 'http:' && !isLoopback(url.hostname))
      lines.push(`  Attention: without https their passwords can be read on the way to ${name}.`);
  }
  return `${lines.join('\n')}\n`;
}

function accountLines(isDemo: boolean, { count, demo }: AccountsThere): readonly string[] {
  if (count === 0) return ['There is no account yet: npx convoke user add NAME makes one.'];
  if (demo.length === 0) return [];
  if (isDemo)
    return ['Demo accounts, name and password:', ...demo.map((name) => `  ${name.padEnd(8)} ${demoPassword(name)}`)];
  const names = demo.join(', ');
  return [
    `Attention: everybody knows the passwords of ${names}. npx convoke user disable NAME closes such an account.`,
  ];
}
