import { Button, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { type Me } from '@os-credits/contracts';
import { IconLogout } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { signOut } from '../../shared/api/session.queries.js';
import classes from './account-menu.module.css';

type AccountMenuProps = { user: NonNullable<Me['user']>; csrfToken: string | null };

const popoverId = 'account-popover';

/**
 * Who is signed in, and the way out. The browser's own popover brings Escape, light dismissal and
 * the return of the focus, and spares the first load a positioning library.
 */
export function AccountMenu({ user, csrfToken }: AccountMenuProps) {
  const { t } = useTranslation();
  const leave = useMutation({
    mutationFn: () => signOut(csrfToken ?? ''),
    // Leaves the application: the session at the identity provider ends there.
    onSuccess: ({ redirectTo }) => window.location.assign(redirectTo),
  });
  return (
    <>
      <UnstyledButton className={classes.button} popoverTarget={popoverId}>
        <span aria-hidden>{initialsOf(user.name)}</span>
        <VisuallyHidden>{t('shell.account', { name: user.name })}</VisuallyHidden>
      </UnstyledButton>
      <div id={popoverId} popover="auto" className={classes.popover}>
        <div className={classes.person}>
          <strong>{user.name}</strong>
          {user.email ? <span>{user.email}</span> : null}
          {user.staffRole ? <span>{t(`role.${user.staffRole}`)}</span> : null}
        </div>
        <Button
          variant="default"
          fullWidth
          leftSection={<IconLogout size={16} aria-hidden />}
          onClick={() => leave.mutate()}
          loading={leave.isPending}
        >
          {t('shell.signOut')}
        </Button>
        {leave.isError ? (
          <p role="alert" className={classes.failed}>
            {t('shell.signOutFailed')}
          </p>
        ) : null}
      </div>
    </>
  );
}

function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return letters.map((word) => word?.charAt(0).toUpperCase() ?? '').join('');
}
