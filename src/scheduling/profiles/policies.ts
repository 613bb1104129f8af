/** The servers whose behaviour the engine knows (scheduling.md S13). */
import type { Policy } from '../types.ts';
import { CYRUS_POLICY } from './cyrus.ts';
import { RFC6638_POLICY } from './rfc6638.ts';

/** By name. */
export const POLICIES: Readonly<Record<string, Policy>> = Object.fromEntries(
  [RFC6638_POLICY, CYRUS_POLICY].map((policy) => [policy.name, policy]),
);

/** The policy of that name; undefined when the engine has none. */
export function policyNamed(name: string): Policy | undefined {
  return Object.hasOwn(POLICIES, name) ? POLICIES[name] : undefined;
}
