import { expect, it } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { axeViolations } from '../../testing/axe-violations.js';
import { staff } from '../../testing/handlers.js';
import { renderApp } from '../../testing/render-app.js';

const rows = async () =>
  within(await screen.findByRole('list', { name: 'Audit trail' })).getAllByRole('listitem');

it('shows who changed what and why, with what differs on demand', async () => {
  const { container } = await renderApp({ path: '/audit', as: staff });
  const [published, changed, made] = await rows();
  expect(published).toHaveTextContent('Wanda Admin published Autumn 2026');
  expect(published).toHaveTextContent('Reason: yearly prices');
  await userEvent.click(within(changed!).getByText('Before and after'));
  expect(changed).toHaveTextContent('1.25');
  expect(changed).not.toHaveTextContent('titleWinter');
  await userEvent.click(within(made!).getByText('Before and after'));
  expect(made).toHaveTextContent('It was not there.');
  expect(within(made!).getByRole('link', { name: 'gpu' })).toHaveAttribute(
    'href',
    '/credit-metrics/3',
  );
  expect(await axeViolations(container)).toEqual([]);
});

it('is narrowed by the address, and says when nothing fits', async () => {
  const { router } = await renderApp({ path: '/audit?subjectKind=metric', as: staff });
  expect(await rows()).toHaveLength(1);
  await userEvent.type(screen.getByRole('searchbox', { name: 'Person (whole name)' }), 'Nobody');
  await waitFor(() =>
    expect(router.state.location.href).toBe('/audit?subjectKind=metric&actor=Nobody'),
  );
  // Typing goes on where it was, although the address changed meanwhile.
  expect(screen.getByRole('searchbox', { name: 'Person (whole name)' })).toHaveFocus();
  await userEvent.click(await screen.findByRole('button', { name: 'Clear the filters' }));
  expect(await rows()).toHaveLength(3);
  expect(screen.getByRole('searchbox', { name: 'Person (whole name)' })).toHaveValue('');
});
