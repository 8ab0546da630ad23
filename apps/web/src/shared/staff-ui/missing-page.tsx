import { IconZoomQuestion } from '@tabler/icons-react';
import { type ReactNode } from 'react';
import { EmptyState, PageHeading } from '../ui/index.js';

type MissingPageProps = {
  title: string;
  heading: string;
  text: string;
  /** The way to those that are there. */
  action: ReactNode;
};

/** What stands at the address of something that is not there (any more). */
export function MissingPage({ title, heading, text, action }: MissingPageProps) {
  return (
    <>
      <PageHeading title={title} />
      <EmptyState
        icon={<IconZoomQuestion size={32} stroke={1.5} />}
        title={heading}
        text={text}
        action={action}
      />
    </>
  );
}
