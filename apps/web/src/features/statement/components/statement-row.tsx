import { type StatementLine } from '@os-credits/contracts';
import { IconChevronRight } from '@tabler/icons-react';
import { Link, useLocation } from '@tanstack/react-router';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Amount, Quantity } from '../../../shared/amounts/index.js';
import { Time } from '../../../shared/time/index.js';
import { entryAnchor, type StatementLinks } from '../statement-links.js';
import classes from '../statement.module.css';
import { DayEntries } from './day-entries.js';

type StatementRowProps = StatementLinks & {
  project: string;
  line: StatementLine;
  /** Only the first line of a day shows the date; the others keep it for screen readers. */
  isNewDay: boolean;
  /** Whether an entry has a line of its own in view, to be led to. */
  isShown: (entryId: string) => boolean;
};

/** One line; a line of charges unfolds to the hours that it sums up. */
export function StatementRow({ project, line, isNewDay, isShown, ...links }: StatementRowProps) {
  const detailsId = useId();
  const [isUnfolded, setIsUnfolded] = useState(false);
  const anchor = line.entryId === null ? undefined : entryAnchor(line.entryId);
  const body = useRef<HTMLTableSectionElement>(null);
  const isTarget = useLocation({ select: ({ hash }) => hash }) === anchor;

  // The row comes after the page, too late for the browser to go to what the address names.
  useEffect(() => {
    if (isTarget) body.current?.scrollIntoView({ block: 'center' });
  }, [isTarget]);

  return (
    <tbody
      ref={body}
      id={anchor}
      data-target={isTarget}
      className={classes.line}
      data-kind={line.kind}
      data-open={line.isOpen}
      data-new-day={isNewDay}
    >
      <tr>
        <td>
          <Time instant={line.from} style="date" zone="UTC" />
        </td>
        <th scope="row">
          {line.charge ? (
            <button
              type="button"
              className={classes.unfold}
              aria-expanded={isUnfolded}
              aria-controls={detailsId}
              onClick={() => setIsUnfolded(!isUnfolded)}
            >
              <IconChevronRight size={16} aria-hidden className={classes.chevron} />
              <LineTitle line={line} />
            </button>
          ) : (
            <>
              <LineTitle line={line} />
              <Corrections line={line} isShown={isShown} />
              {line.entryId !== null && line.correctedById === null && links.renderEntryAction ? (
                <span className={classes.action}>{links.renderEntryAction(line.entryId)}</span>
              ) : null}
            </>
          )}
        </th>
        <td className={`${classes.number} ${classes.quantity}`}>
          {line.charge ? <Quantity value={line.charge.quantity} unit={line.charge.unit} /> : null}
        </td>
        <td className={`${classes.number} ${classes.credits}`}>
          <Amount value={line.credits} signed />
        </td>
        <td className={`${classes.number} ${classes.balance}`}>
          <Amount value={line.balanceAfter} />
        </td>
      </tr>
      {line.charge ? (
        <tr id={detailsId} className={classes.details} hidden={!isUnfolded}>
          <td colSpan={5}>
            {isUnfolded ? <DayEntries project={project} line={line} {...links} /> : null}
          </td>
        </tr>
      ) : null}
    </tbody>
  );
}

/** Which entry it undoes, and which one undid it: a correction can be followed both ways. */
function Corrections({ line, isShown }: Pick<StatementRowProps, 'line' | 'isShown'>) {
  const { t } = useTranslation();
  const ends = [
    { id: line.correctsId, text: 'statement.undoes' },
    { id: line.correctedById, text: 'statement.undoneBy' },
  ] as const;
  return ends.map(({ id, text }) =>
    id === null ? null : (
      <span key={text} className={classes.reason}>
        {isShown(id) ? (
          <Link
            from="/projects/$name"
            to="."
            search={(current) => current}
            hash={entryAnchor(id)}
            resetScroll={false}
          >
            {t(text, { id })}
          </Link>
        ) : (
          t(text, { id })
        )}
      </span>
    ),
  );
}

function LineTitle({ line }: { line: StatementLine }) {
  const { t } = useTranslation();
  const origin = [
    line.source ? t('statement.source', { source: line.source }) : null,
    line.actor ? t('statement.actor', { actor: line.actor }) : null,
  ].filter((part) => part !== null);
  return (
    <span className={classes.title}>
      <span>
        {line.charge
          ? t('statement.charge', {
              metric: line.charge.metricFriendlyName,
              site: line.charge.site,
            })
          : t(`statement.kind.${line.kind}`)}
        {line.isOpen ? <span className={classes.openMark}>{t('statement.openDay')}</span> : null}
      </span>
      {line.reason ? <span className={classes.reason}>{line.reason}</span> : null}
      {origin.length > 0 ? <span className={classes.reason}>{origin.join(' · ')}</span> : null}
    </span>
  );
}
