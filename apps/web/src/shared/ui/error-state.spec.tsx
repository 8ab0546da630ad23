import { MantineProvider } from '@mantine/core';
import { expect, it } from '@jest/globals';
import { render, screen } from '@testing-library/react';
import { startI18n } from '../i18n/index.js';
import { ErrorState } from './error-state.js';

it.each([
  ['Failed to fetch dynamically imported module: https://x/a.js', 'page-not-loaded'],
  ['error loading dynamically imported module: https://x/a.js', 'page-not-loaded'],
  ['Importing a module script failed.', 'page-not-loaded'],
  ['x is not a function', 'page-fault'],
])('names "%s" as %s', async (message, code) => {
  await startI18n('en');
  render(
    <MantineProvider>
      <ErrorState error={new TypeError(message)} onRetry={() => undefined} />
    </MantineProvider>,
  );
  expect(screen.getByRole('alert')).toHaveTextContent(code);
});
