/** Who looks at the page, and how dates and names are written for them. */
import { useLingui } from '@lingui/react';
import { useMemo } from 'react';
import { useLocale } from 'react-aria-components/I18nProvider';
import type { ServerReach } from '../../../features/scheduling-preview/deliveryWarnings.ts';
import type { Wording } from '../../../features/scheduling-preview/wording.ts';
import { type CalendarUserAddress, normalizeAddress } from '../../../icalendar/calendarUserAddress.ts';
import { type CalendarCollection, type CalendarOwner, useCalendars } from '../../../queries/calendars.ts';
import { displayTimeZone, usePreferences } from '../../../queries/preferences.ts';
import { useSession } from '../../../queries/session.ts';
import { policyNamed } from '../../../scheduling/profiles/policies.ts';
import { RFC6638_POLICY } from '../../../scheduling/profiles/rfc6638.ts';
import type { Policy } from '../../../scheduling/types.ts';

/** Somebody else, in whose calendar one works: what is sent goes out in that name. */
export interface ActsFor {
  readonly name: string;
  /** RFC 6638 §6.2; false: the server would refuse, or tell nobody. */
  readonly mayInvite: boolean;
  readonly mayReply: boolean;
}

export interface Viewer {
  /** Of the calendar's owner: the person himself, or the one for whom he acts. */
  readonly name: string;
  /** The owner's, too. */
  readonly addresses: readonly string[];
  /** IANA name. */
  readonly zone: string;
  /** BCP 47: how dates, times and lists are written. */
  readonly locale: string;
  readonly server: ServerReach;
  /** By which the connected server decides what it sends. */
  readonly policy: Policy;
  /** The connected server's product: `Cyrus IMAP 3.6.1`. */
  readonly product: string;
  /** Undefined in one's own calendars. */
  readonly actsFor: ActsFor | undefined;
}

/** Who looks at an event, by the calendar that it lies in. */
export type ViewerOf = (calendar: string) => Viewer;

export function useViewer(): Viewer {
  const session = useSession();
  const preferences = usePreferences();
  const zone = displayTimeZone(preferences);
  const { locale } = useLocale();
  return useMemo(
    () => ({
      name: session.user.displayName,
      addresses: session.user.addresses,
      zone,
      locale,
      policy: policyNamed(session.server.profile) ?? RFC6638_POLICY,
      product: session.server.product,
      actsFor: undefined,
      server: {
        domain: session.server.domain,
        mail: session.server.mail ?? true,
        schedules: session.server.capabilities.includes('calendar-auto-schedule'),
      },
    }),
    [session, zone, locale],
  );
}

/** The viewers of all calendars; undefined while the calendars are loaded. */
export function useViewers(): {
  readonly viewerOf: ViewerOf | undefined;
  readonly error: unknown;
  readonly retry: () => void;
} {
  const self = useViewer();
  const { data, error, refetch } = useCalendars();
  const viewerOf = useMemo(() => data && viewersOf(self, data), [self, data]);
  return { viewerOf, error, retry: () => void refetch() };
}

function viewersOf(self: Viewer, calendars: readonly CalendarCollection[]): ViewerOf {
  const others = new Map(
    calendars
      .filter(({ owner }) => !owner.isSelf)
      .map(({ url, owner }) => [comparable(url), { ...self, ...ownerAsViewer(owner) }] as const),
  );
  return (calendar) => others.get(comparable(calendar)) ?? self;
}

function ownerAsViewer({
  displayName: name,
  addresses,
  maySendInvitations,
  maySendReplies,
}: CalendarOwner): Pick<Viewer, 'name' | 'addresses' | 'actsFor'> {
  return {
    name,
    addresses,
    // Where the server does not say, it is tried.
    actsFor: { name, mayInvite: maySendInvitations !== false, mayReply: maySendReplies !== false },
  };
}

/** Paths differ in their escapes (`%40` or `@`). */
function comparable(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** The words for one event: its people’s names, and the viewer’s own. */
export function useWording(viewer: Viewer, names: ReadonlyMap<CalendarUserAddress, string>): Wording {
  const { i18n } = useLingui();
  return useMemo(() => {
    const own = viewer.addresses.map((address) => [normalizeAddress(address), viewer.name] as const);
    return { i18n, locale: viewer.locale, zone: viewer.zone, names: new Map([...own, ...names]) };
  }, [i18n, viewer, names]);
}
