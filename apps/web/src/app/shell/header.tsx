import { Badge } from '@mantine/core';
import { Link, useMatch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useConfig, useSession } from '../../shared/api/session.queries.js';
import { AccountMenu } from './account-menu.js';
import { Brand } from './brand.js';
import { ColorSchemeSelect } from './color-scheme-select.js';
import classes from './header.module.css';
import { LanguageSelect } from './language-select.js';

export function Header() {
  const { t } = useTranslation();
  const { sandbox, perun } = useConfig();
  const { user, csrfToken } = useSession();
  const isInStaffArea = useMatch({ from: '/signed-in/staff', shouldThrow: false }) !== undefined;
  const isStaff = user?.staffRole != null;
  return (
    <header className={classes.header}>
      <div className={classes.inner}>
        <Link to="/projects" className={classes.brand}>
          <Brand />
        </Link>
        {sandbox ? (
          <Badge color="ochre" variant="light" tt="none" title={t('shell.sandboxMeaning')}>
            {t('shell.sandbox')}
          </Badge>
        ) : null}
        {perun?.mode === 'simulated' && isStaff ? (
          <Badge
            className={classes.perunMark}
            color="ochre"
            variant="light"
            tt="none"
            title={t('shell.perunSimulatedMeaning')}
          >
            {t('shell.perunSimulated')}
          </Badge>
        ) : null}
        {user ? (
          <nav aria-label={t('shell.navigation')} className={classes.navigation}>
            <Link
              to="/projects"
              className={classes.navigationLink}
              activeOptions={{ includeSearch: false }}
            >
              {t('shell.projects')}
            </Link>
            <Link to="/calculator" className={classes.navigationLink}>
              {t('shell.calculator')}
            </Link>
            {isStaff ? (
              <Link
                to="/jobs"
                className={classes.navigationLink}
                aria-current={isInStaffArea ? 'page' : undefined}
              >
                {t('shell.operations')}
              </Link>
            ) : null}
          </nav>
        ) : null}
        <div className={classes.tools}>
          <LanguageSelect />
          <ColorSchemeSelect />
          {user ? <AccountMenu user={user} csrfToken={csrfToken} /> : null}
        </div>
      </div>
    </header>
  );
}
