import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { projectKeys } from '../../shared/api/project-keys.js';

/**
 * Asks history and statement again when the used credits moved, so that the panels agree without
 * polling each of them as often as the balance.
 */
export function useRefreshOnBalance(project: string, used: string | undefined): void {
  const queryClient = useQueryClient();
  const seen = useRef({ project, used });

  // Synchronises the query cache, which is outside React, with a balance that moved.
  useEffect(() => {
    const before = seen.current;
    seen.current = { project, used };
    const hasMoved =
      before.project === project && before.used !== undefined && before.used !== used;
    if (!hasMoved) return;
    void queryClient.invalidateQueries({ queryKey: projectKeys.history(project) });
    void queryClient.invalidateQueries({ queryKey: projectKeys.statement(project) });
  }, [queryClient, project, used]);
}
