import { createServer } from 'node:net';

/**
 * Ports for servers that a test starts by number. They lie below the range from which Linux takes
 * the ports of outgoing connections and of `listen(0)` (32768 and up by default): a port that the
 * kernel hands out itself may be somebody else's between the probe and the start of the server. And
 * they lie above 10080, the last of the ports that `fetch` and browsers refuse ("bad port", WHATWG
 * Fetch, section 2.9).
 */
const FIRST_PORT = 11_000;
const SLICES = 7;
const SLICE_PORTS = 1_000;

const handedOut = new Set<number>();
let next = (process.pid * 131) % SLICE_PORTS;

/**
 * Different TCP ports that nothing on this machine listens on. One process never gets a port
 * twice, and Jest's workers take theirs from slices of their own.
 *
 * @throws Error when the slice has no port left
 */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) ports.push(await nextFreePort());
  return ports;
}

/** One port, as {@link freePorts} gives them. */
export async function freePort(): Promise<number> {
  return nextFreePort();
}

async function nextFreePort(): Promise<number> {
  const slice = Number(process.env['JEST_WORKER_ID'] ?? 0) % SLICES;
  for (let tried = 0; tried < SLICE_PORTS; tried += 1) {
    const port = FIRST_PORT + slice * SLICE_PORTS + next;
    next = (next + 1) % SLICE_PORTS;
    if (handedOut.has(port)) continue;
    // Before the probe is awaited, so that two callers at once cannot both take it.
    handedOut.add(port);
    if (await isFree(port)) return port;
  }
  throw new Error(`No port of slice ${slice} is free: something takes ports and keeps them.`);
}

/** On all addresses, because the servers under test listen on different ones. */
function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
