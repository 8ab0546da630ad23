import { useState } from 'react';

/** What is chosen of a list with checkboxes, in the order of the list. */
export type Chosen = {
  /** Ids that are chosen and still shown. */
  picked: readonly string[];
  toggle: (ids: readonly string[], isChosen: boolean) => void;
  /** Chosen or not, for the checkbox of a row. */
  choiceOf: (id: string) => RowChoice;
};

export type RowChoice = { isChosen: boolean; onChoose: (isChosen: boolean) => void };

/** Remembers what is chosen; what somebody else decided meanwhile is no longer shown, nor chosen. */
export function useChosen(shown: readonly string[]): Chosen {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const toggle = (ids: readonly string[], isChosen: boolean): void => {
    const rest = [...chosen].filter((id) => !ids.includes(id));
    setChosen(new Set(isChosen ? [...rest, ...ids] : rest));
  };
  return {
    picked: shown.filter((id) => chosen.has(id)),
    toggle,
    choiceOf: (id) => ({
      isChosen: chosen.has(id),
      onChoose: (isChosen) => toggle([id], isChosen),
    }),
  };
}
