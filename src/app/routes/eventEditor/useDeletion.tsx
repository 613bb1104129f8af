import { useLingui } from '@lingui/react/macro';
import { type ReactNode, useState } from 'react';
import { showToast } from '../../../components/Toast.tsx';
import type { Wording } from '../../../features/scheduling-preview/wording.ts';
import type { RecurrenceKey } from '../../../icalendar/recurrence.ts';
import { CaldavError } from '../../../queries/errors.ts';
import { useDeleteCalendarObject } from '../../../queries/saveCalendarObject.ts';
import { DeleteDialog } from './DeleteDialog.tsx';
import type { Editor } from './useEditor.ts';
import type { Viewer } from './viewer.ts';

interface DeletionOptions {
  readonly editor: Pick<Editor, 'object' | 'session' | 'isSaving' | 'saveCalendar'>;
  readonly viewer: Viewer;
  readonly wording: Wording;
  readonly instance: RecurrenceKey | undefined;
  readonly onDeleted: () => void;
}

/** The dialog that deletes, and what opens it. */
export function useDeletion(options: DeletionOptions): { readonly open: () => void; readonly dialog: ReactNode } {
  const { editor, viewer, wording, instance, onDeleted } = options;
  const { t } = useLingui();
  const [isOpen, setOpen] = useState(false);
  const [error, setError] = useState<unknown>();
  const mutation = useDeleteCalendarObject();
  const { object, session } = editor;

  const remove = async () => {
    if (object === undefined) return;
    try {
      const outcome = await mutation.mutateAsync({ object });
      if (outcome.kind === 'conflict') {
        setError(new CaldavError('precondition-failed', 'It changed meanwhile.', { url: object.url }));
        return;
      }
      setOpen(false);
      showToast({ tone: 'success', title: t`Deleted.` });
      onDeleted();
    } catch (failure) {
      setError(failure);
    }
  };

  const dialog =
    session.saved === undefined ? null : (
      <DeleteDialog
        saved={session.saved}
        instance={instance}
        viewer={viewer}
        wording={wording}
        isOpen={isOpen}
        isPending={mutation.isPending || editor.isSaving}
        error={error}
        onClose={() => setOpen(false)}
        onDelete={() => void remove()}
        onLeaveOut={(calendar) => void editor.saveCalendar(calendar).then(() => setOpen(false))}
      />
    );
  return {
    open: () => {
      setError(undefined);
      setOpen(true);
    },
    dialog,
  };
}
