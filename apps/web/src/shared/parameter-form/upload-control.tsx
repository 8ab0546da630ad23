import { Button } from '@mantine/core';
import { IconFile, IconX } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../api/session.queries.js';
import { useLocale } from '../i18n/index.js';
import { FailureNote, type ControlProps } from '../staff-ui/index.js';
import { formatBytes } from './format-bytes.js';
import classes from './parameter-form.module.css';
import { uploadFile } from './upload-file.js';

type UploadControlProps = {
  control: ControlProps;
  uploadId: string;
  onUploaded: (uploadId: string) => void;
  onBusy: (isBusy: boolean) => void;
};

/** Chooses a file and sends it at once, with progress; what the form keeps is the id it got. */
export function UploadControl({ control, uploadId, onUploaded, onBusy }: UploadControlProps) {
  const { t } = useTranslation('staff');
  const locale = useLocale();
  const csrfToken = useSession().csrfToken ?? '';
  const [share, setShare] = useState(0);
  const [abort, setAbort] = useState<AbortController | null>(null);
  const upload = useMutation({
    mutationFn: ({ file, signal }: { file: File; signal: AbortSignal }) =>
      uploadFile({ file, csrfToken, onProgress: setShare, signal }),
    onSuccess: ({ id }) => onUploaded(id),
    onSettled: () => onBusy(false),
  });
  const choose = (file: File | undefined): void => {
    if (!file) return;
    const controller = new AbortController();
    setAbort(controller);
    setShare(0);
    onBusy(true);
    upload.mutate({ file, signal: controller.signal });
  };
  const remove = (): void => {
    abort?.abort();
    upload.reset();
    onUploaded('');
  };

  if (upload.isPending) {
    const percent = Math.floor(share * 100);
    return (
      <div className={classes.upload}>
        <IconFile size={18} aria-hidden />
        <span className={classes.fileName}>{upload.variables.file.name}</span>
        <progress id={control.id} max={100} value={percent} aria-label={t('upload.progress')} />
        <span role="status">{t('upload.percent', { percent })}</span>
        <Button variant="subtle" size="compact-sm" onClick={remove}>
          {t('upload.stop')}
        </Button>
      </div>
    );
  }
  if (uploadId !== '') {
    return (
      <div className={classes.upload}>
        <IconFile size={18} aria-hidden />
        <span className={classes.fileName} role="status">
          {upload.data
            ? t('upload.done', {
                name: upload.data.name,
                size: formatBytes(upload.data.sizeBytes, locale),
              })
            : t('upload.earlier', { id: uploadId })}
        </span>
        <Button
          id={control.id}
          variant="subtle"
          size="compact-sm"
          leftSection={<IconX size={15} aria-hidden />}
          onClick={remove}
        >
          {t('upload.remove')}
        </Button>
      </div>
    );
  }
  const isStopped = upload.error instanceof DOMException;
  return (
    <>
      <input
        {...control}
        className={classes.file}
        type="file"
        onChange={(event) => choose(event.currentTarget.files?.[0])}
      />
      {upload.error && !isStopped ? <FailureNote error={upload.error} /> : null}
    </>
  );
}
