import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { goFloat } from './go-float.js';

const capture = readFileSync(join(import.meta.dirname, 'fixtures', 'prometheus.txt'), 'utf8');
const captured = capture
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.slice(line.lastIndexOf(' ') + 1));

describe('goFloat', () => {
  it.each(captured)('writes %s as the real exporter did', (text) => {
    expect(goFloat(Number(text))).toBe(text);
  });

  it.each([
    [0, '0.0'],
    [-0, '-0.0'],
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [999_999.5, '999999.5'],
    [1_000_000, '1e+06'],
    [-1_000_000.25, '-1000000.25'],
    [1e21, '1e+21'],
    [Number.NaN, 'NaN'],
    [Infinity, '+Inf'],
    [-Infinity, '-Inf'],
  ])('writes %d as Python does', (value, text) => {
    expect(goFloat(value)).toBe(text);
  });
});
