import { settingMeta } from './parse-settings.js';
import { settingGroups } from './settings.js';

/**
 * Values of a process's settings that must never be seen, for filters of texts: secrets, and passwords inside
 * URLs.
 */
export function secretValues(settings: Readonly<Record<string, unknown>>): string[] {
  const schemas = new Map<string, unknown>(
    Object.values(settingGroups).flatMap(({ shape }) => Object.entries(shape)),
  );
  return Object.entries(settings).flatMap(([name, value]) => {
    if (typeof value !== 'string') return [];
    if (settingMeta(schemas.get(name))?.isSecret === true) return [value];
    const password = URL.canParse(value) ? new URL(value).password : '';
    return password === '' ? [] : [password, decodeURIComponent(password)];
  });
}
