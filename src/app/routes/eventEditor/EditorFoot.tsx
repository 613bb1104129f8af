import { Trans } from '@lingui/react/macro';
import { Button } from '../../../components/Button.tsx';
import styles from './EditorFoot.module.css';

interface EditorFootProps {
  readonly saveLabel: string;
  readonly deleteLabel: string | undefined;
  readonly canSave: boolean;
  readonly canDiscard: boolean;
  readonly isSaving: boolean;
  readonly onSave: () => void;
  readonly onDiscard: () => void;
  readonly onDelete: () => void;
}

/** “Delete meeting… | Discard | Save · 3 requests”. */
export function EditorFoot({
  saveLabel,
  deleteLabel,
  canSave,
  canDiscard,
  isSaving,
  onSave,
  onDiscard,
  onDelete,
}: EditorFootProps) {
  return (
    <>
      {deleteLabel === undefined ? null : (
        <Button variant="quiet" icon="trash" onPress={onDelete}>
          {deleteLabel}
        </Button>
      )}
      <span className={styles['space']} />
      <Button isDisabled={!canDiscard || isSaving} onPress={onDiscard}>
        <Trans>Discard</Trans>
      </Button>
      <Button variant="primary" className={styles['save']} isDisabled={!canSave} isPending={isSaving} onPress={onSave}>
        {isSaving ? <Trans>Saving…</Trans> : saveLabel}
      </Button>
    </>
  );
}
