import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import classes from './project.module.css';

type ChargeLinksProps = {
  project: string;
  chargeId: string;
  /** The hour in words, which tells the links of a table apart. */
  hour: string;
};

/** From a row of the statement: its working beside the page, and its passport as a page of its own. */
export function ChargeLinks({ project, chargeId, hour }: ChargeLinksProps) {
  const { t } = useTranslation();
  return (
    <>
      <Link
        from="/projects/$name"
        to="."
        search={(current) => ({ ...current, charge: chargeId })}
        resetScroll={false}
        aria-label={t('statement.workingOf', { hour })}
        className={classes.chargeLink}
      >
        {t('project.working')}
      </Link>
      <Link
        to="/projects/$name/charges/$id"
        params={{ name: project, id: chargeId }}
        aria-label={t('statement.passportOf', { hour })}
        className={classes.chargeLink}
      >
        {t('project.passport')}
      </Link>
    </>
  );
}
