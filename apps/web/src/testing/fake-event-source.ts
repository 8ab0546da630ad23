/**
 * Stands in for the browser's `EventSource`, which jsdom lacks: a test says what the server sends and
 * when the connection breaks.
 */
export class FakeEventSource extends EventTarget {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSED = 2;
  private static opened: FakeEventSource[] = [];

  readonly url: string;
  readyState: number = FakeEventSource.CONNECTING;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;

  constructor(url: string) {
    super();
    this.url = url;
    FakeEventSource.opened.push(this);
  }

  /** Streams that are open for an address that contains `part`, oldest first. */
  static to(part: string): FakeEventSource[] {
    return FakeEventSource.opened.filter(
      ({ url, readyState }) => url.includes(part) && readyState !== FakeEventSource.CLOSED,
    );
  }

  static forgetAll(): void {
    FakeEventSource.opened = [];
  }

  accept(): void {
    this.readyState = FakeEventSource.OPEN;
    this.onopen?.();
  }

  send(event: string, content: unknown): void {
    this.dispatchEvent(new MessageEvent(event, { data: JSON.stringify(content) }));
  }

  /** Loses the connection; the browser tries again by itself unless the server refused it. */
  lose({ isFinal }: { isFinal: boolean }): void {
    this.readyState = isFinal ? FakeEventSource.CLOSED : FakeEventSource.CONNECTING;
    this.onerror?.();
  }

  close(): void {
    this.readyState = FakeEventSource.CLOSED;
  }
}
