import { Button } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './charge-passport.module.css';

/** So many rows are shown of a long list, and a few more rather than a button. */
const shownCount = 12;
const shortMax = 18;

/**
 * A long list that begins folded: readings of every quarter minute make hundreds in an hour. Rows beyond
 * the first ones carry `data-folded`; they stay in the page, because on paper all of them stand.
 */
export function useFold(count: number): {
  isFolded: (index: number) => boolean;
  unfold: ReactNode;
} {
  const { t } = useTranslation('account');
  const [isOpen, setIsOpen] = useState(false);
  const isFolding = !isOpen && count > shortMax;
  return {
    isFolded: (index) => isFolding && index >= shownCount,
    unfold: isFolding ? (
      <div className={classes.unfold}>
        <Button variant="default" size="compact-md" onClick={() => setIsOpen(true)}>
          {t('passport.showAll', { count })}
        </Button>
      </div>
    ) : null,
  };
}
