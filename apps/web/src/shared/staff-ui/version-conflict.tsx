import { Button, Group } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Time } from '../time/index.js';
import classes from './version-conflict.module.css';

/** One thing that two versions say differently. */
export type ConflictRow = { key: string; label: string; mine: ReactNode; theirs: ReactNode };

type VersionConflictProps = {
  changedBy: string;
  changedAt: string;
  rows: readonly ConflictRow[];
  onTakeTheirs: () => void;
  onSaveMine: () => void;
  isSaving: boolean;
};

/** Somebody else saved meanwhile: both versions side by side, and the choice between them. */
export function VersionConflict({
  changedBy,
  changedAt,
  rows,
  onTakeTheirs,
  onSaveMine,
  isSaving,
}: VersionConflictProps) {
  const { t } = useTranslation('staff');
  const conflict = useRef<HTMLDivElement>(null);

  // Moves the browser's focus here, and the page with it: the button that was pressed may be far away.
  useEffect(() => conflict.current?.focus(), []);

  return (
    <div ref={conflict} tabIndex={-1} role="alert" className={classes.conflict}>
      <p>
        {t('conflict.message', { name: changedBy })} <Time instant={changedAt} />
      </p>
      {rows.length === 0 ? (
        <p>{t('conflict.same')}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">{t('conflict.what')}</th>
              <th scope="col">{t('conflict.mine')}</th>
              <th scope="col">{t('conflict.theirs')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, label, mine, theirs }) => (
              <tr key={key}>
                <th scope="row">{label}</th>
                <td>{mine}</td>
                <td>{theirs}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Group gap="sm">
        <Button variant="default" onClick={onTakeTheirs}>
          {t('conflict.takeTheirs')}
        </Button>
        <Button variant="default" onClick={onSaveMine} loading={isSaving}>
          {t('conflict.saveMine')}
        </Button>
      </Group>
    </div>
  );
}
