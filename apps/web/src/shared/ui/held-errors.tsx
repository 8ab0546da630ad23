import { createContext, useContext, type ReactNode } from 'react';

type IsHeld = (error: Error) => boolean;

const HeldErrorContext = createContext<IsHeld>(() => false);

type HeldErrorsProps = {
  /** True for errors that a wider answer, still on its way, will speak for. */
  holds: IsHeld;
  children: ReactNode;
};

/** Panels below go on loading instead of reporting what the page as a whole is about to say. */
export function HeldErrors({ holds, children }: HeldErrorsProps) {
  return <HeldErrorContext value={holds}>{children}</HeldErrorContext>;
}

export function useIsErrorHeld(): IsHeld {
  return useContext(HeldErrorContext);
}
