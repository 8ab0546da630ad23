import { type Me } from '@os-credits/contracts';
import { createMemoryHistory } from '@tanstack/react-router';
import { act, render } from '@testing-library/react';
import i18next from 'i18next';
import { http, HttpResponse } from 'msw';
import { App } from '../app/app.js';
import { createAppQueryClient } from '../app/query-client.js';
import { createAppRouter } from '../app/router.js';
import { startI18n, switchLanguage, type Language } from '../shared/i18n/index.js';
import { lead } from './handlers.js';
import { server } from './server.js';

type RenderAppOptions = { path: string; as?: Me; language?: Language };

/** The whole application at an address, as somebody, without retries; returns its router. */
export async function renderApp({ path, as = lead, language = 'en' }: RenderAppOptions) {
  server.use(http.get('*/api/me', () => HttpResponse.json(as)));
  if (i18next.isInitialized) await switchLanguage(language);
  else await startI18n(language);
  const queryClient = createAppQueryClient();
  const defaults = queryClient.getDefaultOptions();
  queryClient.setDefaultOptions({ queries: { ...defaults.queries, retry: false } });
  const router = createAppRouter(queryClient, {
    history: createMemoryHistory({ initialEntries: [path] }),
  });
  const view = render(<App queryClient={queryClient} router={router} />);
  // Lets the router begin to load inside `act`.
  await act(() => Promise.resolve());
  return { ...view, router };
}
