import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SandboxStartError } from './config/sandbox-config.js';
import { errorCode, errorText } from './error-text.js';

/** The folder where the sandbox keeps what must survive a restart; all of it private. */
export class DataFolder {
  /** @throws SandboxStartError when the folder cannot be made or written */
  constructor(readonly path: string) {
    try {
      mkdirSync(path, { recursive: true, mode: 0o700 });
      this.write('.writable', '');
    } catch (error) {
      throw new SandboxStartError(
        `SANDBOX_DATA_DIR ${path} cannot be written (${errorText(error)}). Choose a folder that ` +
          'belongs to this user, or mend its permissions.',
      );
    }
  }

  /** The text of a file, or `undefined` when there is none yet. */
  read(name: string): string | undefined {
    try {
      return readFileSync(join(this.path, name), 'utf8');
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** Writes a file whole, mode 600: a crash leaves the old text or the new, never a part. */
  write(name: string, text: string): void {
    const path = join(this.path, name);
    writeFileSync(`${path}.new`, text, { mode: 0o600 });
    renameSync(`${path}.new`, path);
  }

  /**
   * The JSON in a file, or `undefined` when there is none yet.
   *
   * @throws SandboxStartError when the file is not JSON
   */
  readJson(name: string): unknown {
    const text = this.read(name);
    if (text === undefined) return undefined;
    try {
      return JSON.parse(text);
    } catch {
      throw new SandboxStartError(
        `${join(this.path, name)} is not readable JSON. Delete it to start afresh.`,
      );
    }
  }
}
