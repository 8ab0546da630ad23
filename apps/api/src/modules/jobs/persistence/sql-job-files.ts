import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import { JOB_SETTINGS, type JobSettings } from '../../../platform/config/index.js';
import { Database, type Tx } from '../../../platform/database/index.js';
import { DomainError } from '../../../platform/problems/index.js';
import { uploadNotFound } from '../application/job-errors.js';
import { JobFiles, type NewFile, type StoredFile } from '../application/job-files.js';
import { newJobId } from '../application/new-job-id.js';

/** Small enough for one row and one statement, large enough to be quick. */
const CHUNK_BYTES = 512 * 1024;

/** {@link JobFiles} in PostgreSQL. */
@Injectable()
export class SqlJobFiles extends JobFiles {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    @Inject(JOB_SETTINGS) private readonly settings: JobSettings,
  ) {
    super();
  }

  async store(file: NewFile): Promise<StoredFile> {
    const id = newJobId(this.clock.now());
    await this.database.query(
      `insert into job_file (id, kind, name, media_type, size_bytes, sha256, created_at, created_by)
       values ($1, $2, $3, $4, 0, '', $5, $6)`,
      [id, file.kind, file.name, file.mediaType, this.clock.now(), file.createdBy],
    );
    try {
      const { sizeBytes, sha256 } = await this.storeChunks(id, file);
      await this.database.query(
        'update job_file set size_bytes = $2, sha256 = $3, is_complete = true where id = $1',
        [id, sizeBytes, sha256],
      );
      return { id, name: file.name, mediaType: file.mediaType, sizeBytes, sha256 };
    } catch (error) {
      // What stays behind is removed by the maintenance.
      await this.database.query('delete from job_file where id = $1', [id]).catch(() => undefined);
      throw error;
    }
  }

  async attachUploads(
    tx: Tx,
    runId: string,
    uploads: readonly { readonly id: string; readonly pointer: string }[],
  ): Promise<void> {
    for (const upload of uploads) {
      const rows = await tx.query(
        `insert into job_run_file (run_id, file_id)
         select $1, id from job_file where id = $2 and kind = 'upload' and is_complete for key share
         on conflict do nothing returning file_id`,
        [runId, upload.id],
      );
      if (rows.length === 0) throw uploadNotFound(upload.id);
    }
  }

  async attachResult(tx: Tx, runId: string, fileId: string): Promise<void> {
    await tx.query(
      `delete from job_file former
        using job_file f
        where f.id = $2 and former.id <> f.id and former.kind = 'result' and former.name = f.name
          and former.id in (select file_id from job_run_file where run_id = $1)`,
      [runId, fileId],
    );
    await tx.query('insert into job_run_file (run_id, file_id) values ($1, $2)', [runId, fileId]);
  }

  async find(fileId: string): Promise<StoredFile | null> {
    const [row] = await this.database.query<StoredFile>(
      `select id, name, media_type as "mediaType", size_bytes::float8 as "sizeBytes", sha256
         from job_file where id = $1 and is_complete`,
      [fileId],
    );
    return row ?? null;
  }

  async *read(fileId: string): AsyncIterable<Uint8Array> {
    if ((await this.find(fileId)) === null) throw uploadNotFound(fileId);
    for (let position = 0; ; position += 1) {
      const [row] = await this.database.query<{ content: Buffer }>(
        'select content from job_file_chunk where file_id = $1 and position = $2',
        [fileId, position],
      );
      if (row === undefined) return;
      yield row.content;
    }
  }

  private async storeChunks(
    id: string,
    file: NewFile,
  ): Promise<{ sizeBytes: number; sha256: string }> {
    const hash = createHash('sha256');
    let sizeBytes = 0;
    let position = 0;
    for await (const chunk of inChunks(file.content)) {
      sizeBytes += chunk.length;
      if (sizeBytes > this.settings.JOB_UPLOAD_BYTES_MAX) throw tooLarge(this.settings);
      hash.update(chunk);
      await this.database.query(
        'insert into job_file_chunk (file_id, position, content) values ($1, $2, $3)',
        [id, position, chunk],
      );
      position += 1;
    }
    return { sizeBytes, sha256: hash.digest('hex') };
  }
}

/** Pieces of one size, so that neither tiny nor huge ones reach the database. */
async function* inChunks(content: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  for await (const part of content) {
    pending.push(Buffer.from(part));
    pendingBytes += part.length;
    if (pendingBytes < CHUNK_BYTES) continue;
    const joined = Buffer.concat(pending);
    let offset = 0;
    for (; joined.length - offset >= CHUNK_BYTES; offset += CHUNK_BYTES) {
      yield joined.subarray(offset, offset + CHUNK_BYTES);
    }
    pending = [joined.subarray(offset)];
    pendingBytes = joined.length - offset;
  }
  if (pendingBytes > 0) yield Buffer.concat(pending);
}

function tooLarge(settings: JobSettings): DomainError {
  return new DomainError({
    code: 'payload-too-large',
    kind: 'invalid',
    message: `A file may have ${settings.JOB_UPLOAD_BYTES_MAX} bytes (JOB_UPLOAD_BYTES_MAX); split it.`,
  });
}
