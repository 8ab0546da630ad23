import { type QuarantineDimension } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import { CheckField } from '../../../shared/staff-ui/index.js';
import classes from '../data-quality.module.css';
import { dimensions } from '../quarantine.params.js';

type DimensionChoiceProps = {
  chosen: readonly QuarantineDimension[];
  onChange: (next: readonly QuarantineDimension[]) => void;
};

/** What readings are counted together by; at least one thing. */
export function DimensionChoice({ chosen, onChange }: DimensionChoiceProps) {
  const { t } = useTranslation('quality');
  return (
    <fieldset className={classes.dimensions}>
      <legend>{t('quarantine.groupBy')}</legend>
      {dimensions.map((dimension) => {
        const isChosen = chosen.includes(dimension);
        return (
          <CheckField
            key={dimension}
            label={t(`quarantine.${dimension}`)}
            isChecked={isChosen}
            isDisabled={isChosen && chosen.length === 1}
            onChange={(isWanted) =>
              onChange(
                dimensions.filter((each) =>
                  each === dimension ? isWanted : chosen.includes(each),
                ),
              )
            }
          />
        );
      })}
    </fieldset>
  );
}
