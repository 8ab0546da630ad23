import { randomUUID } from 'node:crypto';
import PostalMime from 'postal-mime';
import { z } from 'zod';
import type { DataFolder } from '../data-folder.js';

const FILE = 'mails.json';
const MAILS_MAX = 200;

const mailSchema = z.object({
  id: z.string(),
  /** ISO 8601, UTC. */
  receivedAt: z.string(),
  /** Who the envelope says; the headers may say otherwise. */
  envelope: z.object({ from: z.string(), to: z.array(z.string()) }),
  from: z.string(),
  to: z.array(z.string()),
  cc: z.array(z.string()),
  subject: z.string(),
  text: z.string(),
  html: z.string().optional(),
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
  attachments: z.array(z.object({ filename: z.string(), mimeType: z.string(), bytes: z.number() })),
});

/** A mail that somebody sent into the sandbox. */
export type Mail = z.infer<typeof mailSchema>;

/** The sender and recipients of the SMTP dialogue. */
export type Envelope = Mail['envelope'];

/** All mails that came in, newest first, bounded, kept over restarts. */
export class Mailbox {
  private mails: Mail[];

  constructor(private readonly folder: DataFolder) {
    const stored = z.array(mailSchema).safeParse(folder.readJson(FILE) ?? []);
    this.mails = stored.success ? stored.data : [];
  }

  all(): readonly Mail[] {
    return this.mails;
  }

  byId(id: string): Mail | undefined {
    return this.mails.find((mail) => mail.id === id);
  }

  /** Takes a message as it came over SMTP. */
  async receive(raw: Buffer, envelope: Envelope, nowMs: number): Promise<Mail> {
    const parsed = await PostalMime.parse(raw);
    const mail: Mail = {
      id: randomUUID(),
      receivedAt: new Date(nowMs).toISOString(),
      envelope,
      from: parsed.from?.address ?? envelope.from,
      to: addresses(parsed.to),
      cc: addresses(parsed.cc),
      subject: parsed.subject ?? '(no subject)',
      text: parsed.text ?? '',
      ...(parsed.html === undefined ? {} : { html: parsed.html }),
      headers: parsed.headers.map(({ key, value }) => ({ name: key, value })),
      attachments: parsed.attachments.map(({ filename, mimeType, content }) => ({
        filename: filename ?? '(unnamed)',
        mimeType,
        bytes: typeof content === 'string' ? content.length : content.byteLength,
      })),
    };
    this.replace([mail, ...this.mails].slice(0, MAILS_MAX));
    return mail;
  }

  clear(): void {
    this.replace([]);
  }

  private replace(mails: Mail[]): void {
    this.mails = mails;
    this.folder.write(FILE, JSON.stringify(mails));
  }
}

function addresses(list: readonly { address?: string | undefined }[] | undefined): string[] {
  return (list ?? []).flatMap(({ address }) => (address === undefined ? [] : [address]));
}
