import '@mantine/core/styles/Modal.layer.css';
import { Button, Group, Modal, Stack } from '@mantine/core';
import { type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './confirm-dialog.module.css';
import { FailureNote } from './failure-note.js';
import { useDialogFocus } from './use-dialog-focus.js';

type ConfirmDialogProps = {
  title: string;
  confirmLabel: string;
  /** What the way out is called; null where confirming is the only one. Else "Back". */
  backLabel?: string | null | undefined;
  /** Red where something is lost or stopped. */
  isDangerous?: boolean;
  isPending: boolean;
  error: unknown;
  onConfirm: () => void;
  onClose: () => void;
  children: ReactNode;
};

/** Asks before something changes, stays while it happens, and tells when it fails. */
export function ConfirmDialog({
  title,
  confirmLabel,
  backLabel,
  isDangerous = false,
  isPending,
  error,
  onConfirm,
  onClose,
  children,
}: ConfirmDialogProps) {
  const { t } = useTranslation('staff');
  const submit = useDialogFocus(isPending);
  return (
    <Modal.Root opened onClose={onClose} centered size="34rem" transitionProps={{ duration: 0 }}>
      <Modal.Overlay backgroundOpacity={0.35} />
      <Modal.Content radius="lg">
        <form
          className={classes.form}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            // A second press while the first is on its way does nothing.
            if (!isPending) onConfirm();
          }}
        >
          <Modal.Title className={classes.title}>{title}</Modal.Title>
          <Stack gap="md">
            {children}
            <FailureNote error={error} />
            <Group justify="flex-end" gap="sm">
              {backLabel === null ? null : (
                <Button variant="default" onClick={onClose}>
                  {backLabel ?? t('dialog.back')}
                </Button>
              )}
              <Button
                ref={submit}
                type="submit"
                color={isDangerous ? 'brick' : 'pine'}
                loading={isPending}
              >
                {confirmLabel}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal.Content>
    </Modal.Root>
  );
}
