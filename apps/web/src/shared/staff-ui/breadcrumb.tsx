import { type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './breadcrumb.module.css';

/** The way back to the list that a page belongs to. */
export function Breadcrumb({ children }: { children: ReactNode }) {
  const { t } = useTranslation('staff');
  return (
    <nav aria-label={t('breadcrumb')} className={classes.breadcrumb}>
      {children}
    </nav>
  );
}
