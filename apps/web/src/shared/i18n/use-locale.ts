import { useTranslation } from 'react-i18next';
import { localeOf } from './i18n.js';

/** The locale that numbers and dates of the chosen language are written in. */
export function useLocale(): string {
  return localeOf(useTranslation().i18n.language);
}
