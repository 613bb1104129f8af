/** MKCALENDAR, RFC 4791 §5.3.1. */
import { type DavContext, type DavRequest, type DavResponse, type ResourceOf, xmlBody } from './dav.ts';
import { DavError } from './errors.ts';
import { initialProperties } from './proppatch.ts';
import { AlreadyExistsError, DEFAULT_COMPONENTS } from './store/store.ts';
import { CALDAV } from './xml.ts';

export async function mkcalendar(
  context: DavContext,
  resource: ResourceOf<'calendar'>,
  request: DavRequest,
): Promise<DavResponse> {
  const root = xmlBody(request);
  if (root && (root.namespace !== CALDAV || root.name !== 'mkcalendar')) {
    throw new DavError(400, 'The body of a MKCALENDAR must be a CALDAV:mkcalendar element.');
  }
  const { properties, components } = initialProperties(root);
  try {
    await context.store.createCalendar({
      userId: context.owner.id,
      name: resource.calendar,
      properties,
      components: components ?? DEFAULT_COMPONENTS,
    });
  } catch (cause) {
    if (cause instanceof AlreadyExistsError) throw nameTaken(cause);
    throw cause;
  }
  return { status: 201, headers: { 'cache-control': 'no-cache' } };
}

/** MKCALENDAR where something is already, RFC 4791 §5.3.1. */
export async function mkcalendarOnTaken(): Promise<never> {
  throw nameTaken();
}

/** MKCALENDAR inside a calendar: calendars are not nested, RFC 4791 §4.2. */
export async function mkcalendarInCalendar(): Promise<never> {
  throw new DavError(403, 'A calendar can only be made directly below the home.', 'C:calendar-collection-location-ok');
}

function nameTaken(cause?: Error): DavError {
  return new DavError(403, 'There is something of that name already.', 'D:resource-must-be-null', undefined, { cause });
}
