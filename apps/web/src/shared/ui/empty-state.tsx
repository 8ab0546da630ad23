import { type ReactNode } from 'react';
import classes from './states.module.css';

type EmptyStateProps = { icon?: ReactNode; title: string; text: string; action?: ReactNode };

/** Nothing to show, and why: what happens next, or how to widen the search. */
export function EmptyState({ icon, title, text, action }: EmptyStateProps) {
  return (
    <div className={classes.state}>
      {icon ? (
        <span className={classes.emptyIcon} aria-hidden>
          {icon}
        </span>
      ) : null}
      <p className={classes.heading}>{title}</p>
      <p className={classes.text}>{text}</p>
      {action}
    </div>
  );
}
