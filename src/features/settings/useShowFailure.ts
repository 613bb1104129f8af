import { useLingui } from '@lingui/react/macro';
import { showToast } from '../../components/Toast.tsx';
import { wordsForError } from '../../queries/errors.ts';

/** Says in a toast why something was not done. */
export function useShowFailure(): (error: Error) => void {
  const { i18n } = useLingui();
  return (error) => {
    const { title, advice } = wordsForError(error);
    showToast({ tone: 'danger', title: i18n._(title), description: i18n._(advice) });
  };
}
