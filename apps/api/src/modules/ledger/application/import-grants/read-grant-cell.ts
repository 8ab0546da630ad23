import { type Localized } from '@os-credits/contracts';
import { parseInstantMicros } from '@os-credits/usage-wire';

const CREDITS = /^\d{1,20}(?:\.\d{1,18})?$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
const EARLIEST_YEAR = 2000;
const YEARS_AHEAD_MAX = 10;
const NAME_LENGTH_MAX = 256;
const KEY_LENGTH_MAX = 200;
const REASON_LENGTH_MAX = 1000;
const PROJECT = { en: 'the project', de: 'das Projekt' };
const KEY = { en: 'the key', de: 'der Schlüssel' };
const REASON = { en: 'the reason', de: 'der Grund' };

/** What is wrong with the name of a project; null where nothing is. */
export function projectFault(text: string): Localized | null {
  return nameFault(text, PROJECT, NAME_LENGTH_MAX);
}

/** What is wrong with a key, which may be missing. */
export function keyFault(text: string): Localized | null {
  return text === '' ? null : nameFault(text, KEY, KEY_LENGTH_MAX);
}

/** What is wrong with a reason, which may be anything but long. */
export function reasonFault(text: string): Localized | null {
  return text.length > REASON_LENGTH_MAX ? tooLong(REASON, REASON_LENGTH_MAX) : null;
}

function nameFault(text: string, what: Localized, lengthMax: number): Localized | null {
  if (text === '') return { en: `${what.en} is missing`, de: `${what.de} fehlt` };
  if (text.length > lengthMax) return tooLong(what, lengthMax);
  return /\p{Cc}/u.test(text)
    ? { en: `${what.en} contains control characters`, de: `${what.de} enthält Steuerzeichen` }
    : null;
}

function tooLong(what: Localized, lengthMax: number): Localized {
  return {
    en: `${what.en} has more than ${lengthMax} characters`,
    de: `${what.de} hat mehr als ${lengthMax} Zeichen`,
  };
}

/** What is wrong with an amount; null where it is one. */
export function creditsFault(text: string): Localized | null {
  if (CREDITS.test(text))
    return /[1-9]/.test(text)
      ? null
      : {
          en: 'a grant of 0 credits grants nothing',
          de: 'eine Bewilligung von 0 Credits bewilligt nichts',
        };
  if (text === '') return { en: 'the credits are missing', de: 'die Credits fehlen' };
  const fault = MISWRITTEN.find(({ form }) => form.test(text)) ?? NO_NUMBER;
  const written = text.slice(0, QUOTED_LENGTH_MAX);
  return { en: `"${written}" ${fault.en}`, de: `„${written}“ ${fault.de}` };
}

const QUOTED_LENGTH_MAX = 60;

/** Ways to write a number that tables of other programs have; the first that fits is told. */
const MISWRITTEN: readonly (Localized & { readonly form: RegExp })[] = [
  {
    form: /^[+-]?[\d.'\s]*\d,\d+$/,
    en: 'has a decimal comma: write it with a point, as in 1.5',
    de: 'hat ein Dezimalkomma: Schreiben Sie es mit Punkt, wie in 1.5',
  },
  {
    form: /^\d{1,3}([.,'\s]\d{3})+([.,]\d+)?$/,
    en: 'has separators of thousands: write the digits without them',
    de: 'hat Tausendertrennzeichen: Schreiben Sie die Ziffern ohne sie',
  },
  {
    form: /^-\s*\d/,
    en: 'is negative: take credits away by an adjustment',
    de: 'ist negativ: Nehmen Sie Credits durch eine Korrektur zurück',
  },
  {
    form: /^\d+(\.\d+)?$/,
    en: 'has too many digits: at most 20 before the point and 18 behind it',
    de: 'hat zu viele Ziffern: höchstens 20 vor und 18 nach dem Punkt',
  },
  {
    form: /^\d+(\.\d+)?e[+-]?\d+$/i,
    en: 'has an exponent: write all digits',
    de: 'hat einen Exponenten: Schreiben Sie alle Ziffern',
  },
];
const NO_NUMBER: Localized = {
  en: 'is no number of credits such as 1000 or 12.5',
  de: 'ist keine Anzahl von Credits wie 1000 oder 12.5',
};

/** The time of a cell, or what is wrong with it: a day means its midnight in UTC. */
export function readTime(text: string, now: Date): Date | Localized {
  if (text === '') return { en: 'the time is missing', de: 'die Zeit fehlt' };
  const micros = parseInstantMicros(DAY.test(text) ? `${text}T00:00:00Z` : text);
  if (micros === null) return noTime(text);
  const at = new Date(Math.floor(micros / 1000));
  if (at.getUTCFullYear() < EARLIEST_YEAR)
    return {
      en: `${text} is before the year ${EARLIEST_YEAR}`,
      de: `${text} liegt vor dem Jahr ${EARLIEST_YEAR}`,
    };
  return at.getUTCFullYear() > now.getUTCFullYear() + YEARS_AHEAD_MAX
    ? {
        en: `${text} is more than ${YEARS_AHEAD_MAX} years ahead`,
        de: `${text} liegt mehr als ${YEARS_AHEAD_MAX} Jahre voraus`,
      }
    : at;
}

function noTime(text: string): Localized {
  const isTurned = /^\d{1,2}[./]\d{1,2}[./]\d{2,4}/.test(text);
  const written = text.slice(0, QUOTED_LENGTH_MAX);
  return {
    en:
      `"${written}" is no day such as 2026-11-22 or instant such as 2026-11-22T13:00:00Z` +
      (isTurned ? ', in this order of year, month and day' : ''),
    de:
      `„${written}“ ist kein Tag wie 2026-11-22 und kein Zeitpunkt wie 2026-11-22T13:00:00Z` +
      (isTurned ? ', in dieser Folge von Jahr, Monat und Tag' : ''),
  };
}
