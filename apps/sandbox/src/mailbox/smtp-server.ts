import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { listenFault } from '../listening.js';
import type { Envelope, Mailbox } from './mailbox.js';

const MESSAGE_BYTES_MAX = 5 * 1024 * 1024;

/** A mail server that is running. */
export interface RunningSmtpServer {
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * Starts a mail server that takes every mail for everybody, from anybody, signed in or not, and puts
 * it into the mailbox. Nothing leaves it.
 *
 * @throws SandboxStartError when the port cannot be had
 */
export async function startSmtpServer(
  mailbox: Mailbox,
  address: { port: number; host: string },
  nowMs: () => number,
): Promise<RunningSmtpServer> {
  const server = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    size: MESSAGE_BYTES_MAX,
    onAuth: (auth, _session, done) => done(null, { user: auth.username ?? 'anyone' }),
    onData: (stream, session, done) => {
      readAll(stream)
        .then((raw) => mailbox.receive(raw, envelopeOf(session), nowMs()))
        .then(() => done(), done);
    },
  });
  const listening = await new Promise<AddressInfo>((resolve, reject) => {
    // Stays for good: once it listens, a client that breaks off in the middle is no reason to end.
    server.on('error', (error) => reject(startFault(error, address)));
    server.listen(address.port, address.host, () => {
      resolve(server.server.address() as AddressInfo);
    });
  });
  return {
    port: listening.port,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function startFault(error: unknown, address: { port: number; host: string }): Error {
  const fault = listenFault(error, 'smtp', address);
  return fault instanceof Error ? fault : new Error(String(fault));
}

async function readAll(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function envelopeOf(session: SMTPServerSession): Envelope {
  const { mailFrom, rcptTo } = session.envelope;
  return {
    from: mailFrom === false ? '' : mailFrom.address,
    to: rcptTo.map((recipient) => recipient.address),
  };
}
