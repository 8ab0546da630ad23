import { Injectable, Logger } from '@nestjs/common';
import { DomainError } from '../../../platform/problems/index.js';
import { DriftStore } from './drift.ports.js';
import { PerunGateway } from './perun.ports.js';
import { ResolveDrift } from './resolve-drift.use-case.js';
import { SyncRules } from './sync-rules.js';

export interface Adoption {
  readonly adoptedCount: number;
  /** Project and reason of each that was left open. */
  readonly left: readonly { readonly project: string; readonly reason: string }[];
}

export interface AdoptableValue {
  readonly project: string;
  readonly attribute: string;
  readonly ours: string | null;
  readonly theirs: string | null;
}

/**
 * Takes over every value that was in Perun before the first sync: the way from an earlier system whose
 * used credits shall go on counting. Each becomes one adjustment in the ledger.
 */
@Injectable()
export class AdoptValues {
  private readonly logger = new Logger('AdoptValues');

  constructor(
    private readonly gateway: PerunGateway,
    private readonly drifts: DriftStore,
    private readonly resolving: ResolveDrift,
    private readonly rules: SyncRules,
  ) {}

  /** What {@link execute} would take over, as the last sync saw it; asks Perun nothing and changes nothing. */
  async preview(): Promise<AdoptableValue[]> {
    const drifts = await this.drifts.openFirstContacts(this.rules.resources);
    return drifts.map(({ projectName, attribute, ours, theirs }) => ({
      project: projectName,
      attribute,
      ours,
      theirs,
    }));
  }

  async execute(reason: string, actor: string): Promise<Adoption> {
    const drifts = await this.drifts.openFirstContacts(this.rules.resources);
    if (drifts.length === 0) return { adoptedCount: 0, left: [] };
    const session = this.gateway.open();
    try {
      const { groups } = await session.pullGroups([...new Set(drifts.map((one) => one.groupId))]);
      const byId = new Map(groups.map((group) => [group.groupId, group]));
      const left: { project: string; reason: string }[] = [];
      for (const drift of drifts) {
        const resolution = {
          driftId: drift.id,
          resolution: 'take-theirs',
          reason,
          theirs: drift.theirs,
          actor,
        } as const;
        try {
          await this.resolving.resolve(drift, resolution, session, byId.get(drift.groupId));
        } catch (error) {
          if (!(error instanceof DomainError) || error.kind === 'dependency') throw error;
          this.logger.warn({ err: error, project: drift.projectName }, 'left as it was');
          left.push({ project: drift.projectName, reason: error.message });
        }
      }
      return { adoptedCount: drifts.length - left.length, left };
    } finally {
      await session.close();
    }
  }
}
