/** The live properties in DAV's namespace, but those of access control. */
import { principalHref } from './accessProperties.ts';
import { EVERY_KIND, type LiveProperty, optionalText, type Subject } from './liveProperty.ts';
import type { ResourceKind } from './resources.ts';
import type { StoredObject } from './store/store.ts';
import { syncToken } from './syncToken.ts';
import { DAV, type Markup, xml } from './xml.ts';

const OBJECTS: readonly ResourceKind[] = ['object', 'inbox-item'];

/** Of RFC 4918 §15, RFC 3744 §4, RFC 5397, RFC 6578 and RFC 3253. */
export const WEBDAV_PROPERTIES: readonly LiveProperty[] = [
  dav('resourcetype', EVERY_KIND, true, resourceType),
  dav('displayname', ['principal', 'home', 'calendar', 'inbox', 'outbox'], true, displayName),
  dav('getetag', OBJECTS, true, ({ object }) => object && xml`${object.etag}`),
  dav('getcontenttype', OBJECTS, true, ({ object }) => object && xml`${contentTypeOf(object)}`),
  dav('getcontentlength', OBJECTS, true, ({ object }) => object && xml`${object.size}`),
  dav('getlastmodified', OBJECTS, true, ({ object }) => object && xml`${new Date(object.changedAt).toUTCString()}`),
  dav(
    'sync-token',
    ['calendar', 'inbox'],
    false,
    async ({ collection }, { store }) =>
      collection && xml`${syncToken(collection.id, await store.revisionOf(collection.id))}`,
  ),
  dav('current-user-principal', EVERY_KIND, false, (_subject, { user }) => principalHref(user.name)),
  dav('principal-URL', ['principal'], false, ({ owner }) => owner && principalHref(owner.name)),
  dav('alternate-URI-set', ['principal'], false, () => xml``),
  dav('group-membership', ['principal'], false, () => xml``),
  dav('supported-report-set', EVERY_KIND, false, supportedReportSet),
];

function dav(
  name: string,
  kinds: readonly ResourceKind[],
  inAllprop: boolean,
  read: LiveProperty['read'],
): LiveProperty {
  return { namespace: DAV, name, kinds, inAllprop, read };
}

/** `text/calendar` with the component, as clients use it to sort without reading. */
export function contentTypeOf(object: Pick<StoredObject, 'component'>): string {
  return `text/calendar; charset=utf-8; component=${object.component.toLowerCase()}`;
}

function resourceType({ resource }: Subject): Markup {
  switch (resource.kind) {
    case 'object':
    case 'inbox-item':
      return xml``;
    case 'principal':
      return xml`<D:collection/><D:principal/>`;
    case 'calendar':
      return xml`<D:collection/><C:calendar/>`;
    case 'inbox':
      return xml`<D:collection/><C:schedule-inbox/>`;
    case 'outbox':
      return xml`<D:collection/><C:schedule-outbox/>`;
    default:
      return xml`<D:collection/>`;
  }
}

function displayName({ resource, owner, collection }: Subject): Markup | undefined {
  switch (resource.kind) {
    case 'calendar':
      return optionalText(collection?.properties.displayName);
    case 'inbox':
      return xml`Inbox`;
    case 'outbox':
      return xml`Outbox`;
    default:
      return optionalText(owner?.displayName);
  }
}

/** RFC 3744 §9. */
const EVERYWHERE = ['D:expand-property', 'D:acl-principal-prop-set', 'D:principal-match'];
const CALENDAR_REPORTS = ['C:calendar-query', 'C:calendar-multiget', 'D:sync-collection'];
const PRINCIPAL_REPORTS = ['D:principal-property-search', 'D:principal-search-property-set'];
const REPORTS: Readonly<Record<ResourceKind, readonly string[]>> = {
  root: PRINCIPAL_REPORTS,
  principals: PRINCIPAL_REPORTS,
  principal: ['D:principal-property-search'],
  homes: [],
  home: [],
  calendar: [...CALENDAR_REPORTS, 'C:free-busy-query'],
  object: ['C:calendar-query', 'C:calendar-multiget'],
  inbox: CALENDAR_REPORTS,
  'inbox-item': ['C:calendar-query', 'C:calendar-multiget'],
  outbox: [],
};

/** DAV:supported-report-set, RFC 3253 as RFC 4791 §7 requires it. */
function supportedReportSet({ resource }: Subject): Markup {
  return xml`${[...REPORTS[resource.kind], ...EVERYWHERE].map(
    (name) => xml`<D:supported-report><D:report><${{ markup: name }}/></D:report></D:supported-report>`,
  )}`;
}
