/** The pages and their URLs. Every page but the frame is loaded when it is first opened. */
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { serversQuery, sessionQuery } from '../queries/session.ts';
import { NotFoundPage, PageError, PagePending } from './PageStates.tsx';
import {
  parseSearch,
  readCalendarSearch,
  readEventSearch,
  readNewEventSearch,
  readSignInSearch,
  stringifySearch,
} from './searchParams.ts';

const rootRoute = createRootRouteWithContext<{ readonly queryClient: QueryClient }>()({});

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: readSignInSearch,
  beforeLoad: async ({ context, search }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery());
    if (session !== null) throw redirect({ href: search.next ?? '/calendar' });
  },
  // Known before the page is drawn, so that nothing in it moves; the page works without, too.
  loader: ({ context }) => context.queryClient.prefetchQuery(serversQuery()),
  component: lazyRouteComponent(() => import('./routes/signIn.tsx'), 'SignInRoute'),
});

/** Everything that needs somebody signed in. */
const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-in',
  beforeLoad: async ({ context, location }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery());
    if (session !== null) return;
    throw redirect({ to: '/sign-in', search: { next: location.href === '/' ? undefined : location.href } });
  },
  component: lazyRouteComponent(() => import('./SignedInLayout.tsx'), 'SignedInLayout'),
});

const indexRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/calendar' });
  },
});

const calendarRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/calendar',
  validateSearch: readCalendarSearch,
  component: lazyRouteComponent(() => import('./routes/calendar.tsx'), 'CalendarRoute'),
});

const newEventRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/event/new',
  validateSearch: readNewEventSearch,
  component: lazyRouteComponent(() => import('./routes/eventEditor.tsx'), 'EventEditorPage'),
});

const eventRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/event',
  validateSearch: readEventSearch,
  component: lazyRouteComponent(() => import('./routes/eventEditor.tsx'), 'EventEditorPage'),
});

const invitationsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/invitations',
  component: lazyRouteComponent(() => import('./routes/invitations.tsx'), 'InvitationsRoute'),
});

const settingsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('./routes/settings.tsx'), 'SettingsRoute'),
});

const routeTree = rootRoute.addChildren([
  signInRoute,
  signedInRoute.addChildren([indexRoute, calendarRoute, newEventRoute, eventRoute, invitationsRoute, settingsRoute]),
]);

export function makeRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: 'intent',
    defaultPendingComponent: PagePending,
    defaultErrorComponent: PageError,
    defaultNotFoundComponent: NotFoundPage,
    scrollRestoration: true,
    parseSearch,
    stringifySearch,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
