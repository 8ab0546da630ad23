import { type CostTable } from '@os-credits/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useReducer, useState } from 'react';
import { ApiError } from '../../shared/api/api-error.js';
import { useSession } from '../../shared/api/session.queries.js';
import { creditRulesKeys } from '../../shared/credit-rules/index.js';
import { useIdempotencyKey } from '../../shared/jobs/index.js';
import { changeCostTable, createCostTable } from './cost-tables.queries.js';
import { draftFaults, refusedCells } from './model/draft-faults.js';
import {
  draftOf,
  emptyDraft,
  inputOf,
  isSameDraft,
  reduceDraft,
  type Draft,
} from './model/draft.js';

type DraftEditorOptions = {
  /** The version that is edited; null for a new draft. */
  table: CostTable | null;
  firstEffectiveFrom: string;
  onSaved: (table: CostTable) => void;
};

/** The text of a draft while it is edited, what is wrong with it, and saving it with its version. */
export function useDraftEditor({ table, firstEffectiveFrom, onSaved }: DraftEditorOptions) {
  const queryClient = useQueryClient();
  const csrfToken = useSession().csrfToken ?? '';
  const keyOf = useIdempotencyKey();
  const [first] = useState(() => (table ? draftOf(table) : emptyDraft(firstEffectiveFrom)));
  const [draft, dispatch] = useReducer(reduceDraft, first);
  const [tries, setTries] = useState(0);
  const isTried = tries > 0;
  const save = useMutation({
    mutationFn: ({ sent, version }: { sent: Draft; version: number | null }) =>
      table === null || version === null
        ? createCostTable(inputOf(sent), { csrfToken, idempotencyKey: keyOf(inputOf(sent)) })
        : changeCostTable({ id: table.id, version }, inputOf(sent), csrfToken),
    onSuccess: async (saved) => {
      queryClient.setQueryData(creditRulesKeys.table(saved.id), saved);
      await queryClient.invalidateQueries({ queryKey: creditRulesKeys.all });
      onSaved(saved);
    },
  });
  const own = draftFaults(draft, isTried);
  const sent = save.variables?.sent;
  const refused =
    sent && save.error instanceof ApiError
      ? refusedCells(sent, save.error.faults)
      : { byCell: {}, others: [] };
  // What the server said holds until the draft is another one.
  const faults = sent === draft ? { ...refused.byCell, ...own } : own;
  const submit = (version: number | null = table?.version ?? null): void => {
    setTries(tries + 1);
    if (save.isPending || Object.keys(draftFaults(draft, true)).length > 0) return;
    save.mutate({ sent: draft, version });
  };
  return {
    draft,
    dispatch,
    faults,
    hasFaults: Object.keys(faults).length > 0,
    isChanged: !isSameDraft(draft, first),
    isTried,
    tries,
    save,
    submit,
    /** The failure as a whole, where no single cell tells it. */
    error: save.error && Object.keys(refused.byCell).length === 0 ? save.error : null,
  };
}
