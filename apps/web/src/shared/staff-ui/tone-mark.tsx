import { type Icon } from '@tabler/icons-react';
import classes from './tone-mark.module.css';

export type Tone = 'quiet' | 'good' | 'notice' | 'warning';

type ToneMarkProps = {
  tone: Tone;
  icon: Icon;
  children: string;
  /** What the state means. */
  title?: string;
};

/** A state: symbol, colour and word. */
export function ToneMark({ tone, icon: Symbol, children, title }: ToneMarkProps) {
  return (
    <span className={classes.mark} data-tone={tone} title={title}>
      <Symbol size={16} stroke={1.9} aria-hidden />
      {children}
    </span>
  );
}
