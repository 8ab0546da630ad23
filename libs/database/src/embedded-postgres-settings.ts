/** `durable` keeps every acknowledged commit through a power loss; `fast` is for throw-away test data. */
export type Durability = 'durable' | 'fast';

const MIB = 1024 * 1024;

/**
 * Server settings of the embedded PostgreSQL, as `name → value` for `-c name=value`.
 *
 * `memoryBytes` is what the machine (or its container) has. The amounts stay modest because the
 * same machine runs the API, the worker and, in development, a browser.
 */
export function serverSettings(options: {
  port: number;
  memoryBytes: number;
  durability: Durability;
  /** `pglz` costs more processor time than the log it saves. */
  walCompression: 'lz4' | 'off';
}): Record<string, string> {
  const memoryMib = options.memoryBytes / MIB;
  const sharedBuffersMib = Math.max(64, Math.min(1536, Math.floor(memoryMib / 8)));
  const cacheMib = Math.max(256, Math.min(4096, Math.floor(memoryMib / 4)));
  const durable = options.durability === 'durable' ? 'on' : 'off';
  return {
    listen_addresses: '127.0.0.1',
    port: String(options.port),
    unix_socket_directories: '',
    password_encryption: 'scram-sha-256',
    max_connections: '100',
    shared_buffers: `${sharedBuffersMib}MB`,
    effective_cache_size: `${cacheMib}MB`,
    work_mem: '32MB',
    maintenance_work_mem: '256MB',
    fsync: durable,
    synchronous_commit: durable,
    full_page_writes: durable,
    wal_compression: options.walCompression,
    max_wal_size: '4GB',
    checkpoint_timeout: '15min',
    jit: 'off',
    random_page_cost: '1.1',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    log_line_prefix: '%m [%p] ',
  };
}
