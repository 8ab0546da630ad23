import { useTranslation } from 'react-i18next';
import classes from '../change-set.module.css';
import { wordedDetail } from '../model/worded-detail.js';

/** Why an entry is as it is, in the reader's language where there are words for it. */
export function ItemDetail({ detail }: { detail: string }) {
  const { t } = useTranslation('staff');
  const { worded, rest, isOfferedAgain } = wordedDetail(detail);
  return (
    <span className={classes.detail}>
      {worded ? t(`itemDetail.${worded.key}`, worded.values) : <span lang="en">{rest}</span>}
      {isOfferedAgain ? ` ${t('itemDetail.offeredAgain')}` : null}
    </span>
  );
}
