import { type Localized } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';

/** Picks the reader's language of texts that the API sends in all of them. */
export function useLocalized(): (text: Localized) => string {
  const { language } = useTranslation().i18n;
  return (text) => (language === 'de' ? text.de : text.en);
}
