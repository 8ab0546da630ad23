import { type PerunStatus } from '@os-credits/contracts';
import { IconArrowLeft, IconArrowRight } from '@tabler/icons-react';
import { clsx } from 'clsx';
import { useTranslation } from 'react-i18next';
import { ScrollBox } from '../../../shared/staff-ui/index.js';
import classes from '../perun.module.css';

type AttributeTableProps = { attributes: PerunStatus['attributes'] };

/** Which attribute of Perun holds what, and whose word counts. */
export function AttributeTable({ attributes }: AttributeTableProps) {
  const { t } = useTranslation('staff');
  return (
    <ScrollBox label={t('perun.attributeRows')} className={classes.tableBox}>
      <table className={clsx(classes.table, classes.attributes)}>
        <thead>
          <tr>
            <th scope="col">{t('perun.use')}</th>
            <th scope="col">{t('perun.attribute')}</th>
            <th scope="col">{t('perun.direction')}</th>
          </tr>
        </thead>
        <tbody>
          {attributes.map(({ use, attribute, direction }) => (
            <tr key={use}>
              <th scope="row">{t(`perun.uses.${use}`)}</th>
              <td>
                <code>{attribute}</code>
              </td>
              <td>
                <span className={classes.direction}>
                  {direction === 'pull' ? (
                    <IconArrowLeft size={16} aria-hidden />
                  ) : (
                    <IconArrowRight size={16} aria-hidden />
                  )}
                  {t(`perun.directions.${direction}`)}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
