import { Trans, useLingui } from '@lingui/react/macro';
import { useBlocker } from '@tanstack/react-router';
import { AlertDialog } from '../../../components/Dialog.tsx';

/** Asks before the page is left with something unsaved in it. `mayLeave` is read at that moment. */
export function LeaveGuard({ isDirty, mayLeave }: { readonly isDirty: boolean; readonly mayLeave: () => boolean }) {
  const { t } = useLingui();
  const blocker = useBlocker({
    shouldBlockFn: () => isDirty && !mayLeave(),
    enableBeforeUnload: () => isDirty && !mayLeave(),
    withResolver: true,
  });
  return (
    <AlertDialog
      title={t`Leave without saving?`}
      confirmLabel={t`Leave and forget it`}
      cancelLabel={t`Stay here`}
      isDangerous
      isOpen={blocker.status === 'blocked'}
      onOpenChange={(isOpen) => {
        if (!isOpen) blocker.reset?.();
      }}
      onConfirm={() => blocker.proceed?.()}
    >
      <Trans>What you typed here is not saved, and nobody was told anything.</Trans>
    </AlertDialog>
  );
}
