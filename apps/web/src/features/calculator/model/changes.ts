import { type WhatIfRequest } from '@os-credits/contracts';

/** More (or, negative, less) of a metric at a site per hour, as it was typed. */
export type ChangeText = { site: string; metric: string; amount: string };

/** Changes of an address such as `bielefeld,project_vcpu_usage=-4;giessen,gpu=1`; names are encoded. */
export function changesOf(text: string): ChangeText[] {
  return text
    .split(';')
    .filter(Boolean)
    .map((part) => {
      const [place = '', amount = ''] = part.split('=');
      const [site = '', metric = ''] = place.split(',');
      return { site: decoded(site), metric: decoded(metric), amount: decoded(amount) };
    });
}

/** The text that {@link changesOf} reads; changes without an amount are none. */
export function changesText(changes: readonly ChangeText[]): string {
  return changes
    .filter(({ amount }) => amount !== '')
    .map(({ site, metric, amount }) => {
      const [place, name, much] = [site, metric, amount].map(encodeURIComponent);
      return `${place ?? ''},${name ?? ''}=${much ?? ''}`;
    })
    .join(';');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export type ChangeFault = 'comma' | 'notDecimal';

/** What is wrong with an amount; an empty one changes nothing. */
export function changeFault(text: string): ChangeFault | null {
  const typed = text.trim();
  if (typed === '' || /^[+-]?\d{1,12}(\.\d{1,18})?$/.test(typed)) return null;
  return /^[+-]?\d+,\d+$/.test(typed) ? 'comma' : 'notDecimal';
}

/** What is asked; null while an amount is no number. */
export function whatIfRequestOf(
  changes: readonly ChangeText[],
  table: string | undefined,
): WhatIfRequest | null {
  if (changes.some(({ amount }) => changeFault(amount) !== null)) return null;
  const costTableId = /^\d+$/.test(table ?? '') ? Number(table) : null;
  return {
    ...(costTableId === null ? {} : { costTableId }),
    changes: changes
      .filter(({ amount }) => amount.trim() !== '')
      .map(({ site, metric, amount }) => ({
        site,
        metric,
        amountPerHour: amount.trim().replace(/^\+/, ''),
      })),
  };
}
