import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { uncompressSync } from 'snappy';
import { encodeWriteRequest, type Sample } from './write-request.js';

const TIMESTAMP_MS = 1_795_321_275_887;

function captured(
  name: string,
  value: number,
  [domainId, domain, id, project]: readonly [string, string, string, string],
): Sample {
  return {
    labels: [
      ['__name__', name],
      ['domain_id', domainId],
      ['domain_name', domain],
      ['instance', '127.0.0.1:18090'],
      ['job', 'project_usages'],
      ['location', 'site-a'],
      ['location_id', '8676'],
      ['project_id', id],
      ['project_name', project],
    ],
    value,
    timestampMs: TIMESTAMP_MS,
  };
}

const DEV = ['123elixirDomain', 'elixir', '123devsimplevm', 'portal-pool-dev'] as const;
const POOL = ['123elixirDomain', 'elixir', '123realsimplevm', 'portal-pool'] as const;
const HERS = ['default', 'default', '123HerOSP', 'HerOSP'] as const;
const MINE = ['default', 'default', '123MyOSP', 'MyOSP'] as const;

describe('encodeWriteRequest', () => {
  it('writes the very bytes that Prometheus 2.42 sent for these samples', () => {
    const request = encodeWriteRequest([
      captured('project_mb_usage', 2675153.01070082, DEV),
      captured('project_mb_usage', 10249075.874363229, POOL),
      captured('project_mb_usage', 2675153.01070476, HERS),
      captured('project_mb_usage', 2229160.842254711, MINE),
      captured('project_vcpu_usage', 891717.6702336299, DEV),
      captured('project_vcpu_usage', 5124537.937181614, POOL),
      captured('project_vcpu_usage', 891717.6702349334, HERS),
      captured('project_vcpu_usage', 334558.4596715383, MINE),
    ]);
    const path = join(import.meta.dirname, 'fixtures', 'prometheus-remote-write.bin');
    const sent = uncompressSync(readFileSync(path), { asBuffer: true });
    expect(request.toString('hex')).toBe(Buffer.from(sent).toString('hex'));
  });
});
