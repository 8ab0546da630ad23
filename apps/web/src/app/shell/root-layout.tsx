import { Outlet, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useConfig, useSession } from '../../shared/api/session.queries.js';
import { Header } from './header.js';
import { OfflineBanner } from './offline-banner.js';
import classes from './root-layout.module.css';

export function RootLayout() {
  const { t } = useTranslation();
  const router = useRouter();
  const { user } = useSession();
  const isSignedIn = user !== null;
  const isPerunSimulated = useConfig().perun?.mode === 'simulated' && user?.staffRole != null;

  // Tells the router, which keeps its own state, that the session began or ended.
  useEffect(() => {
    void router.invalidate();
  }, [router, isSignedIn]);

  return (
    <>
      <a className={classes.skip} href="#main">
        {t('shell.skip')}
      </a>
      <Header />
      <OfflineBanner />
      <main id="main" tabIndex={-1} className={classes.main}>
        <Outlet />
      </main>
      <footer className={classes.footer}>
        {t('shell.footer')}
        {isPerunSimulated ? ` ${t('shell.perunSimulatedMeaning')}.` : null}
      </footer>
    </>
  );
}
