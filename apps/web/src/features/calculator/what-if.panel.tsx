import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { staffPermissions } from '@os-credits/contracts';
import { useSession } from '../../shared/api/session.queries.js';
import { SkeletonRows } from '../../shared/staff-ui/skeleton-rows.js';
import { Panel, StatePanel } from '../../shared/ui/index.js';
import { type WhatIfParams } from './calculator.params.js';
import classes from './calculator.module.css';
import { optionsQuery, whatIfQuery } from './calculator.queries.js';
import { AddUsage } from './components/add-usage.js';
import { TableChoice } from './components/table-choice.js';
import { WhatIfLines } from './components/what-if-lines.js';
import { WhatIfOutcome } from './components/what-if-outcome.js';
import { changesOf, changesText, whatIfRequestOf, type ChangeText } from './model/changes.js';
import { useAddressText } from './use-address-text.js';

type WhatIfPanelProps = {
  project: string;
  params: WhatIfParams;
  onParamsChange: (next: WhatIfParams) => void;
};

/** What becomes of the runway if the project ran more or less. Closed until somebody asks. */
export function WhatIfPanel({ project, params, onParamsChange }: WhatIfPanelProps) {
  const { t } = useTranslation('calculator');
  const isOpen = params.whatIf !== undefined;
  return (
    <Panel
      title={t('whatIf.title')}
      description={t('whatIf.meaning')}
      actions={
        <Button
          variant="default"
          aria-expanded={isOpen}
          onClick={() =>
            onParamsChange({ whatIf: isOpen ? undefined : '', whatIfTable: undefined })
          }
        >
          {t(isOpen ? 'whatIf.close' : 'whatIf.open')}
        </Button>
      }
    >
      {isOpen ? (
        <OpenWhatIf project={project} params={params} onParamsChange={onParamsChange} />
      ) : null}
    </Panel>
  );
}

const typingPauseMs = 300;

function OpenWhatIf({ project, params, onParamsChange }: WhatIfPanelProps) {
  const { t } = useTranslation('calculator');
  const { user, csrfToken } = useSession();
  const role = user?.staffRole ?? null;
  const mayChooseTable = role !== null && staffPermissions[role].includes('credit-rules:read');
  const { data: options } = useQuery(optionsQuery);
  const sites = options?.sites ?? [];
  const [changes, setChanges] = useAddressText<ChangeText[]>({
    text: params.whatIf ?? '',
    parse: changesOf,
    stringify: changesText,
    onText: (whatIf) => onParamsChange({ ...params, whatIf }),
  });
  const request = whatIfRequestOf(changes, params.whatIfTable);
  const [asked] = useDebouncedValue(request === null ? '' : JSON.stringify(request), typingPauseMs);
  const query = useQuery(
    whatIfQuery({
      project,
      request: asked === '' ? null : (JSON.parse(asked) as NonNullable<typeof request>),
      csrfToken: csrfToken ?? '',
    }),
  );
  return (
    <>
      {mayChooseTable ? (
        <TableChoice
          value={params.whatIfTable}
          onChange={(whatIfTable) => onParamsChange({ ...params, whatIfTable })}
        />
      ) : null}
      <StatePanel query={query} skeleton={<SkeletonRows count={4} height={44} />}>
        {(answer) => (
          <div className={query.isPlaceholderData ? classes.dimmed : undefined}>
            {answer.lines.length === 0 ? (
              <p className={classes.soft}>{t('whatIf.nothingRuns')}</p>
            ) : (
              <WhatIfLines answer={answer} sites={sites} changes={changes} onChange={setChanges} />
            )}
            <WhatIfOutcome answer={answer} />
          </div>
        )}
      </StatePanel>
      <AddUsage
        sites={sites}
        metrics={['cpu', 'ram', ...(options?.metrics ?? []).map((each) => each.friendlyName)]}
        onAdd={(change) => setChanges([...changes, change])}
      />
    </>
  );
}
