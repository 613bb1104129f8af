/** Every live property of the embedded server, RFC 4918 §15, with the kinds of resource that have it. */
import { ACCESS_PROPERTIES } from './accessProperties.ts';
import { CALENDAR_PROPERTIES } from './calendarProperties.ts';
import { EVERY_KIND, type LiveProperty } from './liveProperty.ts';
import type { PropertyName } from './multistatus.ts';
import type { ResourceKind } from './resources.ts';
import { WEBDAV_PROPERTIES } from './webdavProperties.ts';

const LIVE_PROPERTIES: readonly LiveProperty[] = [...ACCESS_PROPERTIES, ...WEBDAV_PROPERTIES, ...CALENDAR_PROPERTIES];

const BY_KIND = new Map(
  EVERY_KIND.map((kind) => [kind, LIVE_PROPERTIES.filter(({ kinds }) => kinds.includes(kind))] as const),
);

/** Those that resources of a kind have, in the order in which they are answered. */
export function propertiesOf(kind: ResourceKind): readonly LiveProperty[] {
  return BY_KIND.get(kind) ?? [];
}

/** Whether some resource has a live property of that name: clients cannot set it but where the server says how. */
export function isLive({ namespace, name }: PropertyName): boolean {
  return LIVE_PROPERTIES.some((one) => one.namespace === namespace && one.name === name);
}
