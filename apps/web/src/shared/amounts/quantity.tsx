import { useLocale } from '../i18n/index.js';
import classes from './amount.module.css';
import { formatDecimal, formatExact } from './format-decimal.js';

type QuantityProps = {
  /** Exact decimal string, as the API sends it. */
  value: string;
  unit: string;
};

/** A rule of display, not of accounting: what is metered has more digits than a row can be read with. */
const places = 2;

/** A metered quantity with its unit, half-even; every digit is in the title, as with amounts. */
export function Quantity({ value, unit }: QuantityProps) {
  const locale = useLocale();
  return (
    <span className={classes.amount} title={`${formatExact(value, locale)} ${unit}`}>
      {formatDecimal(value, places, locale)} {unit}
    </span>
  );
}
