/** What the store keeps of calendar data, computed before any transaction begins. */
import { createHash, randomBytes } from 'node:crypto';
import { type Component, getText } from '../icalendar/component.ts';
import type { ObjectState } from './store/store.ts';
import { timeBounds } from './timeBounds.ts';

/** A strong entity tag of stored text, with its quotes. */
function entityTag(data: string): string {
  return `"${createHash('sha256').update(data).digest('base64url').slice(0, 27)}"`;
}

/** A Schedule-Tag that no object ever had, with its quotes. */
export function newScheduleTag(): string {
  return `"${randomBytes(15).toString('base64url')}"`;
}

/** The state of an object that is no scheduling object resource; add `scheduleTag` and `base` for one that is. */
export function stateOf(calendar: Component, data: string): ObjectState {
  const component = calendar.components.find((one) => one.name !== 'VTIMEZONE');
  return {
    uid: (component && getText(component, 'UID')) ?? '',
    component: component?.name ?? '',
    data,
    etag: entityTag(data),
    scheduleTag: undefined,
    base: undefined,
    replyRevisions: undefined,
    bounds: timeBounds(calendar),
  };
}
