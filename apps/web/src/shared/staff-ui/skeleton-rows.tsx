import { Skeleton, Stack } from '@mantine/core';

type SkeletonRowsProps = { count?: number; height?: number };

/** Stands for the rows of a list until they come. */
export function SkeletonRows({ count = 6, height = 62 }: SkeletonRowsProps) {
  return (
    <Stack gap="xs">
      {Array.from({ length: count }, (_, index) => (
        <Skeleton key={index} height={height} radius="md" />
      ))}
    </Stack>
  );
}
