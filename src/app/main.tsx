import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { I18nProvider as FormattingProvider } from 'react-aria-components/I18nProvider';
import { createRoot } from 'react-dom/client';
import '../components/base.css';
import { CaldavError } from '../queries/errors.ts';
import { activateLanguage, formattingLocale } from './language.ts';
import { makeRouter } from './router.tsx';
import { followTheme } from './theme.ts';

activateLanguage();
followTheme();

const queryClient = makeQueryClient();
const router = makeRouter(queryClient);
const root = document.getElementById('root');
if (root === null) throw new Error('index.html lacks the element with id "root".');

createRoot(root).render(
  <StrictMode>
    <I18nProvider i18n={i18n}>
      <FormattingProvider locale={formattingLocale(globalThis.navigator.languages)}>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </FormattingProvider>
    </I18nProvider>
  </StrictMode>,
);

function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: (failures, error) => failures < 2 && mayPass(error),
        retryDelay: (attempt) => 500 * 2 ** attempt,
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}

/** A refusal stays one; only a silent or stumbling server may answer the next time. */
function mayPass(error: unknown): boolean {
  return error instanceof CaldavError && (error.kind === 'network' || error.kind === 'server');
}
