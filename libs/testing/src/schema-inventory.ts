import type pg from 'pg';

/**
 * Everything that migrations make in the schema `public`, a line each: relations with their columns,
 * constraints, indexes, triggers, comments and privileges, functions, types, and how many rows each table
 * holds. Two databases with the same lines have the same schema.
 *
 * Left out are TypeORM's own table, partitions (there are as many as the date wants) and the gaps that dropped
 * columns leave; the order of columns counts.
 */
export async function schemaInventory(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>(
    `${RELATIONS} ${PARTS.join(' union all ')}`,
  );
  return rows.map(({ line }) => line).sort();
}

const RELATIONS = `
with relation as (
  select oid, relname as name, relkind as kind, relacl, relowner, reloptions, relpartbound
    from pg_class
   where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'S')
     and relname not in ('migrations', 'migrations_id_seq') and not relispartition
)`;

const PARTS = [
  `select concat_ws(' ', 'relation', kind, name, reloptions, pg_get_partkeydef(oid)) as line
     from relation where kind <> 'S'`,
  `select format('rows of %s: %s', name,
                 (xpath('/row/n/text()', query_to_xml(format('select count(*) as n from %I', name), false, true, '')))[1])
     from relation where kind in ('r', 'p')`,
  `select concat_ws(' ', 'sequence', name, data_type, start_value, increment_by, cycle)
     from relation join pg_sequences on sequencename = name and schemaname = 'public'`,
  `select format('view %s: %s', name, pg_get_viewdef(oid)) from relation where kind in ('v', 'm')`,
  `select concat_ws(' ', 'column', name, row_number() over (partition by name order by attnum), attname,
                    format_type(atttypid, atttypmod), case when attnotnull then 'not null' end,
                    'identity ' || nullif(attidentity::text, ''), 'generated ' || nullif(attgenerated::text, ''),
                    'stored ' || attstorage::text, 'default ' || pg_get_expr(adbin, adrelid), attacl)
     from relation r
     join pg_attribute on attrelid = r.oid and attnum > 0 and not attisdropped
     left join pg_attrdef on adrelid = r.oid and adnum = attnum
    where kind <> 'S'`,
  `select concat_ws(' ', 'constraint on', name, conname, pg_get_constraintdef(c.oid), case when not convalidated then 'unchecked' end)
     from relation r join pg_constraint c on conrelid = r.oid`,
  `select concat_ws(' ', 'index on', name, pg_get_indexdef(indexrelid), case when not indisvalid then 'invalid' end)
     from relation r join pg_index on indrelid = r.oid`,
  `select concat_ws(' ', 'trigger on', name, pg_get_triggerdef(t.oid), tgenabled)
     from relation r join pg_trigger t on tgrelid = r.oid and not tgisinternal`,
  `select format('comment on %s: %s', concat_ws('.', name, attname), description)
     from relation r
     join pg_description d on objoid = r.oid and d.classoid = 'pg_class'::regclass
     left join pg_attribute on attrelid = r.oid and attnum = objsubid and objsubid > 0`,
  `select privilege.line from relation,
          lateral (${privileges(`case kind when 'S' then 's'::"char" else 'r' end`, 'relacl', 'relowner', 'name')}) privilege`,
  `select 'function ' || regexp_replace(pg_get_functiondef(oid), '\\s+', ' ', 'g') from pg_proc where pronamespace = 'public'::regnamespace`,
  `select privilege.line from pg_proc p,
          lateral (${privileges(`'f'`, 'proacl', 'proowner', 'proname')}) privilege
    where pronamespace = 'public'::regnamespace`,
  `select privilege.line from pg_namespace,
          lateral (${privileges(`'n'`, 'nspacl', 'nspowner', 'nspname')}) privilege
    where nspname = 'public'`,
  `select privilege.line from pg_database,
          lateral (${privileges(`'d'`, 'datacl', 'datdba', `'the database'`)}) privilege
    where datname = current_database()`,
  `select concat_ws(' ', 'type', typtype, typname) from pg_type
    where typnamespace = 'public'::regnamespace and typtype in ('e', 'd', 'r')`,
];

/** Privileges without a list of their own are the default ones of that kind of object. */
function privileges(kind: string, list: string, owner: string, name: string): string {
  return `select concat_ws(' ', 'grant', privilege_type, 'on', ${name}, 'to',
                           coalesce((select rolname from pg_roles where oid = grantee), 'public'),
                           case when is_grantable then 'with grant option' end) as line
            from aclexplode(coalesce(${list}, acldefault(${kind}, ${owner})))`;
}
