import { staffPermissions, type Permission } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import { useSession } from '../api/session.queries.js';

const roles = ['viewer', 'editor', 'admin'] as const;

/**
 * Says why the signed-in person may not do what needs a permission, naming the least role that may;
 * null where they may. The server decides; this only spares a vain try.
 */
export function useRefusal(): (permission: Permission) => string | null {
  const { t } = useTranslation('staff');
  const leastRole = useLeastRole();
  const role = useSession().user?.staffRole ?? null;
  return (permission) => {
    if (role !== null && staffPermissions[role].includes(permission)) return null;
    return t('refused.role', { role: leastRole(permission) });
  };
}

/** Names the least role that has a permission. */
export function useLeastRole(): (permission: Permission) => string {
  const { t } = useTranslation();
  return (permission) => {
    const needed = roles.find((each) => staffPermissions[each].includes(permission)) ?? 'admin';
    return t(`role.${needed}`);
  };
}
