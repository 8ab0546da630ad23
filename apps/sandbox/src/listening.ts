import type { FastifyInstance } from 'fastify';
import { PORT_VARIABLES, SandboxStartError, type SandboxPorts } from './config/sandbox-config.js';
import { errorCode } from './error-text.js';

/**
 * Starts a web server on one of the sandbox's ports.
 *
 * @throws SandboxStartError in one sentence when the port cannot be had
 */
export async function listen(
  server: FastifyInstance,
  which: keyof SandboxPorts,
  address: { port: number; host: string },
): Promise<void> {
  try {
    await server.listen(address);
  } catch (error) {
    throw listenFault(error, which, address);
  }
}

/** Says in one sentence why a port could not be had and what to do about it. */
export function listenFault(
  error: unknown,
  which: keyof SandboxPorts,
  address: { port: number; host: string },
): unknown {
  const code = errorCode(error);
  const where = `Port ${address.port} on ${address.host}`;
  const remedy = `stop that program or set ${PORT_VARIABLES[which]} to a free port`;
  if (code === 'EADDRINUSE') {
    return new SandboxStartError(`${where} is taken by another program: ${remedy}.`);
  }
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL') {
    return new SandboxStartError(
      `${where} cannot be opened (${code}): set ${PORT_VARIABLES[which]} or SANDBOX_BIND.`,
    );
  }
  return error;
}
