import { CalendarPrograms } from './CalendarPrograms.tsx';
import { PasswordSection } from './PasswordSection.tsx';
import { SessionsSection } from './SessionsSection.tsx';

/** The account where Convoke's own server keeps it: its app passwords, its password, and where it is signed in. */
export function AccountSections() {
  return (
    <>
      <CalendarPrograms />
      <PasswordSection />
      <SessionsSection />
    </>
  );
}
