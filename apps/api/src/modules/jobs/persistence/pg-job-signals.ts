import { Injectable } from '@nestjs/common';
import { DatabaseListener, type Tx } from '../../../platform/database/index.js';
import { JobSignals, type JobSignal } from '../application/jobs.ports.js';

const CHANNEL = 'os_credits_jobs';

/** {@link JobSignals} by `NOTIFY`: `kind` or `kind:run id`. */
@Injectable()
export class PgJobSignals extends JobSignals {
  constructor(private readonly listener: DatabaseListener) {
    super();
  }

  async send(tx: Pick<Tx, 'query'>, signal: JobSignal): Promise<void> {
    const payload = 'runId' in signal ? `${signal.kind}:${signal.runId}` : signal.kind;
    await tx.query('select pg_notify($1, $2)', [CHANNEL, payload]);
  }

  subscribe(onSignal: (signal: JobSignal) => void): () => void {
    return this.listener.listen(CHANNEL, (payload) => {
      const [kind = '', runId = ''] = payload.split(':');
      if (kind === 'run' || kind === 'cancel') onSignal({ kind, runId });
      else if (kind === 'queued' || kind === 'schedules') onSignal({ kind });
      else {
        // A new connection: anything may have happened.
        onSignal({ kind: 'queued' });
        onSignal({ kind: 'schedules' });
      }
    });
  }
}
