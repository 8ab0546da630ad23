import { Logger } from '@nestjs/common';
import pg from 'pg';
import { type DatabaseSettings } from '../config/index.js';
import { DatabaseListener } from './database.js';

const RETRY_MIN_MS = 250;
const RETRY_MAX_MS = 10_000;

type Subscriber = (payload: string) => void;

/** {@link DatabaseListener} on one connection per process, opened by the first subscription. */
export class PgListener extends DatabaseListener {
  private readonly logger = new Logger('DatabaseListener');
  private readonly subscribers = new Map<string, Set<Subscriber>>();
  private client: pg.Client | null = null;
  private isConnecting = false;
  private isClosed = false;
  private retryMs = RETRY_MIN_MS;
  private retryTimer: NodeJS.Timeout | undefined;

  constructor(private readonly settings: Pick<DatabaseSettings, 'DATABASE_URL'>) {
    super();
  }

  listen(channel: string, onPayload: Subscriber): () => void {
    const others = this.subscribers.get(channel);
    const all = others ?? new Set();
    all.add(onPayload);
    this.subscribers.set(channel, all);
    if (this.client === null) void this.connect();
    else if (others === undefined) void this.subscribe(this.client, channel);
    return () => all.delete(onPayload);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.retryTimer);
    await this.client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    if (this.isConnecting || this.isClosed) return;
    this.isConnecting = true;
    const client = new pg.Client({
      connectionString: this.settings.DATABASE_URL,
      application_name: 'os-credits listener',
      keepAlive: true,
      options: '-c role=os_credits_app',
    });
    client.on('error', () => this.lost(client));
    client.on('end', () => this.lost(client));
    client.on('notification', ({ channel, payload = '' }) => {
      for (const subscriber of this.subscribers.get(channel) ?? []) subscriber(payload);
    });
    try {
      await client.connect();
      for (const channel of this.subscribers.keys()) await this.subscribe(client, channel);
      this.client = client;
      await this.endIfClosed();
      this.retryMs = RETRY_MIN_MS;
    } catch (error) {
      this.logger.debug({ err: error }, 'the listening connection cannot be opened');
      void client.end().catch(() => undefined);
      this.retryLater();
    } finally {
      this.isConnecting = false;
    }
  }

  /** The listener may be closed while it connects. */
  private async endIfClosed(): Promise<void> {
    if (this.isClosed) await this.client?.end();
  }

  /** Channel names are constants of the code. */
  private async subscribe(client: pg.Client, channel: string): Promise<void> {
    await client.query(`listen ${pg.escapeIdentifier(channel)}`);
    // What was sent meanwhile is gone; an empty payload makes subscribers look for themselves.
    for (const subscriber of this.subscribers.get(channel) ?? []) subscriber('');
  }

  private lost(client: pg.Client): void {
    if (this.client !== client) return;
    this.client = null;
    this.retryLater();
  }

  private retryLater(): void {
    if (this.isClosed) return;
    clearTimeout(this.retryTimer);
    this.retryTimer = setTimeout(() => void this.connect(), this.retryMs);
    this.retryTimer.unref();
    this.retryMs = Math.min(this.retryMs * 2, RETRY_MAX_MS);
  }
}
