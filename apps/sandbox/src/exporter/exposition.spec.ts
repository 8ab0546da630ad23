import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { PROJECT_CATALOGUE } from '../cloud/project-catalogue.js';
import { SITES } from '../cloud/sites.js';
import { parseExposition } from '../sender/parse-exposition.js';
import { TEST_START_MS, testWorld } from '../testing/test-world.js';
import { exposition, type ExpositionFormat } from './exposition.js';

/** A text without what differs from exporter to exporter: values and the projects. */
function skeleton(text: string): string[] {
  const lines = text.split('\n').map((line) => {
    if (line.startsWith('#') || line === '') return line;
    const withoutValue = line.slice(0, line.lastIndexOf(' '));
    return line.startsWith('project_')
      ? withoutValue.replace(/="(?:[^"\\]|\\.)*"/g, '=""')
      : withoutValue;
  });
  return lines.filter((line, index) => line === '' || line !== lines[index - 1]);
}

describe('exposition', () => {
  it.each<ExpositionFormat>(['prometheus', 'openmetrics'])(
    'has the families, order and labels of a captured answer (%s)',
    (format) => {
      const capture = readFileSync(join(import.meta.dirname, 'fixtures', `${format}.txt`), 'utf8');
      const ours = exposition(testWorld(), SITES[0], TEST_START_MS, format);
      expect(skeleton(ours)).toEqual(skeleton(capture));
    },
  );

  it('lists the projects of its site, awkward names escaped and read back whole', () => {
    for (const site of SITES) {
      const text = exposition(testWorld(), site, TEST_START_MS, 'prometheus');
      const names = parseExposition(text)
        .filter(({ name }) => name === 'project_mb_usage')
        .map(({ labels }) => new Map(labels).get('project_name'));
      const expected = PROJECT_CATALOGUE.filter(({ sites }) => sites.includes(site.key));
      expect(names).toEqual(expected.map(({ name }) => name));
    }
    const text = exposition(testWorld(), SITES[0], TEST_START_MS, 'prometheus');
    expect(text).toContain('project_name="O\'Brien \\"Microbiome\\" Study"');
    expect(text).toContain('project_name="archive\\\\2026"');
  });

  it('gives the SimpleVM projects one project_id, and all others one each', () => {
    const text = exposition(testWorld(), SITES[0], TEST_START_MS, 'prometheus');
    const ids = new Map(
      parseExposition(text)
        .map(({ labels }) => new Map(labels))
        .map((labels) => [labels.get('project_name') ?? '', labels.get('project_id') ?? '']),
    );
    expect(ids.get('portal-pool')).toBe(ids.get('workshop-nanopore'));
    expect(new Set(ids.values()).size).toBe(ids.size - 2);
  });
});
