import { useTranslation } from 'react-i18next';
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
  const { i18n } = useTranslation();
  const text = (signed ? formatSigned : formatDecimal)(value, precision, i18n.language);
  return (
    <span className={classes.amount} title={formatExact(value, i18n.language)}>
      {text}
    </span>
  );
}

/** Formatting for places where an element cannot stand, such as an attribute or a sentence. */
export function useFormatAmount(): (value: string) => string {
  const { precision } = useConfig();
  const { i18n } = useTranslation();
  return (value) => formatDecimal(value, precision, i18n.language);
}
