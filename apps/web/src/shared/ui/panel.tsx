import { Title } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import classes from './panel.module.css';
import { PanelBoundary } from './panel-boundary.js';

type PanelProps = {
  /** What an address leads to. */
  id?: string;
  title: string;
  /** A sentence below the title: what the numbers are counted in, which zone days are in. */
  description?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
};

/** A card with a heading; what fails inside stays inside. */
export function Panel({ id, title, description, actions, children }: PanelProps) {
  const titleId = useId();
  return (
    <section id={id} className={classes.panel} aria-labelledby={titleId}>
      <header className={classes.header}>
        <div className={classes.text}>
          <Title order={2} id={titleId} className={classes.title}>
            {title}
          </Title>
          {description ? <p className={classes.description}>{description}</p> : null}
        </div>
        {actions ? <div className={classes.actions}>{actions}</div> : null}
      </header>
      <PanelBoundary>{children}</PanelBoundary>
    </section>
  );
}
