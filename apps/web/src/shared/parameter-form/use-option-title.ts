import { useLocalized } from '../jobs/index.js';
import { type ParameterControl } from './model/parameter-fields.js';

type Choice = Extract<ParameterControl, { kind: 'choice' | 'choices' }>;

/** What an option is called in the reader's language. */
export function useOptionTitle(): (control: Choice, option: string) => string {
  const text = useLocalized();
  return ({ optionTitles }, option) => {
    const title = optionTitles[option];
    return title ? text(title) : option;
  };
}
