import { describe, expect, it } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { axeViolations } from '../../testing/axe-violations.js';
import { editor, staff } from '../../testing/handlers.js';
import { renderApp } from '../../testing/render-app.js';
import { server } from '../../testing/server.js';

const rowsOf = async (name: string) =>
  within(await screen.findByRole('list', { name })).getAllByRole('listitem');

describe('held charges', () => {
  it('say how far the growth is above what is plausible, and what it would cost', async () => {
    const { container } = await renderApp({ path: '/held-charges', as: editor });
    const rows = await rowsOf('Held charges');
    expect(rows).toHaveLength(2);
    expect(rows[0]).toHaveTextContent('5,000 per hour, where 512 vCPU·h is the plausible maximum');
    expect(screen.getByText('2 intervals, 6,200.50 credits together.')).toBeVisible();
    expect(await axeViolations(container)).toEqual([]);
  });

  it('are released with the effect of a dry run in view', async () => {
    await renderApp({ path: '/held-charges', as: editor });
    const rows = await rowsOf('Held charges');
    await userEvent.click(within(rows[1]!).getByRole('button', { name: 'Release …' }));
    const dialog = await screen.findByRole('dialog', { name: 'Release held growth?' });
    expect(await within(dialog).findByText('+1,200.50')).toBeVisible();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Release and bill' }));
    expect(within(dialog).getByRole('alert')).toHaveTextContent('Say why');
    await userEvent.type(within(dialog).getByRole('textbox', { name: 'Reason' }), 'a real burst');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Release and bill' }));
    expect(await screen.findByRole('dialog', { name: 'Held growth was released' })).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Close' }));
    await waitFor(async () => expect(await rowsOf('Held charges')).toHaveLength(1));
  });

  it('that were released are taken back by dismissing', async () => {
    await renderApp({ path: '/held-charges?status=released', as: editor });
    const [row] = await rowsOf('Held charges');
    expect(row).toHaveTextContent(/Released by Mira Holm,.*a large import/);
    expect(within(row!).queryByRole('button', { name: 'Release …' })).toBeNull();
    await userEvent.click(within(row!).getByRole('button', { name: 'Dismiss …' }));
    expect(await screen.findByText('−5,000.00')).toBeVisible();
  });

  it.each([
    ['/held-charges?status=superseded', 'None of these'],
    ['/held-charges?project=nobody', 'No held charge fits'],
  ])('at %s says "%s"', async (path, text) => {
    await renderApp({ path, as: editor });
    expect(await screen.findByText(text)).toBeVisible();
  });
});

describe('data quality', () => {
  it('compares received with expected readings, hour by hour', async () => {
    const { container } = await renderApp({ path: '/data-quality', as: editor });
    const table = await screen.findByRole('table', { name: 'Completeness' });
    const [, bielefeld, berlin] = within(table).getAllByRole('row');
    expect(bielefeld).toHaveTextContent('100%');
    expect(bielefeld).toHaveTextContent('288 of 288');
    expect(berlin).toHaveTextContent('81%');
    expect(berlin).toHaveTextContent('silent now');
    expect(within(berlin!).getByRole('img')).toHaveAccessibleName(/missing in 6 hours/);
    expect(await axeViolations(container)).toEqual([]);
  });

  it('goes back as far as the address says', async () => {
    await renderApp({ path: '/data-quality?span=7d', as: editor });
    const table = await screen.findByRole('table', { name: 'Completeness' });
    expect(within(table).getAllByRole('row')[1]).toHaveTextContent('2,016 of 2,016');
  });

  it('lists events and narrows them by kind', async () => {
    const { router } = await renderApp({ path: '/data-quality', as: editor });
    const rows = await rowsOf('Events');
    expect(rows).toHaveLength(3);
    expect(rows[0]).toHaveTextContent('Silent site');
    expect(rows[0]).toHaveTextContent('still lasting');
    expect(rows[1]).toHaveTextContent('counter 9,000 → 12.5');
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Kind' }), 'gap');
    expect(router.state.location.search).toMatchObject({ kind: 'gap' });
    await waitFor(async () => expect(await rowsOf('Events')).toHaveLength(1));
  });

  it('has events acknowledged with a note, and shows it', async () => {
    await renderApp({ path: '/data-quality', as: editor });
    const rows = await rowsOf('Events');
    await userEvent.click(within(rows[1]!).getByRole('button', { name: 'Acknowledge …' }));
    const dialog = await screen.findByRole('dialog', { name: 'Acknowledge events?' });
    expect(await within(dialog).findByText('1 event changes.')).toBeVisible();
    await userEvent.type(within(dialog).getByRole('textbox', { name: 'Note' }), 'exporter moved');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Acknowledge' }));
    await waitFor(async () => expect(await rowsOf('Events')).toHaveLength(2));
    await userEvent.click(screen.getByRole('radio', { name: 'Acknowledged' }));
    expect(await screen.findByText(/exporter moved/)).toBeVisible();
  });

  it('keeps the place of the keyboard through a dialog', async () => {
    await renderApp({ path: '/data-quality', as: editor });
    const rows = await rowsOf('Events');
    const opener = within(rows[1]!).getByRole('button', { name: 'Acknowledge …' });
    await userEvent.click(opener);
    const note = await screen.findByRole('textbox', { name: 'Note' });
    await waitFor(() => expect(note).toHaveFocus());
    await userEvent.keyboard('{Escape}');
    expect(opener).toHaveFocus();
    await userEvent.click(opener);
    const dialog = await screen.findByRole('dialog');
    await within(dialog).findByText('1 event changes.');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Acknowledge' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await waitFor(async () => expect(await rowsOf('Events')).toHaveLength(2));
    expect(document.body).not.toHaveFocus();
  });

  it('may only be looked at by viewers', async () => {
    await renderApp({ path: '/data-quality', as: staff });
    const [row] = await rowsOf('Events');
    expect(within(row!).getByRole('button', { name: 'Acknowledge …' })).toHaveAttribute(
      'aria-disabled',
      'true',
    );
    expect(screen.queryByRole('checkbox')).toBeNull();
  });

  it('tells an empty list from one without results', async () => {
    server.use(
      http.get('*/api/data-quality/events', () =>
        HttpResponse.json({ items: [], nextCursor: null, counts: [] }),
      ),
    );
    const { router } = await renderApp({ path: '/data-quality', as: editor });
    expect(await screen.findByText('Nothing odd')).toBeVisible();
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Kind' }), 'gap');
    await userEvent.click(await screen.findByRole('button', { name: 'Clear the filters' }));
    expect(router.state.location.search).not.toHaveProperty('kind');
  });
});

it('a project tells which of its series hold its balance back', async () => {
  await renderApp({ path: '/projects/protein-folding' });
  await userEvent.click(await screen.findByText('Which readings this depends on'));
  const table = await screen.findByRole('table', { name: 'Series of this project' });
  expect(within(table).getAllByRole('row')[2]).toHaveTextContent(/heidelberg.*late/);
  expect(screen.getByText(/1 interval of implausible growth is held back/)).toBeVisible();
});
