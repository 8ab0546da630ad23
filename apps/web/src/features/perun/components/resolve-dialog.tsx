import { type Drift, type PerunStatus, type ResolveDriftRequest } from '@os-credits/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatExact, formatSigned } from '../../../shared/amounts/index.js';
import { ApiError } from '../../../shared/api/api-error.js';
import { projectKeys } from '../../../shared/api/project-keys.js';
import { useConfig, useSession } from '../../../shared/api/session.queries.js';
import { useLocale } from '../../../shared/i18n/index.js';
import { ConfirmDialog } from '../../../shared/staff-ui/index.js';
import { driftEffect } from '../model/drift-effect.js';
import classes from '../drift.module.css';
import { perunKeys, resolveDrift } from '../perun.queries.js';
import { ReasonField } from './reason-field.js';
import { ValueChange } from './value-change.js';

export type Resolution = {
  /** The difference as it was when somebody decided. */
  seen: Drift;
  resolution: ResolveDriftRequest['resolution'];
};

type ResolveDialogProps = {
  asked: Resolution;
  /** The same difference as it is now; undefined where it is no longer in the list. */
  current: Drift | undefined;
  attributes: PerunStatus['attributes'];
  /** The newest values have been seen. */
  onLookAgain: (seen: Drift) => void;
  onClose: () => void;
};

/** Shows what will be posted or written, asks for the reason, and decides about exactly what was seen. */
export function ResolveDialog({
  asked: { seen, resolution },
  current,
  attributes,
  onLookAgain,
  onClose,
}: ResolveDialogProps) {
  const { t } = useTranslation('staff');
  const queryClient = useQueryClient();
  const csrfToken = useSession().csrfToken ?? '';
  const [reason, setReason] = useState('');
  const [isTried, setIsTried] = useState(false);
  const resolve = useMutation({
    mutationFn: () =>
      resolveDrift(seen.id, { resolution, reason: reason.trim(), theirs: seen.theirs }, csrfToken),
    onSuccess: onClose,
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: perunKeys.all }),
        queryClient.invalidateQueries({ queryKey: projectKeys.project(seen.project) }),
      ]),
  });
  const hasMoved = current !== undefined && current.theirs !== seen.theirs;
  const isConflict = resolve.error instanceof ApiError && resolve.error.code === 'conflict';
  const confirm = (): void => {
    if (hasMoved) {
      resolve.reset();
      onLookAgain(current);
      return;
    }
    setIsTried(true);
    if (reason.trim() !== '') resolve.mutate();
  };
  return (
    <ConfirmDialog
      title={t(`resolution.${resolution}.title`, { project: seen.project })}
      confirmLabel={t(hasMoved ? 'drift.useNew' : `resolution.${resolution}.button`)}
      isPending={resolve.isPending}
      error={isConflict && hasMoved ? null : resolve.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      {hasMoved ? (
        <div role="alert" className={classes.moved}>
          <p>{t('drift.moved')}</p>
          <ValueChange before={seen.theirs} after={current.theirs ?? t('drift.unset')} />
        </div>
      ) : null}
      <Preview seen={seen} resolution={resolution} attributes={attributes} />
      <ReasonField
        reason={reason}
        isMissing={isTried && reason.trim() === ''}
        onChange={setReason}
      />
    </ConfirmDialog>
  );
}

type PreviewProps = Resolution & { attributes: PerunStatus['attributes'] };

function Preview({ seen, resolution, attributes }: PreviewProps) {
  const { t } = useTranslation('staff');
  const locale = useLocale();
  const { precision } = useConfig();
  const effect = driftEffect(seen, attributes);
  if (resolution === 'write-ours') {
    return (
      <div className={classes.preview}>
        <p>{t('resolution.write-ours.text')}</p>
        <p>
          <code>{seen.attribute}</code>
        </p>
        <ValueChange
          before={seen.theirs ?? t('drift.unset')}
          after={seen.ours ?? t('drift.unset')}
        />
        <p className={classes.soft}>{t('resolution.write-ours.note')}</p>
      </div>
    );
  }
  return (
    <div className={classes.preview}>
      <p>{t('resolution.take-theirs.text')}</p>
      {effect ? (
        <>
          <p className={classes.posting} title={formatExact(effect.credits, locale)}>
            {t(`drift.entry.${effect.entry}`)}{' '}
            <strong>{formatSigned(effect.credits, precision, locale)}</strong> {t('drift.credits')}
          </p>
          <ValueChange before={seen.ours} after={seen.theirs} />
        </>
      ) : null}
      <p className={classes.soft}>{t('resolution.take-theirs.note')}</p>
    </div>
  );
}
