import { describe, expect, it } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { axeViolations } from '../../testing/axe-violations.js';
import { admin, problem, staff } from '../../testing/handlers.js';
import { uuid } from '../../testing/job-answers.js';
import { syncRunOf } from '../../testing/perun-handlers.js';
import { renderApp } from '../../testing/render-app.js';
import { server } from '../../testing/server.js';

const path = `/perun/sync-runs/${uuid(702)}`;

describe('the list of sync runs', () => {
  it('shows each with state, changes, and what waits', async () => {
    const { container } = await renderApp({ path: '/perun/sync-runs', as: admin });
    const list = await screen.findByRole('list', { name: 'Sync runs' });
    const rows = within(list).getAllByRole('listitem');
    expect(rows).toHaveLength(3);
    expect(rows[0]).toHaveTextContent('Waiting');
    expect(rows[0]).toHaveTextContent('6 changes');
    expect(rows[0]).toHaveTextContent('3 wait for a decision');
    expect(rows[2]).toHaveTextContent('Perun did not answer within 30 s');
    expect(await axeViolations(container)).toEqual([]);
  });

  it('filters by state in the address; without any it offers to clear', async () => {
    const { router } = await renderApp({ path: '/perun/sync-runs?state=cancelled', as: admin });
    await userEvent.click(await screen.findByRole('button', { name: 'Clear the filters' }));
    await screen.findByRole('list', { name: 'Sync runs' });
    expect(router.state.location.href).toBe('/perun/sync-runs');
  });
});

describe('a change set', () => {
  it('groups changes by kind with what was and what will be', async () => {
    const { container } = await renderApp({ path, as: admin });
    const grants = await screen.findByRole('list', { name: 'Grant' });
    const applied = within(grants).getAllByRole('listitem')[1]!;
    expect(applied).toHaveTextContent('metagenome-atlas');
    expect(applied).toHaveTextContent('before: 200after: 350.5');
    expect(applied).toHaveTextContent('applied');
    const groups = [...container.querySelectorAll('summary')].map((each) => each.textContent);
    expect(groups).toEqual([
      'Project gone from Perun22 waiting',
      'Grant21 waiting, 1 applied',
      'Lead added11 applied',
      'Written to Perun11 planned',
    ]);
    expect(await axeViolations(container)).toEqual([]);
  });

  it('is narrowed by project, kind and state in the address', async () => {
    const { router } = await renderApp({ path: `${path}?kind=grant`, as: admin });
    expect(await screen.findByRole('list', { name: 'Grant' })).toBeInTheDocument();
    expect(screen.queryByRole('list', { name: 'Lead added' })).toBeNull();
    await userEvent.type(screen.getByRole('searchbox', { name: 'Project' }), 'atlas');
    await waitFor(() =>
      expect(router.state.location.search).toEqual({ kind: 'grant', project: 'atlas' }),
    );
    const list = await screen.findByRole('list', { name: 'Change set' });
    await waitFor(() => expect(within(list).getAllByRole('listitem')).toHaveLength(1));
  });

  it('says when there is nothing in it, and when nothing fits', async () => {
    server.use(
      http.get('*/api/perun/sync-runs/:id', () =>
        HttpResponse.json(syncRunOf(702, { counts: [] })),
      ),
    );
    await renderApp({ path, as: admin });
    expect(await screen.findByText('Nothing to change')).toBeInTheDocument();
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'State' }), 'failed');
    expect(await screen.findByText('No change fits')).toBeInTheDocument();
  });

  it('does not call both sides equal where they were never compared', async () => {
    const run = syncRunOf(702, { state: 'failed', counts: [], groupCount: null, error: 'late' });
    server.use(http.get('*/api/perun/sync-runs/:id', () => HttpResponse.json(run)));
    await renderApp({ path, as: admin });
    expect(await screen.findByText('Nothing was compared')).toBeInTheDocument();
    expect(screen.queryByText('Nothing to change')).toBeNull();
    expect(screen.getByText('late')).toHaveAttribute('lang', 'en');
  });

  it('of a run that does not exist is one sentence', async () => {
    await renderApp({ path: `/perun/sync-runs/${uuid(999)}`, as: admin });
    expect(await screen.findByText('There is no such sync run')).toBeInTheDocument();
  });
});

describe('what waits', () => {
  it('stands on top with the reason in words', async () => {
    await renderApp({ path, as: admin });
    expect(
      await screen.findByRole('heading', { name: '3 changes wait for you' }),
    ).toBeInTheDocument();
    const vanished = await screen.findByRole('region', {
      name: 'Unusually many projects are gone from Perun',
    });
    expect(within(vanished).getAllByRole('listitem')).toHaveLength(2);
    expect(vanished).toHaveTextContent('before: activeafter: ended');
    expect(
      screen.getByRole('region', { name: 'A grant would fall below what is used' }),
    ).toHaveTextContent('42.5 credits are used already.');
  });

  it('is rejected in part, with a reason, and the rest goes on waiting', async () => {
    const posted: unknown[] = [];
    server.events.on('request:start', async ({ request }) => {
      if (request.url.endsWith('/decisions')) posted.push(await request.clone().json());
    });
    const { container } = await renderApp({ path, as: admin });
    const vanished = await screen.findByRole('region', { name: /Unusually many/ });
    await userEvent.click(within(vanished).getByRole('checkbox', { name: 'Choose all 2 shown' }));
    await userEvent.click(screen.getByRole('button', { name: 'Reject 2 chosen' }));
    const dialog = await screen.findByRole('dialog', { name: 'Reject 2 changes?' });
    await userEvent.click(within(dialog).getByRole('button', { name: 'Reject 2 changes' }));
    const reason = within(dialog).getByRole('textbox', { name: 'Reason' });
    expect(reason).toHaveAccessibleDescription(/This is needed/);
    expect(await axeViolations(container)).toEqual([]);
    await userEvent.type(reason, 'Perun was being moved');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Reject 2 changes' }));
    expect(
      await screen.findByRole('heading', { name: '1 change waits for you' }),
    ).toBeInTheDocument();
    expect(posted).toEqual([
      { items: ['1', '2'], decision: 'reject', reason: 'Perun was being moved' },
    ]);
    // What waits is folded in the change set below, as it stands above already.
    await userEvent.click(
      screen.getByText('Project gone from Perun', { selector: 'summary span' }),
    );
    await waitFor(() =>
      expect(screen.getAllByText('by Wanda Admin: Perun was being moved')).toHaveLength(2),
    );
    server.events.removeAllListeners();
  });

  it('is approved altogether, and the run goes on by itself', async () => {
    await renderApp({ path, as: admin });
    await userEvent.click(await screen.findByRole('button', { name: 'Approve all 3' }));
    const dialog = await screen.findByRole('dialog', { name: 'Approve 3 changes?' });
    await userEvent.type(within(dialog).getByRole('textbox'), 'checked with the office');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Approve 3 changes' }));
    expect(await screen.findByText('The changes are being made.')).toBeInTheDocument();
    expect(screen.queryByRole('heading', { name: /waits? for you/ })).toBeNull();
  });

  it('stays as it was where the decision is refused', async () => {
    server.use(
      http.post('*/api/perun/sync-runs/:id/decisions', () => problem('conflict', 'It is over')),
    );
    await renderApp({ path, as: admin });
    await userEvent.click(await screen.findByRole('button', { name: 'Reject all 3' }));
    const dialog = await screen.findByRole('dialog');
    await userEvent.type(within(dialog).getByRole('textbox'), 'no');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Reject 3 changes' }));
    expect(await within(dialog).findByRole('alert')).toHaveTextContent('It is over');
    expect(screen.getByRole('heading', { name: '3 changes wait for you' })).toBeInTheDocument();
  });

  it.each([
    ['a viewer', staff, {}, 'Needs the role “Staff: editor”.'],
    ['a dry run', admin, { isDryRun: true }, 'In a dry run there is nothing to decide.'],
  ])('cannot be decided by %s, and the page says so', async (_who, as, change, reason) => {
    server.use(
      http.get('*/api/perun/sync-runs/:id', () =>
        HttpResponse.json(syncRunOf(702, { state: 'waiting', waitingCount: 3, ...change })),
      ),
    );
    await renderApp({ path, as });
    const button = await screen.findByRole('button', { name: 'Approve all 3' });
    expect(button).toHaveAttribute('aria-disabled', 'true');
    expect(button).toHaveAccessibleDescription(reason);
  });
});
