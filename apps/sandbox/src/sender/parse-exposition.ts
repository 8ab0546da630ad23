import { parsePrometheusText } from '@os-credits/usage-wire';

/** One line of an exporter's answer. */
export interface ScrapedSample {
  readonly name: string;
  readonly labels: readonly (readonly [name: string, value: string])[];
  readonly value: number;
}

/**
 * Reads what a usage exporter answers.
 *
 * @throws Error that names the first line that cannot be read
 */
export function parseExposition(text: string): readonly ScrapedSample[] {
  const { samples, faults } = parsePrometheusText(text);
  const [fault] = faults;
  if (fault !== undefined) throw new Error(`line ${fault.line}: ${fault.detail}`);
  return samples.map(({ labels, value }) => ({
    name: labels.get('__name__') ?? '',
    labels: [...labels].filter(([name]) => name !== '__name__'),
    value: Number(value),
  }));
}
