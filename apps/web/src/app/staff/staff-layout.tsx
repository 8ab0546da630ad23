import { staffPermissions } from '@os-credits/contracts';
import { IconLock } from '@tabler/icons-react';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../shared/api/session.queries.js';
import { EmptyState, PageHeading, RouterButton } from '../../shared/ui/index.js';
import classes from './staff-layout.module.css';
import { staffNavigation } from './staff-navigation.js';

/** The operators' pages with their menu beside them (above them where there is little room). */
export function StaffLayout() {
  const { t } = useTranslation('staff');
  const role = useSession().user?.staffRole;
  const menu = useRef<HTMLElement>(null);
  const { pathname } = useLocation();

  // Scrolls the menu, which is one line where there is little room, to the page that is open.
  useEffect(() => {
    const open = menu.current?.querySelector('[data-status="active"]');
    open?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [pathname]);

  if (role == null) return <StaffOnly />;
  const entries = staffNavigation.filter(({ permission }) =>
    staffPermissions[role].includes(permission),
  );
  const groups = [...new Set(entries.map(({ group }) => group))];
  return (
    <div className={classes.layout}>
      <nav ref={menu} className={classes.navigation} aria-label={t('navigation.label')}>
        {groups.map((group) => (
          <div key={group} className={classes.group}>
            <p className={classes.groupName} id={`staff-navigation-${group}`}>
              {t(`navigation.group.${group}`)}
            </p>
            <ul aria-labelledby={`staff-navigation-${group}`}>
              {entries
                .filter((entry) => entry.group === group)
                .map(({ to, label }) => (
                  <li key={to}>
                    <Link
                      to={to}
                      className={classes.link}
                      activeOptions={{ exact: to === '/perun', includeSearch: false }}
                    >
                      {t(`navigation.${label}`)}
                    </Link>
                  </li>
                ))}
            </ul>
          </div>
        ))}
      </nav>
      <div className={classes.page}>
        <Outlet />
      </div>
    </div>
  );
}

/** What a project's lead or member finds at an operators' address. */
function StaffOnly() {
  const { t } = useTranslation('staff');
  const { t: shell } = useTranslation();
  return (
    <>
      <PageHeading title={t('staffOnly.title')} />
      <EmptyState
        icon={<IconLock size={32} stroke={1.5} />}
        title={t('staffOnly.heading')}
        text={t('staffOnly.text')}
        action={<RouterButton to="/projects">{shell('notFound.toProjects')}</RouterButton>}
      />
    </>
  );
}
