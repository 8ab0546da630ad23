import { Button, type ButtonProps } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import classes from './guarded-button.module.css';

type GuardedButtonProps = ButtonProps & {
  /** Why it may not be pressed; null where it may. */
  refusal: string | null;
  /** Off where many buttons in a table would repeat one reason; it is then in the title. */
  showsReason?: boolean;
  /** `submit` leaves what happens to the form around it. */
  type?: 'button' | 'submit';
  onClick?: () => void;
  children: ReactNode;
};

/**
 * A button that says why it cannot be pressed. It stays in the tab order then, so that keyboard and
 * screen reader come across the reason too.
 */
export function GuardedButton({
  refusal,
  showsReason = true,
  type = 'button',
  onClick,
  children,
  ...rest
}: GuardedButtonProps) {
  const reasonId = useId();
  if (refusal === null) {
    return (
      <Button {...rest} type={type} {...(onClick ? { onClick } : {})}>
        {children}
      </Button>
    );
  }
  return (
    <span className={classes.guarded}>
      <Button {...rest} data-disabled aria-disabled aria-describedby={reasonId} title={refusal}>
        {children}
      </Button>
      <span id={reasonId} className={showsReason ? classes.reason : classes.hidden}>
        {refusal}
      </span>
    </span>
  );
}
