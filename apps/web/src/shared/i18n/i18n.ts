import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type en from './catalogues/en.json';
import type account from './catalogues/account/en.json';
import type calculator from './catalogues/calculator/en.json';
import type quality from './catalogues/quality/en.json';
import type rules from './catalogues/rules/en.json';
import type staff from './catalogues/staff/en.json';

/** The catalogue's shape; English is the one that the types are taken from. */
export type Catalogue = typeof en;

export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: {
      translation: Catalogue;
      staff: typeof staff;
      rules: typeof rules;
      calculator: typeof calculator;
      account: typeof account;
      quality: typeof quality;
    };
  }
}

const storageKey = 'os-credits.language';

type CatalogueLoader = () => Promise<{ default: object }>;

/**
 * `translation` is what every visitor reads, `staff` what only the operators' pages say, `rules` those
 * about metrics, cost tables and what follows from them, `calculator` what asks for costs, `account` what
 * explains, exports and corrects an account, `quality` what is missing or odd in readings.
 */
const catalogues = {
  translation: {
    en: () => import('./catalogues/en.json', { with: { type: 'json' } }),
    de: () => import('./catalogues/de.json', { with: { type: 'json' } }),
  },
  staff: {
    en: () => import('./catalogues/staff/en.json', { with: { type: 'json' } }),
    de: () => import('./catalogues/staff/de.json', { with: { type: 'json' } }),
  },
  rules: {
    en: () => import('./catalogues/rules/en.json', { with: { type: 'json' } }),
    de: () => import('./catalogues/rules/de.json', { with: { type: 'json' } }),
  },
  calculator: {
    en: () => import('./catalogues/calculator/en.json', { with: { type: 'json' } }),
    de: () => import('./catalogues/calculator/de.json', { with: { type: 'json' } }),
  },
  account: {
    en: () => import('./catalogues/account/en.json', { with: { type: 'json' } }),
    de: () => import('./catalogues/account/de.json', { with: { type: 'json' } }),
  },
  quality: {
    en: () => import('./catalogues/quality/en.json', { with: { type: 'json' } }),
    de: () => import('./catalogues/quality/de.json', { with: { type: 'json' } }),
  },
} satisfies Record<string, Record<Language, CatalogueLoader>>;

// One chunk per language and audience: a visitor downloads only what is read.
const loadedKinds = new Set<keyof typeof catalogues>(['translation']);

function isLanguage(text: string | null | undefined): text is Language {
  return languages.some((language) => language === text);
}

/** The remembered language, else the first of the browser's that we speak, else English. */
export function preferredLanguage(): Language {
  const remembered = readStored();
  if (remembered) return remembered;
  for (const tag of navigator.languages) {
    const language = tag.slice(0, 2).toLowerCase();
    if (isLanguage(language)) return language;
  }
  return 'en';
}

function readStored(): Language | null {
  try {
    const stored = window.localStorage.getItem(storageKey);
    return isLanguage(stored) ? stored : null;
  } catch {
    return null; // Storage may be forbidden; the language is then not remembered.
  }
}

async function loadLanguage(language: Language): Promise<void> {
  for (const kind of loadedKinds) {
    if (i18next.hasResourceBundle(language, kind)) continue;
    const load: CatalogueLoader = catalogues[kind][language];
    const { default: catalogue } = await load();
    i18next.addResourceBundle(language, kind, catalogue);
  }
}

/** Loads the words of some pages in the present language, and with each switch from then on. */
export async function loadCatalogue(kind: keyof typeof catalogues): Promise<void> {
  loadedKinds.add(kind);
  await loadLanguage(isLanguage(i18next.language) ? i18next.language : 'en');
}

/** The words that all of the operators' pages share. */
export function loadStaffCatalogue(): Promise<void> {
  return loadCatalogue('staff');
}

/** Starts i18next with one catalogue and sets the language of the document. */
export async function startI18n(language: Language): Promise<void> {
  const { default: catalogue } = await catalogues.translation[language]();
  await i18next.use(initReactI18next).init({
    lng: language,
    resources: { [language]: { translation: catalogue } },
    interpolation: { escapeValue: false }, // React escapes.
    returnNull: false,
  });
  document.documentElement.lang = language;
}

/** Switches the language without a reload and remembers it. */
export async function switchLanguage(language: Language): Promise<void> {
  await loadLanguage(language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  try {
    window.localStorage.setItem(storageKey, language);
  } catch {
    // Storage may be forbidden; the choice then lasts for this visit.
  }
}

/**
 * Locale for numbers and dates in a language: the visitor's own region where the browser names one
 * for it, else the European one, because a bare "en" would write dates the American way.
 */
export function localeOf(language: string): string {
  const own = navigator.languages.find((tag) => tag.startsWith(`${language}-`));
  return own ?? (language === 'de' ? 'de-DE' : 'en-GB');
}
