import { projectStatus } from '@os-credits/contracts';
import { clsx } from 'clsx';
import { IconSearch, IconSelector } from '@tabler/icons-react';
import { type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchText } from '../../../shared/ui/index.js';
import { type ProjectListParams } from '../project-list.params.js';
import classes from './project-filters.module.css';

type ProjectFiltersProps = {
  params: ProjectListParams;
  isStaff: boolean;
  onChange: (next: Partial<ProjectListParams>) => void;
};

/** Search, status and order; the address holds them, so they survive reload and Back. */
export function ProjectFilters({ params, isStaff, onChange }: ProjectFiltersProps) {
  const { t } = useTranslation();
  // Status "unverified" exists for staff only; others would always get an empty list.
  const statuses = projectStatus.options.filter((status) => isStaff || status !== 'unverified');
  return (
    <search className={classes.filters}>
      <SearchInput value={params.search} onSearch={(search) => onChange({ search })} />
      <Field label={t('projects.status')}>
        <select
          value={params.status ?? ''}
          onChange={(event) =>
            onChange({ status: projectStatus.safeParse(event.currentTarget.value).data })
          }
        >
          <option value="">{t('projects.anyStatus')}</option>
          {statuses.map((status) => (
            <option key={status} value={status}>
              {t(`status.${status}`)}
            </option>
          ))}
        </select>
        <IconSelector size={17} aria-hidden />
      </Field>
      <Field label={t('projects.sort')}>
        <select
          value={params.sort}
          onChange={(event) =>
            onChange({ sort: event.currentTarget.value === 'name' ? 'name' : 'attention' })
          }
        >
          <option value="attention">{t('projects.sortAttention')}</option>
          <option value="name">{t('projects.sortName')}</option>
        </select>
        <IconSelector size={17} aria-hidden />
      </Field>
    </search>
  );
}

type SearchInputProps = {
  value: string | undefined;
  onSearch: (text: string | undefined) => void;
};

function SearchInput({ value, onSearch }: SearchInputProps) {
  const { t } = useTranslation();
  const [text, type] = useSearchText(value, onSearch);
  return (
    <Field label={t('projects.search')} className={classes.search}>
      <input
        type="search"
        placeholder={t('projects.searchPlaceholder')}
        value={text}
        maxLength={256}
        onChange={(event) => type(event.currentTarget.value)}
      />
      <IconSearch size={17} aria-hidden />
    </Field>
  );
}

type FieldProps = { label: string; className?: string | undefined; children: ReactNode };

/** A native control with its label: the controls of Mantine would add 5 kB to the first load. */
function Field({ label, className, children }: FieldProps) {
  return (
    <label className={clsx(classes.field, className)}>
      <span className={classes.label}>{label}</span>
      <span className={classes.control}>{children}</span>
    </label>
  );
}
