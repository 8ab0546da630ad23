import { Decimal } from '@os-credits/credits';
import {
  item,
  type Confirmed,
  type DriftPayload,
  type PlannedItem,
  type PushPayload,
} from './change-set.js';
import { blankAsNull, decimalIn, isSameNumber } from './decimals.js';
import { type KnownAccount, type KnownGroup, type Memory } from './known.js';
import { judgeOwnedValue, type Verdict } from './owned-value.js';
import { type PulledGroup, type PulledText, type Timestamps } from './pulled.js';
import { formatTimestamps, sameTimestamps } from './timestamps.js';

/** What is ours to write and what each attribute holds. */
export interface ValueRules {
  readonly usedMeans: 'used' | 'remaining';
  readonly ownsGrants: boolean;
  readonly precision: number;
  /** Names for the change set and the drift list. */
  readonly attributes: {
    readonly used: string | null;
    readonly granted: string | null;
    readonly timestamps: string | null;
  };
}

/** What we would write for an account. */
export interface OurValues {
  readonly used: string;
  readonly granted: string;
}

/**
 * Credits as they go to Perun: what the ledger has, rounded half-even. The running hour is not part of it,
 * because it may still change and Perun shows the ledger. Grants are whole numbers to their other readers,
 * so they go without decimals where they have none.
 */
export function ourValues(
  account: Pick<KnownAccount, 'granted' | 'used'>,
  rules: ValueRules,
): OurValues {
  const used = Decimal.of(account.used);
  const shown = rules.usedMeans === 'used' ? used : Decimal.of(account.granted).minus(used);
  return {
    used: shown.toFixed(rules.precision),
    // Asked for only where grants are ours to write.
    get granted() {
      return Decimal.of(account.granted).rounded(rules.precision).toString();
    },
  };
}

export interface ValuesToPlan {
  readonly about: { readonly groupId: number; readonly project: string };
  readonly pulled: PulledGroup;
  /** The group as we know it; null at the first contact. */
  readonly known: Pick<
    KnownGroup,
    'used' | 'granted' | 'isAdopted' | 'assignments' | 'openDrift'
  > | null;
  readonly ours: OurValues;
  readonly lastReadings: ReadonlyMap<number, Timestamps>;
  readonly rules: ValueRules;
}

export interface ValuesPlan {
  readonly items: readonly PlannedItem[];
  readonly confirmed: Confirmed;
  readonly vanishedDrift: readonly string[];
}

const UNKNOWN: Memory<never> = { pushed: null, intended: null };

/** Compares the values that we own with Perun's: what is pushed, what is drift, what agrees. */
export function planValues(plan: ValuesToPlan): ValuesPlan {
  const texts = [judgeText(plan, 'used'), judgeText(plan, 'granted')].filter((one) => one !== null);
  const isHeld = texts.some(({ verdict }) => isDrift(verdict));
  const isUsedFresh = texts.some(
    ({ field, verdict }) => field === 'used' && isDrift(verdict) && verdict.isFirstContact,
  );
  const usedIsThere = blankAsNull(plan.pulled.used?.text ?? null) !== null;
  const maps = [...plan.pulled.resources.keys()].flatMap((resourceId) => {
    const one = judgeTimestamps(plan, resourceId, usedIsThere);
    // Timestamps found together with used credits go with the decision about those.
    return one === null || (isUsedFresh && one.verdict.isFirstContact) ? [] : [one];
  });
  const judged: readonly Judged[] = [...texts, ...maps];
  const drift = judged.flatMap((one) =>
    one.verdict.kind === 'new-drift' ? [driftItem(plan, one)] : [],
  );
  const push = isHeld ? null : pushItem(plan, texts, maps);
  return {
    items: push === null ? drift : [...drift, push],
    confirmed: confirmedBy(plan, texts, maps),
    vanishedDrift: judged.flatMap((one) => (one.verdict.hasDriftVanished ? [one.key] : [])),
  };
}

interface Judged {
  readonly field: DriftPayload['field'];
  readonly key: string;
  readonly resourceId: number | null;
  readonly verdict: Verdict;
  readonly changedBy: string | null;
  readonly changedAt: string | null;
  /** What a drift shows of both sides; most values agree, and need none of it. */
  readonly sides: () => Sides;
}
interface Sides {
  readonly ours: string;
  readonly theirs: string | null;
  readonly difference: string | null;
}
interface JudgedText extends Judged {
  readonly field: 'used' | 'granted';
  readonly ours: string;
  readonly theirs: string | null;
}
interface JudgedMap extends Judged {
  readonly resourceId: number;
  readonly theirMap: Timestamps | null;
}

function isDrift(verdict: Verdict): boolean {
  return verdict.kind === 'new-drift' || verdict.kind === 'held-by-drift';
}

function judgeText(plan: ValuesToPlan, field: 'used' | 'granted'): JudgedText | null {
  const { rules, known } = plan;
  const pulled: PulledText | undefined = plan.pulled[field];
  if (pulled === undefined || rules.attributes[field] === null) return null;
  if (field === 'granted' && !rules.ownsGrants) return null;
  const ours = plan.ours[field];
  const theirs = blankAsNull(pulled.text);
  // An unset value means "never billed", but os_credits calls timestamps without used credits broken.
  const hasReadings = [...plan.pulled.resources.keys()].some((id) => plan.lastReadings.has(id));
  const verdict = judgeOwnedValue<string>({
    ours,
    theirs,
    memory: known?.[field] ?? UNKNOWN,
    openDrift: known?.openDrift.get(field) ?? null,
    isAdopted: known?.isAdopted ?? false,
    unsetMeans: rules.usedMeans === 'used' && !hasReadings ? '0' : null,
    isRestorable: false,
    equals: isSameNumber,
    toText: (value) => value,
  });
  return {
    field,
    key: field,
    resourceId: null,
    verdict,
    ours,
    theirs,
    changedBy: pulled.changedBy,
    changedAt: pulled.changedAt,
    sides: () => ({ ours, theirs, difference: differenceOf(theirs, ours) }),
  };
}

function differenceOf(theirs: string | null, ours: string): string | null {
  const number = theirs === null ? null : decimalIn(theirs);
  return number === null ? null : number.minus(Decimal.of(ours)).toString();
}

function judgeTimestamps(
  plan: ValuesToPlan,
  resourceId: number,
  isUsedThere: boolean,
): JudgedMap | null {
  const pulled = plan.pulled.resources.get(resourceId);
  const ours = plan.lastReadings.get(resourceId);
  // Without a reading of ours there is nothing to write, and what is there is not ours to take away.
  if (pulled === undefined || ours === undefined || plan.rules.attributes.timestamps === null)
    return null;
  const theirMap = pulled.map === null || Object.keys(pulled.map).length === 0 ? null : pulled.map;
  const key = `timestamps:${resourceId}`;
  const verdict = judgeOwnedValue<Timestamps>({
    ours,
    theirs: theirMap,
    memory: plan.known?.assignments.get(resourceId)?.memory ?? UNKNOWN,
    openDrift: plan.known?.openDrift.get(key) ?? null,
    isAdopted: plan.known?.isAdopted ?? false,
    unsetMeans: null,
    // Un-assigning a group wipes its timestamps; used credits beside them tell that from a new start.
    isRestorable: isUsedThere,
    equals: sameTimestamps,
    toText: formatTimestamps,
  });
  return {
    field: 'timestamps',
    key,
    resourceId,
    verdict,
    theirMap,
    changedBy: pulled.changedBy,
    changedAt: pulled.changedAt,
    sides: () => ({
      ours: formatTimestamps(ours),
      theirs: theirMap === null ? null : formatTimestamps(theirMap),
      difference: null,
    }),
  };
}

function driftItem(plan: ValuesToPlan, one: Judged): PlannedItem {
  const { ours, theirs, difference } = one.sides();
  const payload: DriftPayload = {
    field: one.field,
    resourceId: one.resourceId,
    isFirstContact: one.verdict.isFirstContact,
    changedBy: one.changedBy,
    changedAt: one.changedAt,
    difference,
  };
  const by = one.changedBy === null ? '' : ` It was last changed by ${one.changedBy}.`;
  return item('drift', plan.about, {
    subject: plan.rules.attributes[one.field],
    before: ours,
    after: theirs,
    detail: one.verdict.isFirstContact
      ? `Perun holds this since before the first sync; decide whether it is taken over.${by}`
      : `Perun's value is not what was written last.${by}`,
    payload,
  });
}

function pushItem(
  plan: ValuesToPlan,
  texts: readonly JudgedText[],
  maps: readonly JudgedMap[],
): PlannedItem | null {
  const goes = ({ verdict }: Judged): boolean =>
    verdict.kind === 'push' || verdict.kind === 'restore';
  const wanted = texts.filter(goes);
  const resources = maps.filter(goes).map(({ resourceId }) => resourceId);
  const [throughResource] = resources.length > 0 ? resources : [...plan.pulled.resources.keys()];
  if ((wanted.length === 0 && resources.length === 0) || throughResource === undefined) return null;
  const [main] = wanted;
  const payload: PushPayload = {
    used: wanted.some(({ field }) => field === 'used'),
    granted: wanted.some(({ field }) => field === 'granted'),
    resources,
    theirs: { used: plan.pulled.used?.text ?? null, granted: plan.pulled.granted?.text ?? null },
    throughResource,
  };
  const restored = maps
    .filter(({ verdict }) => verdict.kind === 'restore')
    .map((one) => one.resourceId);
  const { attributes } = plan.rules;
  return item('push', plan.about, {
    subject: main === undefined ? attributes.timestamps : attributes[main.field],
    before: main === undefined ? null : main.theirs,
    after: main === undefined ? null : main.ours,
    detail: pushDetail(resources, restored),
    payload,
  });
}

function pushDetail(resources: readonly number[], restored: readonly number[]): string | null {
  const parts = [
    resources.length > 0 ? `timestamps at resource ${resources.join(', ')}` : null,
    restored.length > 0
      ? `at ${restored.join(', ')} they were gone beside used credits (the group was un-assigned), and are restored`
      : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join('; ');
}

/** Values of ours that Perun holds and that are not remembered as written yet. */
function confirmedBy(
  plan: ValuesToPlan,
  texts: readonly JudgedText[],
  maps: readonly JudgedMap[],
): Confirmed {
  const text = (field: 'used' | 'granted'): string | undefined => {
    const one = texts.find((judged) => judged.field === field && judged.verdict.isConfirmed);
    const memory = plan.known?.[field] ?? UNKNOWN;
    const isKnown = memory.pushed === (one?.theirs ?? null) && memory.intended === null;
    return isKnown ? undefined : (one?.theirs ?? undefined);
  };
  const timestamps = Object.fromEntries(
    maps.flatMap(({ verdict, resourceId, theirMap }) => {
      const memory = plan.known?.assignments.get(resourceId)?.memory ?? UNKNOWN;
      const isKnown =
        memory.intended === null &&
        memory.pushed !== null &&
        theirMap !== null &&
        sameTimestamps(memory.pushed, theirMap);
      return verdict.isConfirmed && theirMap !== null && !isKnown
        ? [[String(resourceId), theirMap]]
        : [];
    }),
  );
  const [used, granted] = [text('used'), text('granted')];
  return {
    ...(used === undefined ? {} : { used }),
    ...(granted === undefined ? {} : { granted }),
    ...(Object.keys(timestamps).length === 0 ? {} : { timestamps }),
  };
}
