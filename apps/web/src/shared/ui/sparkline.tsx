import classes from './sparkline.module.css';
import { sparklinePath } from './sparkline-path.js';

type SparklineProps = {
  /** Decimal strings, oldest first; drawn as numbers, which is enough for pixels. */
  values: readonly string[];
  /** The same in words. */
  label: string;
};

const widthPixels = 120;
const heightPixels = 32;

/** A small line of recent use. A library would weigh more than this path. */
export function Sparkline({ values, label }: SparklineProps) {
  const path = sparklinePath(values.map(Number), { widthPixels, heightPixels });
  return (
    <svg
      className={classes.sparkline}
      viewBox={`0 0 ${widthPixels} ${heightPixels}`}
      role="img"
      aria-label={label}
      preserveAspectRatio="none"
    >
      {path ? (
        <>
          <path d={path.area} className={classes.area} />
          <path d={path.line} className={classes.line} vectorEffect="non-scaling-stroke" />
        </>
      ) : null}
    </svg>
  );
}
