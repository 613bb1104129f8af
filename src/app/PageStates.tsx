/** What a page shows instead of itself: not there yet, failed, or not existing. */
import { Trans, useLingui } from '@lingui/react/macro';
import { useQueryErrorResetBoundary } from '@tanstack/react-query';
import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router';
import { Button } from '../components/Button.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { Loading, Skeleton } from '../components/Skeleton.tsx';
import { wordsForError } from '../queries/errors.ts';
import styles from './PageStates.module.css';

/** While a page's code or data is loaded. */
export function PagePending() {
  const { t } = useLingui();
  return (
    <Loading label={t`Loading the page`}>
      <div className={styles['pending']}>
        <Skeleton width="40%" height="28px" />
        <Skeleton width="100%" height="160px" />
        <Skeleton width="100%" height="160px" />
      </div>
    </Loading>
  );
}

/** A page that broke. What was typed elsewhere stays: only this page is drawn again. */
export function PageError({ error }: ErrorComponentProps) {
  const { i18n } = useLingui();
  const router = useRouter();
  const { reset } = useQueryErrorResetBoundary();
  const { title, advice } = wordsForError(error);
  function tryAgain() {
    reset();
    void router.invalidate();
  }
  return (
    <main className={styles['page']}>
      <div role="alert">
        <EmptyState
          isPage
          icon="warning"
          title={i18n._(title)}
          actions={
            <>
              <Button variant="primary" onPress={tryAgain}>
                <Trans>Try again</Trans>
              </Button>
              <Button onPress={() => globalThis.location.reload()}>
                <Trans>Reload the page</Trans>
              </Button>
            </>
          }
        >
          {i18n._(advice)}
        </EmptyState>
      </div>
    </main>
  );
}

export function NotFoundPage() {
  return (
    <main className={styles['page']}>
      <EmptyState isPage icon="question" title={<Trans>There is no such page</Trans>}>
        <Trans>
          The address may be old or mistyped. <Link to="/calendar">Go to the calendar</Link>
        </Trans>
      </EmptyState>
    </main>
  );
}
