import { useLingui } from '@lingui/react/macro';
import { useMemo } from 'react';
import { useLocale } from 'react-aria-components/I18nProvider';
import type { FormWords } from './dateWords.ts';

/** The language of the texts and how dates are written, as the app has set them. */
export function useFormWords(): FormWords {
  const { i18n } = useLingui();
  const { locale } = useLocale();
  return useMemo(() => ({ i18n, locale }), [i18n, locale]);
}
