import { Button } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { loginUrl } from '../../shared/api/session.queries.js';
import { PageHeading } from '../../shared/ui/index.js';
import classes from './sign-in.module.css';

const route = getRouteApi('/sign-in-failed');

export function SignInFailedPage() {
  const { t } = useTranslation();
  const { code, returnTo } = route.useSearch();
  return (
    <div className={classes.failed}>
      <PageHeading title={t('signInFailed.title')} intro={t('signInFailed.intro')} />
      {code ? (
        <p className={classes.reference}>
          {t('error.code')} <code>{code}</code>
        </p>
      ) : null}
      <Button component="a" href={loginUrl(returnTo)} size="md">
        {t('signInFailed.again')}
      </Button>
    </div>
  );
}
