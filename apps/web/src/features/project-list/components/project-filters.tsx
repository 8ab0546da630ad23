import { NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { projectStatus } from '@os-credits/contracts';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
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
      <NativeSelect
        label={t('projects.status')}
        value={params.status ?? ''}
        onChange={(event) =>
          onChange({ status: projectStatus.safeParse(event.currentTarget.value).data })
        }
        data={[
          { value: '', label: t('projects.anyStatus') },
          ...statuses.map((status) => ({ value: status, label: t(`status.${status}`) })),
        ]}
      />
      <NativeSelect
        label={t('projects.sort')}
        value={params.sort}
        onChange={(event) =>
          onChange({ sort: event.currentTarget.value === 'name' ? 'name' : 'attention' })
        }
        data={[
          { value: 'attention', label: t('projects.sortAttention') },
          { value: 'name', label: t('projects.sortName') },
        ]}
      />
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
    <TextInput
      className={classes.search}
      type="search"
      label={t('projects.search')}
      placeholder={t('projects.searchPlaceholder')}
      leftSection={<IconSearch size={17} aria-hidden />}
      value={text}
      maxLength={256}
      onChange={(event) => {
        setText(event.currentTarget.value);
        search(event.currentTarget.value);
      }}
    />
  );
}
