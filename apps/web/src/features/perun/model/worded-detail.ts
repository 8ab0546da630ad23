/** What the sync says about an entry of a change set, and the words that the catalogues have for it. */
const details = [
  [/^Perun has no grant any more; approving takes the credits back\.$/, 'grantRemoved'],
  [/^Perun's grant "(?<text>.*)" is not a number of credits/, 'grantNoNumber'],
  [/^The first grant from Perun: (?<credits>\S+) credits are in the ledger already/, 'grantFirst'],
  [/^(?<credits>\S+) credits are used already\.$/, 'grantBelowUsed'],
  [/^The grant is another one meanwhile/, 'grantOther'],
  [/^(?<gone>\d+) of (?<present>\d+) projects would go at once\.$/, 'manyVanished'],
  [/^Perun answered with no group at all for resource (?<resources>.+)\.$/, 'emptyAnswer'],
  [/^The project would have no lead any more\.$/, 'allLeadsGone'],
  [/^The project belonged to group (?<former>\d+); approving gives it/, 'nameTaken'],
  [/^The project belongs to another group meanwhile/, 'otherGroup'],
  [/^Another project has this name/, 'otherName'],
  [/^It is inactive already\.$/, 'inactiveAlready'],
  [/^The group has no project here\.$/, 'noProject'],
  [/^Perun holds the value already\.$/, 'valueThere'],
  [/^Perun does not show (?<attribute>\S+) for this group/, 'notShown'],
] as const;

const offeredAgain = /\s*Offered again by the next run\.$/;

const noValues = {
  attribute: '',
  credits: '',
  former: '',
  gone: '',
  present: '',
  resources: '',
  text: '',
};

export type WordedDetail = {
  key: (typeof details)[number][1];
  /** What the words leave open; empty where they do not name it. */
  values: typeof noValues;
};

/** The parts of a detail: one that there are words for, and whether the next run offers the entry again. */
export function wordedDetail(detail: string): {
  worded: WordedDetail | null;
  rest: string;
  isOfferedAgain: boolean;
} {
  const rest = detail.replace(offeredAgain, '');
  const isOfferedAgain = rest !== detail;
  for (const [pattern, key] of details) {
    const found = pattern.exec(rest);
    if (found)
      return { worded: { key, values: { ...noValues, ...found.groups } }, rest, isOfferedAgain };
  }
  return { worded: null, rest, isOfferedAgain };
}
