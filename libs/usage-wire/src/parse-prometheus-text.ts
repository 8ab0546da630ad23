import { canonicalDecimal, type ValueFault } from './decimal.js';
import { METRIC_LABEL } from './label-rules.js';
import type { Labels } from './reading-batch.js';

/** One sample of an exposition. */
export interface ExposedSample {
  readonly line: number;
  /** With `__name__`. */
  readonly labels: Labels;
  /** Canonical decimal, or why the value cannot be billed (NaN, infinite, negative…). */
  readonly value: string | ValueFault;
  /** Milliseconds since the Unix epoch; rarely given. */
  readonly timeMillis?: number;
}

/** What an exporter's page holds. */
export interface Exposition {
  readonly samples: readonly ExposedSample[];
  readonly faults: readonly { readonly line: number; readonly detail: string }[];
}

const NAME = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const QUOTED = /"([^"\\]*(?:\\.[^"\\]*)*)"/y;
const BLANK = /[ \t]*/y;
const TAIL = /^[ \t]+(\S+)(?:[ \t]+(-?\d+))?[ \t]*$/;

/**
 * Parses the Prometheus text exposition format 0.0.4
 * (https://prometheus.io/docs/instrumenting/exposition_formats/), with quoted names as newer
 * exporters write them. Comments, HELP and TYPE are skipped; a bad line is reported and left out.
 */
export function parsePrometheusText(text: string): Exposition {
  const samples: ExposedSample[] = [];
  const faults: { line: number; detail: string }[] = [];
  text.split('\n').forEach((raw, index) => {
    const content = raw.trim();
    if (content === '' || content.startsWith('#')) return;
    const sample = new ExpositionLine(content).parse();
    if (typeof sample === 'string') faults.push({ line: index + 1, detail: sample });
    else samples.push({ line: index + 1, ...sample });
  });
  return { samples, faults };
}

class ExpositionLine {
  private at = 0;
  private readonly labels = new Map<string, string>();

  constructor(private readonly text: string) {}

  /** @returns the sample, or what is wrong with the line */
  parse(): Omit<ExposedSample, 'line'> | string {
    const name = this.match(NAME)?.[0];
    if (name !== undefined) this.labels.set(METRIC_LABEL, name);
    this.match(BLANK);
    if (this.text[this.at] === '{') {
      this.at++;
      const fault = this.parseLabels();
      if (fault !== undefined) return fault;
    }
    if (!this.labels.has(METRIC_LABEL)) return 'the metric has no name';
    const tail = TAIL.exec(` ${this.text.slice(this.at)}`);
    if (tail === null) return 'a value and at most a timestamp must follow the labels';
    const value = canonicalDecimal((tail[1] ?? '').replace(/^\+(?=[\d.])/, ''));
    if (typeof value !== 'string' && value.reason === 'bad-value') return value.detail;
    return {
      labels: this.labels,
      value,
      ...(tail[2] === undefined ? {} : { timeMillis: Number(tail[2]) }),
    };
  }

  private parseLabels(): string | undefined {
    for (;;) {
      this.match(BLANK);
      if (this.text[this.at] === '}') {
        this.at++;
        return undefined;
      }
      const quotedName = this.match(QUOTED)?.[1];
      const name = quotedName ?? this.match(NAME)?.[0];
      if (name === undefined) return 'a label name is missing';
      const fault = this.parseLabel(unescapeText(name), quotedName !== undefined);
      if (fault !== undefined) return fault;
      this.match(BLANK);
      if (this.text[this.at] === ',') this.at++;
      else if (this.text[this.at] !== '}') return 'a comma or "}" must follow a label';
    }
  }

  private parseLabel(name: string, isQuoted: boolean): string | undefined {
    this.match(BLANK);
    const isMetric = isQuoted && this.text[this.at] !== '=';
    let value = name;
    if (!isMetric) {
      if (this.text[this.at++] !== '=') return `label ${name} has no "="`;
      this.match(BLANK);
      const quoted = this.match(QUOTED)?.[1];
      if (quoted === undefined) return `the value of label ${name} is not in quotes`;
      value = unescapeText(quoted);
    }
    const label = isMetric ? METRIC_LABEL : name;
    if (this.labels.has(label)) return `label ${label} occurs more than once`;
    this.labels.set(label, value);
    return undefined;
  }

  private match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text) ?? undefined;
    if (match !== undefined) this.at = pattern.lastIndex;
    return match;
  }
}

function unescapeText(text: string): string {
  return text.replace(/\\([\\"n])/g, (_, code: string) => (code === 'n' ? '\n' : code));
}
