import { formatChange } from '../amounts/index.js';
import { useLocale } from '../i18n/index.js';
import classes from './change-share.module.css';

/** A share of change such as "0.25" as "+25 %"; dearer and cheaper differ in sign and in colour. */
export function ChangeShare({ share }: { share: string | null }) {
  const locale = useLocale();
  if (share === null) return <>–</>;
  const isNothing = !/[1-9]/.test(share);
  const direction = isNothing ? 'none' : share.startsWith('-') ? 'down' : 'up';
  return (
    <span className={classes.change} data-direction={direction}>
      {formatChange(share, locale)}
    </span>
  );
}
