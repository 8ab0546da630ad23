import { type Tx } from '../../../platform/database/index.js';

export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

export interface NewFile {
  readonly kind: 'upload' | 'result';
  readonly name: string;
  readonly mediaType: string;
  readonly createdBy: string;
  readonly content: AsyncIterable<Uint8Array>;
}

/** Uploaded files and results, in pieces in the database: processes share nothing else. */
export abstract class JobFiles {
  /** @throws DomainError `payload-too-large` beyond the limit; nothing is kept then */
  abstract store(file: NewFile): Promise<StoredFile>;

  /**
   * Ties uploads to a run, so that they are kept as long as it.
   *
   * @throws DomainError `upload-not-found`
   */
  abstract attachUploads(
    tx: Tx,
    runId: string,
    uploads: readonly { readonly id: string; readonly pointer: string }[],
  ): Promise<void>;

  /** Shows a stored file on the page of a run, in place of one of the same name that the run made before. */
  abstract attachResult(tx: Tx, runId: string, fileId: string): Promise<void>;

  abstract find(fileId: string): Promise<StoredFile | null>;

  /** @throws DomainError `upload-not-found` */
  abstract read(fileId: string): AsyncIterable<Uint8Array>;
}
