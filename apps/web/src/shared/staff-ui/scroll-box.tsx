import { type ReactNode, type Ref } from 'react';

type ScrollBoxProps = {
  label: string;
  className: string | undefined;
  ref?: Ref<HTMLDivElement>;
  children: ReactNode;
};

/** A part of the page that scrolls by itself, also with the keyboard. */
export function ScrollBox({ label, className, ref, children }: ScrollBoxProps) {
  return (
    <div
      ref={ref}
      className={className}
      role="region"
      aria-label={label}
      // eslint-disable-next-line jsx-a11y-x/no-noninteractive-tabindex -- what scrolls must take the focus (WCAG 2.1.1)
      tabIndex={0}
    >
      {children}
    </div>
  );
}
