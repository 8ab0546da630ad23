export {
  languages,
  loadCatalogue,
  loadStaffCatalogue,
  localeOf,
  preferredLanguage,
  startI18n,
  switchLanguage,
  type Catalogue,
  type Language,
} from './i18n.js';
export { useLocale } from './use-locale.js';
