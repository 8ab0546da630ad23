import { Skeleton } from '@mantine/core';
import classes from './project-list.module.css';

const rowCount = 4;

export function ProjectListSkeleton() {
  return (
    <ul className={classes.list}>
      {Array.from({ length: rowCount }, (_, index) => (
        <li key={index} className={classes.row}>
          <div className={classes.name}>
            <Skeleton height={18} width="70%" mb={8} />
            <Skeleton height={13} width="45%" />
          </div>
          <Skeleton height={26} />
          <Skeleton height={18} />
          <Skeleton height={30} />
          <Skeleton height={30} />
        </li>
      ))}
    </ul>
  );
}
