import './shared/theme/styles.js';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.js';
import { createAppQueryClient } from './app/query-client.js';
import { createAppRouter } from './app/router.js';
import { preferredLanguage, startI18n } from './shared/i18n/index.js';

const container = document.getElementById('root');
if (!container) throw new Error('index.html has no element with the id "root".');

await startI18n(preferredLanguage());
const queryClient = createAppQueryClient();
const router = createAppRouter(queryClient);
createRoot(container).render(
  <StrictMode>
    <App queryClient={queryClient} router={router} />
  </StrictMode>,
);
