/**
 * Units that a counter may be reported in, per unit that rates refer to. The factors are exact:
 * 1 MiB·h = 1/1024 GiB·h = 0.0009765625 GiB·h. Seconds are not offered: 1/3600 has no finite decimal.
 */
const factors: Record<string, Record<string, string>> = {
  'vCPU·h': { 'vCPU·h': '1' },
  'GiB·h': { 'GiB·h': '1', 'MiB·h': '0.0009765625' },
  'GPU·h': { 'GPU·h': '1' },
  'TiB·h': { 'TiB·h': '1', 'GiB·h': '0.0009765625' },
};

/** Every unit that a metric may have, with the reading units it understands. */
export function unitsOffered(): { unit: string; readingUnits: string[] }[] {
  return Object.entries(factors).map(([unit, byReadingUnit]) => ({
    unit,
    readingUnits: Object.keys(byReadingUnit),
  }));
}

/** Units of `unit` per `readingUnit` as exact decimal text, or `null` when they do not convert. */
export function readingFactor(unit: string, readingUnit: string): string | null {
  return factors[unit]?.[readingUnit] ?? null;
}

/** Reads a unit as people type it in a setting: `MiB.h`, `MiB*h` and `MiB·h` are one. */
export function parseUnit(text: string): string {
  return text.trim().replace(/[.*⋅∙]/g, '·');
}
