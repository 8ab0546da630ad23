import { describe, expect, it } from '@jest/globals';
import { serverSettings } from './embedded-postgres-settings.js';

const GIB = 1024 ** 3;
const base = {
  port: 5433,
  memoryBytes: 16 * GIB,
  durability: 'durable',
  walCompression: 'lz4',
} as const;

describe('serverSettings', () => {
  it('keeps acknowledged commits through a power loss', () => {
    expect(serverSettings(base)).toMatchObject({
      fsync: 'on',
      synchronous_commit: 'on',
      full_page_writes: 'on',
    });
  });

  it('gives durability up for throw-away data only', () => {
    expect(serverSettings({ ...base, durability: 'fast' })).toMatchObject({
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
    });
  });

  it('takes less memory on a small machine', () => {
    expect(serverSettings(base)['shared_buffers']).toBe('1536MB');
    expect(serverSettings({ ...base, memoryBytes: GIB })['shared_buffers']).toBe('128MB');
    expect(serverSettings({ ...base, memoryBytes: GIB / 8 })['shared_buffers']).toBe('64MB');
  });

  it('is reachable from this machine only, and never through a socket file', () => {
    expect(serverSettings(base)).toMatchObject({
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      port: '5433',
    });
  });
});
