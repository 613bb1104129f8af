import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { useSession } from '../../queries/session.ts';
import { SignInForm } from './SignInForm.tsx';

/** Over a page whose session ended. Closing it gives the waiting request up; the page and what is typed in it stay. */
export function SignInAgainDialog({ onDone }: { readonly onDone: (signedIn: boolean) => void }) {
  const { t } = useLingui();
  const { user, server } = useSession();
  return (
    <Dialog
      title={t`Your session has ended`}
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onDone(false);
      }}
    >
      <p>
        <Trans>Sign in again to go on where you were. Nothing that you typed is lost.</Trans>
      </p>
      <SignInForm
        username={user.name}
        server={server.name}
        onDone={() => onDone(true)}
        otherAction={
          <Button variant="quiet" onPress={() => onDone(false)}>
            <Trans>Not now</Trans>
          </Button>
        }
      />
    </Dialog>
  );
}
