import { describe, expect, it } from '@jest/globals';
import { DEFAULT_SERIES_IDENTITY, identifySeries } from './identify-series.js';

const LABELS: Readonly<Record<string, string | undefined>> = {
  __name__: 'm',
  project_name: 'alpha',
  location_id: '8676',
  location: 'site-a',
};

function labels(changes: Readonly<Record<string, string | undefined>> = {}): Map<string, string> {
  const entries = Object.entries({ ...LABELS, ...changes });
  return new Map(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

describe('identifySeries', () => {
  it.each([
    ['the first site label counts', {}, '8676'],
    ['the next one stands in', { location_id: undefined }, 'site-a'],
    ['an empty label is a missing one', { location_id: '' }, 'site-a'],
    ['the default comes last', { location_id: undefined, location: undefined }, 'home'],
  ])('%s', (_, changes, site) => {
    const options = { ...DEFAULT_SERIES_IDENTITY, defaultSite: 'home' };
    expect(identifySeries(labels(changes), options)).toEqual({
      project: 'alpha',
      site,
      metric: 'm',
    });
  });

  it.each([
    ['metric-missing', { __name__: undefined }],
    ['project-missing', { project_name: undefined }],
    ['project-missing', { project_name: '' }],
    ['site-missing', { location_id: undefined, location: undefined }],
    ['project-invalid', { project_name: 'x'.repeat(257) }],
    ['project-invalid', { project_name: 'a\nb' }],
    ['project-invalid', { project_name: 'a\0' }],
    ['project-invalid', { project_name: ' ' }],
    ['site-invalid', { location_id: 'a\x7f' }],
  ])('says %s', (reason, changes) => {
    expect(identifySeries(labels(changes))).toMatchObject({ reason });
  });

  it('says what a series names that it cannot identify', () => {
    const namesOf = (changes: Readonly<Record<string, string | undefined>>) => {
      const identity = identifySeries(labels(changes));
      return 'names' in identity ? identity.names : 'identified';
    };
    expect(namesOf({ project_name: undefined })).toEqual({ site: '8676', metric: 'm' });
    expect(namesOf({ project_name: 'a\0', location_id: 'b' })).toEqual({ site: 'b', metric: 'm' });
    expect(namesOf({ location_id: '', location: undefined })).toEqual({
      project: 'alpha',
      metric: 'm',
    });
    expect(namesOf({ __name__: '' })).toEqual({ project: 'alpha', site: '8676' });
  });

  it('takes other labels by configuration', () => {
    const options = { projectLabel: 'group', siteLabels: ['zone'] };
    expect(identifySeries(labels({ group: 'g', zone: 'z' }), options)).toEqual({
      project: 'g',
      site: 'z',
      metric: 'm',
    });
  });
});
