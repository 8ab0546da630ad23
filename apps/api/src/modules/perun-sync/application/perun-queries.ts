import { Inject, Injectable } from '@nestjs/common';
import { type PerunCheck, type PerunStatus, type SyncRun } from '@os-credits/contracts';
import {
  attributeOrNull,
  PERUN_SETTINGS,
  perunConnection,
  type PerunSettings,
} from '../../../platform/config/index.js';
import { attributeUses } from './attribute-uses.js';
import { syncRunNotFound } from './decide-items.use-case.js';
import { PerunGateway } from './perun.ports.js';
import { SyncReads } from './sync-reads.js';

/** What the settings say and the last runs left, for the screens and the command line. */
@Injectable()
export class PerunQueries {
  constructor(
    @Inject(PERUN_SETTINGS) private readonly settings: PerunSettings,
    private readonly gateway: PerunGateway,
    private readonly reads: SyncReads,
  ) {}

  async status(): Promise<PerunStatus> {
    const { settings } = this;
    const connection = perunConnection(settings);
    const uses = attributeUses(
      {
        used: attributeOrNull(settings.PERUN_ATTRIBUTE_USED),
        granted: attributeOrNull(settings.PERUN_ATTRIBUTE_GRANTED),
        mails: attributeOrNull(settings.PERUN_ATTRIBUTE_MAILS),
        timestamps: attributeOrNull(settings.PERUN_ATTRIBUTE_TIMESTAMPS),
      },
      settings.PERUN_GRANTS_OWNED_BY === 'os-credits',
      settings.PERUN_USED_MEANS,
    );
    return {
      mode: settings.PERUN_MODE,
      host: connection === null ? null : new URL(connection.url).host,
      grantsOwnedBy: settings.PERUN_GRANTS_OWNED_BY,
      attributes: uses.map(({ use, attribute, direction }) => ({ use, attribute, direction })),
      ...(await this.reads.status()),
    };
  }

  /** Tests the connection and keeps the result. */
  async check(): Promise<PerunCheck> {
    const session = this.gateway.open();
    try {
      const check = await session.check();
      await this.reads.saveCheck(check);
      return check;
    } finally {
      await session.close();
    }
  }

  /** @throws DomainError `sync-run-not-found` */
  async run(id: string): Promise<SyncRun> {
    const run = await this.reads.findRun(id);
    if (run === null) throw syncRunNotFound(id);
    return run;
  }
}
