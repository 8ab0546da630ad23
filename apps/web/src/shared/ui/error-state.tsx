import { Button, CopyButton } from '@mantine/core';
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api/api-error.js';
import classes from './states.module.css';

type ErrorStateProps = { error: unknown; onRetry: () => void; isRetrying?: boolean };

const explained = [
  'network-unreachable',
  'answer-unexpected',
  'project-not-found',
  'charge-not-found',
  'forbidden',
  'database-unavailable',
  'overloaded',
  'page-not-loaded',
] as const;

/** What Chromium, Firefox and Safari say where a file of the application does not come: no server, or a newer one. */
const missingFile = /dynamically imported module|Importing a module script failed/;

function codeOf(error: unknown): string {
  if (error instanceof ApiError) return error.code;
  const isFileMissing = error instanceof Error && missingFile.test(error.message);
  return isFileMissing ? 'page-not-loaded' : 'page-fault';
}

/** What went wrong, what to do, and the code and request id that operators can look up. */
export function ErrorState({ error, onRetry, isRetrying = false }: ErrorStateProps) {
  const { t } = useTranslation();
  const code = codeOf(error);
  const known = explained.find((each) => each === code);
  const instance = error instanceof ApiError ? error.instance : null;
  return (
    <div role="alert" className={classes.state}>
      <IconAlertTriangle className={classes.warningIcon} aria-hidden size={28} stroke={1.6} />
      <p className={classes.heading}>{known ? t(`error.${known}`) : t('error.unknown')}</p>
      <Button
        variant="default"
        leftSection={<IconRefresh size={16} aria-hidden />}
        onClick={onRetry}
        loading={isRetrying}
      >
        {t('error.retry')}
      </Button>
      <p className={classes.reference}>
        {t('error.code')} <code>{code}</code>
        {instance ? <CopyableId id={instance} /> : null}
      </p>
    </div>
  );
}

function CopyableId({ id }: { id: string }) {
  const { t } = useTranslation();
  return (
    <span>
      {t('error.request')} <code>{id}</code>{' '}
      <CopyButton value={id}>
        {({ copied, copy }) => (
          <button type="button" className={classes.copy} onClick={copy}>
            <span aria-live="polite">{copied ? t('error.copied') : t('error.copy')}</span>
          </button>
        )}
      </CopyButton>
    </span>
  );
}
