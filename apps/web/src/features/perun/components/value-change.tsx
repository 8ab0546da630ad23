import { VisuallyHidden } from '@mantine/core';
import { IconArrowNarrowRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { formatExact } from '../../../shared/amounts/index.js';
import { useLocale } from '../../../shared/i18n/index.js';
import classes from '../change-set.module.css';

type ValueChangeProps = { before: string | null; after: string | null };

const plainDecimal = /^-?\d+(\.\d+)?$/;

/** A value as it was and as it will be. A value that was not there, or will not be, is left out. */
export function ValueChange({ before, after }: ValueChangeProps) {
  const { t } = useTranslation('staff');
  const locale = useLocale();
  const shown = (value: string): string =>
    plainDecimal.test(value) ? formatExact(value, locale) : value;
  if (before === null && after === null) return null;
  return (
    <span className={classes.change}>
      {before === null ? null : (
        <del className={classes.before}>
          <VisuallyHidden>{t('perun.before')} </VisuallyHidden>
          {shown(before)}
        </del>
      )}
      {before !== null && after !== null ? <IconArrowNarrowRight size={18} aria-hidden /> : null}
      {after === null ? null : (
        <ins className={classes.after}>
          <VisuallyHidden>{t('perun.after')} </VisuallyHidden>
          {shown(after)}
        </ins>
      )}
    </span>
  );
}
