import { IconListSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { jobTypesQuery } from '../../shared/jobs/index.js';
import { Breadcrumb, Field, SkeletonRows, useViewParams } from '../../shared/staff-ui/index.js';
import { EmptyState, PageHeading, Panel, RouterAnchor, StatePanel } from '../../shared/ui/index.js';
import { StartForm } from './components/start-form.js';
import classes from './job-start.module.css';
import { jobQuery } from './jobs.queries.js';
import { TypeCards } from './components/type-cards.js';
import { TypeOptions } from './components/type-options.js';

const jobStartParams = z.object({
  type: z.string().max(60).optional().catch(undefined),
  /** A run whose parameters the form begins with. */
  like: z.uuid().optional().catch(undefined),
});

/** Starting a run: choose the kind of work, fill in its parameters. */
export function JobStartPage() {
  const { t } = useTranslation('staff');
  const [params, change] = useViewParams(jobStartParams);
  const query = useQuery(jobTypesQuery);
  const like = useQuery({ ...jobQuery(params.like ?? ''), enabled: params.like !== undefined });
  const isLikeAwaited = params.like !== undefined && like.isPending;
  return (
    <>
      <Breadcrumb>
        <RouterAnchor to="/jobs">{t('navigation.jobs')}</RouterAnchor>
      </Breadcrumb>
      <PageHeading title={t('start.title')} intro={t('start.intro')} />
      <Panel title={t('start.panel')}>
        <StatePanel
          query={query}
          skeleton={<SkeletonRows count={4} height={48} />}
          isEmpty={(types) => types.length === 0}
          empty={
            <EmptyState
              icon={<IconListSearch size={32} stroke={1.5} />}
              title={t('start.noTypesTitle')}
              text={t('start.noTypesText')}
            />
          }
        >
          {(types) => {
            const chosen = types.find(({ type }) => type === params.type);
            return (
              <>
                <Field
                  className={classes.type}
                  label={t('jobs.type')}
                  fault={
                    params.type !== undefined && !chosen
                      ? t('start.unknownType', { type: params.type })
                      : null
                  }
                >
                  {(control) => (
                    <select
                      {...control}
                      value={chosen?.type ?? ''}
                      onChange={(event) =>
                        change({ type: event.currentTarget.value || undefined, like: undefined })
                      }
                    >
                      <TypeOptions types={types} placeholder={t('start.choose')} />
                    </select>
                  )}
                </Field>
                {chosen && !isLikeAwaited ? (
                  <StartForm
                    key={`${chosen.type} ${params.like ?? ''}`}
                    jobType={chosen}
                    like={like.data?.type === chosen.type ? like.data : undefined}
                  />
                ) : null}
                {chosen ? null : <TypeCards types={types} />}
              </>
            );
          }}
        </StatePanel>
      </Panel>
    </>
  );
}
