import classes from './live-mark.module.css';

type LiveMarkProps = { isLive: boolean; children: string };

/** How fresh a page keeps itself, in words; the dot only repeats it. */
export function LiveMark({ isLive, children }: LiveMarkProps) {
  return (
    <span className={classes.mark} data-live={isLive}>
      <span className={classes.dot} aria-hidden />
      {children}
    </span>
  );
}
