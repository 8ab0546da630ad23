export {
  languages,
  preferredLanguage,
  startI18n,
  switchLanguage,
  type Catalogue,
  type Language,
} from './i18n.js';
