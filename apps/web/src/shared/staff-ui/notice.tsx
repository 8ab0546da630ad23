import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';
import { type ReactNode } from 'react';
import classes from './notice.module.css';
import { type Tone } from './tone-mark.js';

const icons = {
  quiet: IconInfoCircle,
  good: IconCircleCheck,
  notice: IconInfoCircle,
  warning: IconAlertTriangle,
} satisfies Record<Tone, unknown>;

type NoticeProps = {
  tone?: Tone;
  /** Said aloud when it appears after something was done. */
  isNews?: boolean;
  children: ReactNode;
};

/** Something to know before going on: paragraphs, the first of them the message. */
export function Notice({ tone = 'notice', isNews = false, children }: NoticeProps) {
  const Symbol = icons[tone];
  return (
    <div className={classes.notice} data-tone={tone} role={isNews ? 'status' : undefined}>
      <Symbol size={19} aria-hidden />
      <div className={classes.body}>{children}</div>
    </div>
  );
}
