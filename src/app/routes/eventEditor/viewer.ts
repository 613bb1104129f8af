/** Who looks at the page, and how dates and names are written for them. */
import { useLingui } from '@lingui/react';
import { useMemo } from 'react';
import type { ServerReach } from '../../../features/scheduling-preview/deliveryWarnings.ts';
import type { Wording } from '../../../features/scheduling-preview/wording.ts';
import { type CalendarUserAddress, normalizeAddress } from '../../../icalendar/calendarUserAddress.ts';
import { displayTimeZone, usePreferences } from '../../../queries/preferences.ts';
import { useSession } from '../../../queries/session.ts';

export interface Viewer {
  readonly name: string;
  readonly addresses: readonly string[];
  /** IANA name. */
  readonly zone: string;
  /** BCP 47: the browser’s, so that dates are written as the person is used to. */
  readonly locale: string;
  readonly server: ServerReach;
}

export function useViewer(): Viewer {
  const session = useSession();
  const preferences = usePreferences();
  const zone = displayTimeZone(preferences);
  return useMemo(
    () => ({
      name: session.user.displayName,
      addresses: session.user.addresses,
      zone,
      locale: navigator.language,
      server: { domain: session.server.domain, mail: session.server.mail },
    }),
    [session, zone],
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
