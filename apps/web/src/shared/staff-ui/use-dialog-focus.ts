import { useEffect, useRef, useState, type RefObject } from 'react';

/**
 * Keeps the keyboard's place through a dialog that leaves the page when it closes: focus goes back to what
 * opened it, or to the page where that is gone, and is not lost with a button that was busy.
 */
export function useDialogFocus(isPending: boolean): RefObject<HTMLButtonElement | null> {
  const submit = useRef<HTMLButtonElement>(null);
  const [opener] = useState(() => document.activeElement);

  // Focus is the browser's: a busy button loses it, and what was typed into is often gone by then.
  useEffect(() => {
    if (!isPending && document.activeElement === document.body) submit.current?.focus();
  }, [isPending]);

  // The modal itself gives focus back only where it stays in the page, closed.
  useEffect(
    () => () => {
      const target = opener?.isConnected === true ? opener : document.querySelector('main');
      if (target instanceof HTMLElement) target.focus({ preventScroll: true });
    },
    [opener],
  );
  return submit;
}
