type RunSql = (text: string, values: unknown[]) => Promise<unknown>;

/** A rate as a test wants it; `site` and `project` are names. */
export interface TestRate {
  readonly metric: string;
  readonly rate: string;
  readonly site?: string;
  readonly project?: string;
}

/**
 * Publishes a cost table past all rules: with the rates of the last one, save for the metrics that are
 * given. Published tables do not change, so every new rate of a test comes with a table of its own.
 *
 * @param appliesFrom also the effective time; without it, a second after the table before
 */
export async function publishRates(
  sql: RunSql,
  rates: readonly TestRate[],
  appliesFrom: string | null = null,
): Promise<void> {
  await sql(
    `insert into cost_table (title, effective_from, created_by)
     select $2, coalesce($1, max(applies_from) + interval '1 second'), 'test' from cost_table`,
    [appliesFrom, appliesFrom === null ? 'Test' : `Test of ${appliesFrom}`],
  );
  const draft = `(select max(id) from cost_table where status = 'draft')`;
  await sql(
    `insert into cost_rate (cost_table_id, metric_id, site_id, project_id, rate)
     select ${draft}, metric_id, site_id, project_id, rate from cost_rate
      where cost_table_id = (select id from cost_table where status = 'published'
                              order by effective_from desc, published_at desc, id desc limit 1)
        and metric_id not in (select id from metric where name = any($1::text[]))`,
    [rates.map((one) => one.metric)],
  );
  await sql(
    `insert into cost_rate (cost_table_id, metric_id, site_id, project_id, rate)
     select ${draft}, m.id, si.id, p.id, k.rate
       from unnest($1::text[], $2::text[], $3::text[], $4::numeric[]) k(metric, site, project, rate)
       join metric m on m.name = k.metric
       left join site si on si.name = k.site left join project p on p.name = k.project`,
    [
      rates.map((one) => one.metric),
      rates.map((one) => one.site ?? null),
      rates.map((one) => one.project ?? null),
      rates.map((one) => one.rate),
    ],
  );
  await sql(
    `update cost_table
        set status = 'published', applies_from = effective_from, published_at = now(), published_by = 'test'
      where id = ${draft}`,
    [],
  );
}
