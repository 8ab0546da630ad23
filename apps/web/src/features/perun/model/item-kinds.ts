import {
  syncItemKind,
  type SyncItemKind,
  type SyncItemStatus,
  type SyncRun,
} from '@os-credits/contracts';

/** What weighs most comes first: what is lost, then credits, then people, then what is handed over. */
const order: readonly SyncItemKind[] = [
  'project-vanished',
  'grant',
  'lead-removed',
  'drift',
  'project-new',
  'project-verified',
  'project-returned',
  'project-renamed',
  'lead-added',
  'member-added',
  'member-removed',
  'mail-addresses',
  'push',
];

export type KindGroup = {
  kind: SyncItemKind;
  total: number;
  /** How many are in each status, those that there are none of left out. */
  byStatus: readonly { status: SyncItemStatus; count: number }[];
};

/** The change set by kind, narrowed to a status or kind where one is given. */
export function kindGroups(
  counts: SyncRun['counts'],
  narrowed: { status?: SyncItemStatus | undefined; kind?: SyncItemKind | undefined },
): KindGroup[] {
  return [...syncItemKind.options]
    .sort((a, b) => order.indexOf(a) - order.indexOf(b))
    .filter((kind) => narrowed.kind === undefined || narrowed.kind === kind)
    .map((kind) => {
      const byStatus = counts
        .filter((each) => each.kind === kind && each.count > 0)
        .filter(({ status }) => narrowed.status === undefined || status === narrowed.status)
        .map(({ status, count }) => ({ status, count }));
      return { kind, total: byStatus.reduce((sum, { count }) => sum + count, 0), byStatus };
    })
    .filter(({ total }) => total > 0);
}
