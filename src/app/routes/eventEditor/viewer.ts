/** Who looks at the page, and how dates and names are written for them. */
import { useLingui } from '@lingui/react';
import { useMemo } from 'react';
import { useLocale } from 'react-aria-components/I18nProvider';
import type { ServerReach } from '../../../features/scheduling-preview/deliveryWarnings.ts';
import type { Wording } from '../../../features/scheduling-preview/wording.ts';
import { type CalendarUserAddress, normalizeAddress } from '../../../icalendar/calendarUserAddress.ts';
import { displayTimeZone, usePreferences } from '../../../queries/preferences.ts';
import { useSession } from '../../../queries/session.ts';
import { policyNamed } from '../../../scheduling/profiles/policies.ts';
import { RFC6638_POLICY } from '../../../scheduling/profiles/rfc6638.ts';
import type { Policy } from '../../../scheduling/types.ts';

export interface Viewer {
  readonly name: string;
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
}

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
      server: {
        domain: session.server.domain,
        mail: session.server.mail ?? true,
        schedules: session.server.capabilities.includes('calendar-auto-schedule'),
      },
    }),
    [session, zone, locale],
  );
}

/** The words for one event: its people’s names, and the viewer’s own. */
export function useWording(viewer: Viewer, names: ReadonlyMap<CalendarUserAddress, string>): Wording {
  const { i18n } = useLingui();
  return useMemo(() => {
    const own = viewer.addresses.map((address) => [normalizeAddress(address), viewer.name] as const);
    return { i18n, locale: viewer.locale, zone: viewer.zone, names: new Map([...own, ...names]) };
  }, [i18n, viewer, names]);
}
