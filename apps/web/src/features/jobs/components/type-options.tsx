import { type JobType } from '@os-credits/contracts';
import { useLocalized } from '../../../shared/jobs/index.js';

type TypeOptionsProps = { types: readonly JobType[]; placeholder: string };

/** The kinds of work as options of a native select. */
export function TypeOptions({ types, placeholder }: TypeOptionsProps) {
  const localized = useLocalized();
  return (
    <>
      <option value="">{placeholder}</option>
      {types.map(({ type, title }) => (
        <option key={type} value={type}>
          {localized(title)}
        </option>
      ))}
    </>
  );
}
