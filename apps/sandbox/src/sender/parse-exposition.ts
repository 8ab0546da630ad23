/** One line of the Prometheus text format. */
export interface ScrapedSample {
  readonly name: string;
  readonly labels: readonly (readonly [name: string, value: string])[];
  readonly value: number;
}

const SAMPLE_LINE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"/g;
const UNESCAPED: Readonly<Record<string, string>> = { n: '\n', '"': '"', '\\': '\\' };

/**
 * Reads what a usage exporter answers. Only what these exporters write is understood: no timestamps,
 * no exemplars.
 *
 * @throws Error that names the first line that is neither a comment nor a sample
 */
export function parseExposition(text: string): readonly ScrapedSample[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(parseLine);
}

function parseLine(line: string): ScrapedSample {
  const [, name, labels = '', value = ''] = SAMPLE_LINE.exec(line) ?? [];
  if (name === undefined) throw new Error(`not a line of the text format: ${line}`);
  const pairs = [...labels.matchAll(LABEL)].map(
    ([, label = '', text = '']) => [label, unescape(text)] as const,
  );
  return { name, labels: pairs, value: Number(value) };
}

function unescape(text: string): string {
  return text.replace(/\\(.)/g, (whole, character: string) => UNESCAPED[character] ?? whole);
}
