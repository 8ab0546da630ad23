import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { describeSeries } from './label-rules.js';
import { parsePrometheusText } from './parse-prometheus-text.js';

function read(text: string) {
  return parsePrometheusText(text).samples.map(({ labels, value, timeMillis }) => [
    describeSeries(labels),
    value,
    timeMillis,
  ]);
}

describe('parsePrometheusText', () => {
  it.each([
    ['up 1', 'up{}', '1', undefined],
    ['up{} 1.50 1546300800000', 'up{}', '1.5', 1_546_300_800_000],
    ['up { a = "1" , b="2", } +2e3 -5', 'up{a="1",b="2"}', '2000', -5],
    ['a:b_c{x="\\\\ \\" \\n }"} 0', 'a:b_c{x="\\\\ \\" \\n }"}', '0', undefined],
    ['{"a.b","x y"="1"} 1', 'a.b{x y="1"}', '1', undefined],
  ])('reads %s', (line, series, value, timeMillis) => {
    expect(read(`# HELP up x\n# TYPE up gauge\n\n${line}\n`)).toEqual([
      [series, value, timeMillis],
    ]);
  });

  it.each(['up NaN', 'up +Inf', 'up -1'])('keeps %s with its fault', (line) => {
    expect(read(line)[0]?.[1]).toHaveProperty('reason');
  });

  it.each([
    'up',
    'up{',
    'up{a="1" 1',
    'up{a=1} 1',
    'up{a="1",a="2"} 1',
    '{a="1"} 1',
    'up x',
    'up 1 2 3',
    '1up 1',
  ])('reports %s and reads on', (line) => {
    const { samples, faults } = parsePrometheusText(`${line}\nok 1`);
    expect(faults.map(({ line: number }) => number)).toEqual([1]);
    expect(samples).toHaveLength(1);
  });

  it.each(['exporter-metrics.txt', 'exporter-metrics-simplevm-fixed.txt'])('reads %s', (file) => {
    const text = readFileSync(new URL(`../test-fixtures/${file}`, import.meta.url), 'utf8');
    const { samples, faults } = parsePrometheusText(text);
    expect(faults).toEqual([]);
    expect(samples).toHaveLength(text.split('\n').filter((l) => /^[^#]/.test(l)).length);
    expect(samples.filter(({ labels }) => labels.has('project_name')).length).toBeGreaterThan(5);
  });
});
