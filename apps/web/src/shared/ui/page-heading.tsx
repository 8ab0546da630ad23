import { Title } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './page-heading.module.css';

type PageHeadingProps = {
  title: string;
  intro?: ReactNode;
  /** What can be done with the page's thing as a whole: at its end, on a phone below the intro. */
  actions?: ReactNode;
  /** Beside the title: marks of the state. */
  children?: ReactNode;
};

let isFirstPage = true;

/** The page's h1. It names the tab and takes the focus after a change of route, so that keyboard and screen reader start there. */
export function PageHeading({ title, intro, actions, children }: PageHeadingProps) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  const documentTitle = `${title} · ${t('product.name')}`;

  // Synchronises the title of the browser's tab, which is outside React.
  useEffect(() => {
    document.title = documentTitle;
  }, [documentTitle]);

  // Moves the browser's focus; not on the first page, where it belongs to the document's start.
  useEffect(() => {
    if (isFirstPage) isFirstPage = false;
    else heading.current?.focus({ preventScroll: true });
  }, []);

  return (
    <div className={classes.heading}>
      <div className={classes.text}>
        <div className={classes.line}>
          <Title order={1} ref={heading} tabIndex={-1} className={classes.title}>
            {title}
          </Title>
          {children}
        </div>
        {intro ? <p className={classes.intro}>{intro}</p> : null}
      </div>
      {actions ? <div className={classes.actions}>{actions}</div> : null}
    </div>
  );
}
