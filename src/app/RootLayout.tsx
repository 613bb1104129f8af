import { Outlet } from '@tanstack/react-router';
import { ToastRegion } from '../components/Toast.tsx';

/** Around every page, signed in or not. */
export function RootLayout() {
  return (
    <>
      <Outlet />
      <ToastRegion />
    </>
  );
}
