/** Looking up people on the server: suggestions for the form, and addresses that nobody has. */
import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type { EventDraft } from '../../../features/event-editor/draft.ts';
import type { PrincipalSuggestion } from '../../../features/event-editor/formTypes.ts';
import { type CalendarUserAddress, displayAddress, normalizeAddress } from '../../../icalendar/calendarUserAddress.ts';
import { type Principal, principalsQuery } from '../../../queries/scheduling.ts';
import type { SchedulingPlan } from '../../../scheduling/types.ts';
import type { Viewer } from './viewer.ts';

/** Newly invited addresses that are looked up in one edit; more would only slow the server down. */
const MOST_LOOKUPS = 20;
const USER_TYPES = ['INDIVIDUAL', 'GROUP', 'RESOURCE', 'ROOM'] as const;

export function useSearchPrincipals(): (query: string, signal: AbortSignal) => Promise<readonly PrincipalSuggestion[]> {
  const queryClient = useQueryClient();
  return useCallback(
    async (query) => {
      const principals = await queryClient.fetchQuery(principalsQuery(query));
      return principals.flatMap((principal) => suggestion(principal) ?? []);
    },
    [queryClient],
  );
}

export interface InvitedPeople {
  /** Of the server’s own domain, and no principal has them. Empty where the server does not let itself be searched. */
  readonly unknown: ReadonlySet<CalendarUserAddress>;
  readonly names: ReadonlyMap<CalendarUserAddress, string>;
}

/** What the server knows of people of its own domain who are newly invited, or who stand in the event without a name. */
export function useInvitedPeople(
  plan: SchedulingPlan,
  known: ReadonlyMap<CalendarUserAddress, string>,
  viewer: Viewer,
): InvitedPeople {
  const { domain } = viewer.server;
  const invited = useMemo(() => toLookUp(plan, known, domain), [plan, known, domain]);
  const own = normalizeAddress(viewer.addresses[0] ?? '');
  // Somebody who is there for certain: who finds nobody by that address cannot say that another is missing.
  const control = useQuery({ ...principalsQuery(displayAddress(own)), enabled: invited.length > 0 && own !== '' });
  const canSearch = control.data?.some((principal) => has(principal, own)) === true;
  const found = useQueries({
    queries: invited.map((address) => principalsQuery(displayAddress(address))),
    combine: (results) => results.map(({ data }) => data),
  });
  return useMemo(() => {
    const unknown = new Set<CalendarUserAddress>();
    const names = new Map<CalendarUserAddress, string>();
    for (const [index, address] of invited.entries()) {
      const principal = found[index]?.find((one) => has(one, address));
      if (principal?.displayName) names.set(address, principal.displayName);
      if (canSearch && found[index] !== undefined && principal === undefined) unknown.add(address);
    }
    return { unknown, names };
  }, [invited, found, canSearch]);
}

function toLookUp(
  plan: SchedulingPlan,
  known: ReadonlyMap<CalendarUserAddress, string>,
  domain: string | undefined,
): readonly CalendarUserAddress[] {
  if (domain === undefined) return [];
  const wanted = plan.decisions.filter(
    ({ attendee, outcome }) => !known.has(attendee) || ('send' in outcome && outcome.reason === 'invited'),
  );
  const local = wanted
    .map(({ attendee }) => attendee)
    .filter((address) => address.startsWith('mailto:') && address.endsWith(`@${domain.toLowerCase()}`));
  return [...new Set(local)].slice(0, MOST_LOOKUPS);
}

function has(principal: Principal, address: CalendarUserAddress): boolean {
  return principal.addresses.some((own) => normalizeAddress(own) === address);
}

function suggestion(principal: Principal): PrincipalSuggestion | undefined {
  const address = principal.addresses.find((own) => /^mailto:/i.test(own)) ?? principal.addresses[0];
  if (address === undefined) return undefined;
  const userType = USER_TYPES.find((type) => type === principal.calendarUserType) ?? 'UNKNOWN';
  return { address, name: principal.displayName ?? displayAddress(address), userType };
}

/** The draft with the server's names for those who have none; the next change writes them as CN, which tells nobody anything. */
export function withNames(draft: EventDraft, names: InvitedPeople['names']): EventDraft {
  const named = draft.attendees.map((attendee) => {
    const name = attendee.name === '' ? names.get(normalizeAddress(attendee.address)) : undefined;
    return name === undefined ? attendee : { ...attendee, name };
  });
  return named.every((attendee, index) => attendee === draft.attendees[index]) ? draft : { ...draft, attendees: named };
}
