import { useTranslation } from 'react-i18next';
import { ApiError } from '../api/api-error.js';
import classes from './failure-note.module.css';

/** Why something that was asked for did not happen: the server's words, its code and the request. */
export function FailureNote({ error }: { error: unknown }) {
  const { t } = useTranslation();
  if (error === null || error === undefined) return null;
  const isKnown = error instanceof ApiError;
  const message =
    isKnown && error.code === 'network-unreachable'
      ? t('error.network-unreachable')
      : isKnown
        ? error.message
        : t('error.unknown');
  return (
    <div role="alert" className={classes.note}>
      <p>{message}</p>
      {isKnown ? (
        <p className={classes.reference}>
          {t('error.code')} <code>{error.code}</code>
          {error.instance ? (
            <>
              {' · '}
              {t('error.request')} <code>{error.instance}</code>
            </>
          ) : null}
        </p>
      ) : null}
    </div>
  );
}
