import { type ErrorComponentProps } from '@tanstack/react-router';
import { type ReactNode } from 'react';
import { Brand } from './brand.js';
import headerClasses from './header.module.css';
import { PageError } from './page-error.js';
import { PagePending } from './page-pending.js';
import classes from './root-layout.module.css';

/** The frame of a page while nobody knows yet who reads it. */
function BareLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <header className={headerClasses.header}>
        <div className={headerClasses.inner}>
          <a href="/projects" className={headerClasses.brand}>
            <Brand />
          </a>
        </div>
      </header>
      <main className={classes.main}>{children}</main>
    </>
  );
}

/** The first answers of the server are awaited. */
export function RootPending() {
  return (
    <BareLayout>
      <PagePending />
    </BareLayout>
  );
}

/** They did not come. */
export function RootError(props: ErrorComponentProps) {
  return (
    <BareLayout>
      <PageError {...props} />
    </BareLayout>
  );
}
