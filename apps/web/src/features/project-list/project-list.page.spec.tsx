import { describe, expect, it } from '@jest/globals';
import { type ListProjectsResponse } from '@os-credits/contracts';
import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { delay, http, HttpResponse } from 'msw';
import { axeViolations } from '../../testing/axe-violations.js';
import { problem, staff } from '../../testing/handlers.js';
import { renderApp } from '../../testing/render-app.js';
import { server } from '../../testing/server.js';

const nothing: ListProjectsResponse = { items: [], nextCursor: null };

describe('the list of projects', () => {
  it('shows the project in trouble first, with number, word and reason', async () => {
    const { container } = await renderApp({ path: '/projects' });
    const list = await screen.findByRole('list', { name: 'Projects' });
    const first = within(list).getAllByRole('listitem')[0]!;
    expect(within(first).getByRole('link')).toHaveTextContent('single-cell-heart');
    expect(first).toHaveTextContent('used up');
    expect(first).toHaveTextContent('overdrawn');
    expect(document.title).toBe('My projects · OS Credits');
    expect(await axeViolations(container)).toEqual([]);
  });

  it('says that it loads, in a region that announces itself', async () => {
    server.use(http.get('*/api/projects', () => delay('infinite')));
    await renderApp({ path: '/projects' });
    expect(await screen.findByText('Loading …')).toBeInTheDocument();
  });

  it('tells somebody without projects what happens next', async () => {
    server.use(http.get('*/api/projects', () => HttpResponse.json(nothing)));
    await renderApp({ path: '/projects' });
    expect(await screen.findByText('You have no project yet')).toBeInTheDocument();
    expect(screen.queryByRole('searchbox')).toBeNull();
  });

  it('offers to clear the filters when nothing fits them', async () => {
    const { router } = await renderApp({ path: '/projects?search=nowhere&status=active' });
    await userEvent.click(await screen.findByRole('button', { name: 'Clear the filters' }));
    await screen.findByRole('link', { name: 'protein-folding' });
    expect(router.state.location.href).toBe('/projects');
    expect(screen.getByRole('searchbox')).toHaveValue('');
  });

  it('shows an error with its code and request, and recovers by "try again"', async () => {
    server.use(http.get('*/api/projects', () => problem('database-unavailable'), { once: true }));
    await renderApp({ path: '/projects' });
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('database-unavailable');
    expect(alert).toHaveTextContent('01JDB4Q7-TEST-REQUEST');
    await userEvent.click(within(alert).getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('link', { name: 'protein-folding' })).toBeInTheDocument();
  });

  it('does not trust an answer outside the contract', async () => {
    server.use(http.get('*/api/projects', () => HttpResponse.json({ items: [{ name: 'x' }] })));
    await renderApp({ path: '/projects' });
    expect(await screen.findByRole('alert')).toHaveTextContent('answer-unexpected');
  });

  it('keeps search and order in the address, and the focus where it is typed', async () => {
    const { router } = await renderApp({ path: '/projects' });
    const search = await screen.findByRole('searchbox');
    await userEvent.type(search, 'plant');
    await waitFor(() => expect(router.state.location.href).toBe('/projects?search=plant'));
    expect(search).toHaveFocus();
    await userEvent.keyboard('-x');
    await waitFor(() => expect(router.state.location.href).toBe('/projects?search=plant-x'));
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Order' }), 'name');
    await waitFor(() => expect(router.state.location.search).toMatchObject({ sort: 'name' }));
  });

  it('falls back when the address holds nonsense', async () => {
    await renderApp({ path: '/projects?sort=upwards&status=7' });
    expect(await screen.findByRole('combobox', { name: 'Order' })).toHaveValue('attention');
  });

  it('marks unverified projects for staff and lets only them filter for it', async () => {
    await renderApp({ path: '/projects?status=unverified', as: staff, language: 'de' });
    expect(await screen.findByRole('link', { name: 'unknown-simvm-17' })).toBeInTheDocument();
    expect(screen.getByRole('combobox', { name: 'Status' })).toHaveTextContent('Unbestätigt');
  });
});
