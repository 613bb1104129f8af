import { getRouteApi, useRouter } from '@tanstack/react-router';
import { SignInPage } from '../../features/account/SignInPage.tsx';

const route = getRouteApi('/sign-in');

/** `/sign-in?next=…` */
export function SignInRoute() {
  const { next } = route.useSearch();
  const router = useRouter();
  return <SignInPage onDone={() => router.history.replace(next ?? '/calendar')} />;
}
