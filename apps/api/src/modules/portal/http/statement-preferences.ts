import { type StatementFormat } from '@os-credits/contracts';

const FORMATS: Readonly<Record<string, StatementFormat>> = {
  'application/json': 'json',
  'application/*': 'json',
  '*/*': 'json',
  'text/csv': 'csv',
  'application/pdf': 'pdf',
};

/** The statement's form that an `Accept` header prefers; JSON where it names none of them. */
export function preferredFormat(accept: string | undefined): StatementFormat {
  for (const type of byWeight(accept)) {
    const format = FORMATS[type];
    if (format !== undefined) return format;
  }
  return 'json';
}

/** The language that an `Accept-Language` header prefers; English where it names neither. */
export function preferredLanguage(acceptLanguage: string | undefined): 'en' | 'de' {
  for (const tag of byWeight(acceptLanguage)) {
    const [language] = tag.split('-', 1);
    if (language === 'de' || language === 'en') return language;
  }
  return 'en';
}

/** Items of a weighted list (RFC 9110, 12.4.2), best first, in lower case; refused ones are left out. */
function byWeight(header: string | undefined): string[] {
  return (header ?? '')
    .slice(0, 1000)
    .split(',')
    .map((item) => {
      const [name = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase());
      const weight = parameters.find((parameter) => parameter.startsWith('q='));
      return { name, q: weight === undefined ? 1 : Number(weight.slice(2)) };
    })
    .filter(({ name, q }) => name !== '' && q > 0)
    .sort((a, b) => b.q - a.q)
    .map(({ name }) => name);
}
