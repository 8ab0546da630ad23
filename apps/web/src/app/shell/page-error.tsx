import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { ErrorState } from '../../shared/ui/error-state.js';

/** A page whose loading failed as a whole. */
export function PageError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const retry = (): void => {
    reset();
    void router.invalidate();
  };
  return <ErrorState error={error} onRetry={retry} />;
}
