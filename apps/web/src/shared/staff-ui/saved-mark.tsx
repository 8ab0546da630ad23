import { IconCircleCheck } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import classes from './saved-mark.module.css';

/** Beside the button of a form that begins anew after saving: that it was saved. */
export function SavedMark({ children }: { children: string }) {
  const mark = useRef<HTMLParagraphElement>(null);

  // Takes the browser's focus where saving lost it, with the button of the form that was there before.
  useEffect(() => {
    if (document.activeElement === document.body) mark.current?.focus();
  }, []);

  return (
    <p ref={mark} tabIndex={-1} role="status" className={classes.mark}>
      <IconCircleCheck size={18} aria-hidden />
      {children}
    </p>
  );
}
