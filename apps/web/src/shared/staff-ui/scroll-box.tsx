import { type ReactNode, type Ref } from 'react';

type ScrollBoxProps = {
  label: string;
  className: string | undefined;
  /** `group` where the label names something else on the page too: landmarks have names of their own. */
  role?: 'region' | 'group';
  ref?: Ref<HTMLDivElement>;
  children: ReactNode;
};

/** A part of the page that scrolls by itself, also with the keyboard. */
export function ScrollBox({ label, className, role = 'region', ref, children }: ScrollBoxProps) {
  return (
    <div ref={ref} className={className} role={role} aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
