import { Outlet } from '@tanstack/react-router';
import { ToastRegion } from '../components/Toast.tsx';
import { SignInAgainDialog } from '../features/account/SignInAgainDialog.tsx';
import { useSignInRequest } from '../queries/connection.ts';

/** Around the pages that need somebody signed in. A session that ends is renewed over the page: nothing typed is lost. */
export function SignedInLayout() {
  const request = useSignInRequest();
  return (
    <>
      <Outlet />
      <ToastRegion />
      {request === undefined ? null : <SignInAgainDialog onDone={request.answer} />}
    </>
  );
}
