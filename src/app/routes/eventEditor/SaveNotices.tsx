import { Trans, useLingui } from '@lingui/react/macro';
import { Banner } from '../../../components/Banner.tsx';
import { Button } from '../../../components/Button.tsx';
import { violationWords } from '../../../features/scheduling-preview/violationWords.ts';
import { CaldavError, wordsForError } from '../../../queries/errors.ts';
import styles from './SaveNotices.module.css';
import type { SaveNotice } from './useEditor.ts';

interface SaveNoticesProps {
  readonly notice: SaveNotice;
  readonly onRetry: () => void;
  readonly onReload: () => void;
}

/** Why the last save did not end as wished, what that means for the guests, and what to do. Everything typed is still there. */
export function SaveNotices({ notice, onRetry, onReload }: SaveNoticesProps) {
  const { t } = useLingui();
  switch (notice.kind) {
    case 'failed':
      return <FailedNotice error={notice.error} onRetry={onRetry} />;
    case 'unread':
      return (
        <Banner
          tone="warning"
          isLive
          title={t`Saved, but the server did not answer when asked what it stored`}
          actions={
            <Button size="small" onPress={onReload}>
              <Trans>Load again</Trans>
            </Button>
          }
        >
          <Trans>The guests were probably told. What really happened can be read once the event is loaded again.</Trans>
        </Banner>
      );
    case 'gone':
      return (
        <Banner tone="warning" isLive title={t`This event was deleted from elsewhere meanwhile`}>
          <Trans>
            What you typed is still here, and nothing was saved. Saving now creates it as a new event: all guests are
            invited anew and asked for a reply. Leave the page to let it stay deleted.
          </Trans>
        </Banner>
      );
  }
}

function FailedNotice({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const { t, i18n } = useLingui();
  const precondition = error instanceof CaldavError ? error.precondition : undefined;
  const detail = error instanceof CaldavError ? error.detail : undefined;
  const retry = (
    <Button size="small" onPress={onRetry}>
      <Trans>Try again</Trans>
    </Button>
  );
  if (precondition !== undefined) {
    const { what, whatToDo } = violationWords(precondition, i18n);
    return (
      <Banner
        tone="danger"
        isLive
        title={t`Not saved: the server refuses this. Nobody was told anything.`}
        actions={retry}
      >
        <p>{what}</p>
        <p>{whatToDo}</p>
        <p className={styles['detail']}>
          <code>{precondition}</code>
          {detail ? ` · ${detail}` : null}
        </p>
      </Banner>
    );
  }
  const { title, advice } = wordsForError(error);
  return (
    <Banner tone="danger" isLive title={t`Not saved. ${i18n._(title)}`} actions={retry}>
      <p>{i18n._(advice)}</p>
      <p>
        <Trans>Everything that you typed is still here.</Trans>
      </p>
      {detail ? <p className={styles['detail']}>{detail}</p> : null}
    </Banner>
  );
}
