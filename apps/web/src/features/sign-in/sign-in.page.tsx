import { Button } from '@mantine/core';
import { IconArrowRight, IconFlask } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { loginUrl, useConfig } from '../../shared/api/session.queries.js';
import { PageHeading } from '../../shared/ui/index.js';
import classes from './sign-in.module.css';

const route = getRouteApi('/sign-in');

export function SignInPage() {
  const { t } = useTranslation();
  const { returnTo } = route.useSearch();
  const { sandbox } = useConfig();
  return (
    <div className={classes.page}>
      <div>
        <PageHeading title={t('signIn.title')} intro={t('signIn.intro')} />
        <Button
          component="a"
          href={loginUrl(returnTo)}
          size="lg"
          rightSection={<IconArrowRight size={18} aria-hidden />}
        >
          {t('signIn.button')}
        </Button>
        {sandbox ? (
          <p className={classes.hint}>
            <IconFlask size={20} aria-hidden />
            <span>{t('signIn.sandboxHint')}</span>
          </p>
        ) : null}
      </div>
      <ul className={classes.points}>
        {(['balance', 'statement', 'working'] as const).map((point) => (
          <li key={point}>
            <strong>{t(`signIn.${point}Title`)}</strong>
            <span>{t(`signIn.${point}Text`)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
