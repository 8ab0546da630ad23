import { useLocale } from '../i18n/index.js';
import { useConfig } from '../api/session.queries.js';
import classes from './amount.module.css';
import { formatDecimal, formatExact, formatSigned } from './format-decimal.js';

type AmountProps = {
  /** Exact decimal string, as the API sends it. */
  value: string;
  /** Shows a plus before amounts above zero, for effects on a balance. */
  signed?: boolean;
};

/**
 * Credits at the configured places, half-even, tabular; every digit is in the title. The unit
 * stands in the heading or beside it.
 */
export function Amount({ value, signed = false }: AmountProps) {
  const { precision } = useConfig();
  const locale = useLocale();
  const text = (signed ? formatSigned : formatDecimal)(value, precision, locale);
  return (
    <span className={classes.amount} title={formatExact(value, locale)}>
      {text}
    </span>
  );
}

/** Formatting for places where an element cannot stand, such as an attribute or a sentence. */
export function useFormatAmount(): (value: string) => string {
  const { precision } = useConfig();
  const locale = useLocale();
  return (value) => formatDecimal(value, precision, locale);
}
