import { useDebouncedCallback } from '@mantine/hooks';
import { projectStatus } from '@os-credits/contracts';
import { clsx } from 'clsx';
import { IconSearch, IconSelector } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type ProjectListParams } from '../project-list.params.js';
import classes from './project-filters.module.css';

type ProjectFiltersProps = {
  params: ProjectListParams;
  isStaff: boolean;
  onChange: (next: Partial<ProjectListParams>) => void;
};

const typingPauseMs = 250;

/** Search, status and order; the address holds them, so they survive reload and Back. */
export function ProjectFilters({ params, isStaff, onChange }: ProjectFiltersProps) {
  const { t } = useTranslation();
  // Status "unverified" exists for staff only; others would always get an empty list.
  const statuses = projectStatus.options.filter((status) => isStaff || status !== 'unverified');
  return (
    <search className={classes.filters}>
      {/* A new key when the address changed from elsewhere (Back, "clear filters"). */}
      <SearchInput
        key={params.search ?? ''}
        initial={params.search ?? ''}
        onSearch={(search) => onChange({ search })}
      />
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

type SearchInputProps = { initial: string; onSearch: (text: string | undefined) => void };

function SearchInput({ initial, onSearch }: SearchInputProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(initial);
  const search = useDebouncedCallback((typed: string) => {
    const trimmed = typed.trim();
    onSearch(trimmed === '' ? undefined : trimmed);
  }, typingPauseMs);
  return (
    <Field label={t('projects.search')} className={classes.search}>
      <input
        type="search"
        placeholder={t('projects.searchPlaceholder')}
        value={text}
        maxLength={256}
        onChange={(event) => {
          setText(event.currentTarget.value);
          search(event.currentTarget.value);
        }}
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
