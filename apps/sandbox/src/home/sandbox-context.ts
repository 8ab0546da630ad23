import type { World } from '../cloud/world.js';
import type { SandboxConfig } from '../config/sandbox-config.js';
import type { Mailbox } from '../mailbox/mailbox.js';
import type { PerunSimulator } from '../perun/index.js';
import type { RemoteWriteSender } from '../sender/remote-write-sender.js';
import type { UsageFeed } from '../sender/usage-feed.js';

/** What the home page shows and controls. Sender and feed are absent when sending is off. */
export interface SandboxContext {
  readonly config: SandboxConfig;
  readonly world: World;
  readonly mailbox: Mailbox;
  readonly perun: PerunSimulator;
  readonly sender: RemoteWriteSender | undefined;
  readonly feed: UsageFeed | undefined;
  readonly nowMs: () => number;
}
