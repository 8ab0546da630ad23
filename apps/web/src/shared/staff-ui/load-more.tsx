import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './load-more.module.css';

type LoadMoreProps = {
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
};

/** The next page of a list that goes on. */
export function LoadMore({ query }: LoadMoreProps) {
  const { t } = useTranslation('staff');
  if (!query.hasNextPage) return null;
  return (
    <div className={classes.more}>
      <Button
        variant="default"
        loading={query.isFetchingNextPage}
        onClick={() => void query.fetchNextPage()}
      >
        {t('list.loadMore')}
      </Button>
    </div>
  );
}
