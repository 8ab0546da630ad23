import { describe, expect, it } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { axeViolations } from '../../testing/axe-violations.js';
import { admin, config, lead, problem, staff } from '../../testing/handlers.js';
import { runOf, uuid } from '../../testing/job-answers.js';
import { perunStatusOf } from '../../testing/perun-handlers.js';
import { renderApp } from '../../testing/render-app.js';
import { server } from '../../testing/server.js';

const path = '/perun';
const answerStatus = (change: Parameters<typeof perunStatusOf>[0]) =>
  server.use(http.get('*/api/perun', () => HttpResponse.json(perunStatusOf(change))));

describe('the status of Perun', () => {
  it('says which Perun it is, what waits, and who owns which value', async () => {
    const { container } = await renderApp({ path, as: admin });
    expect(await screen.findByText('simulated')).toBeInTheDocument();
    expect(screen.getByText('http://127.0.0.1:8086')).toBeInTheDocument();
    expect(screen.getByText('12 s, 31 calls')).toBeInTheDocument();
    expect(screen.getByText('8 active, 1 ended, 2 unverified')).toBeInTheDocument();
    expect(screen.getByText(/3 changes wait for a decision/)).toBeInTheDocument();
    expect(screen.getByText(/2 values of ours were changed/)).toBeInTheDocument();
    expect(screen.getByRole('row', { name: /Used credits/ })).toHaveTextContent(
      'ours, written to Perun',
    );
    expect(screen.getByRole('link', { name: 'To the sync under way' })).toHaveAttribute(
      'href',
      `/perun/sync-runs/${uuid(702)}`,
    );
    expect(await axeViolations(container)).toEqual([]);
  });

  it('tests the connection and shows what is missing in words', async () => {
    await renderApp({ path, as: admin });
    expect(await screen.findByText('It has not been tested yet.')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Test the connection' }));
    expect(await screen.findByText(/Something is missing/)).toBeInTheDocument();
    expect(screen.getByText(/We may not write the used credits/)).toBeInTheDocument();
    expect(screen.getByText('de.NBI Cloud (denbi, 1)')).toBeInTheDocument();
    expect(screen.getByText('bielefeld (8676, 12 groups)')).toBeInTheDocument();
  });

  it('tells why the test itself failed', async () => {
    server.use(http.post('*/api/perun/check', () => problem('perun-failed', 'Connection refused')));
    await renderApp({ path, as: admin });
    await userEvent.click(await screen.findByRole('button', { name: 'Test the connection' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('Connection refused');
  });

  it('starts a sync of one project as a dry run, and goes to its run', async () => {
    answerStatus({ activeSyncRunId: null });
    const posted: unknown[] = [];
    server.use(
      http.post('*/api/jobs', async ({ request }) => {
        posted.push(await request.json());
        return HttpResponse.json({ job: runOf(2, { state: 'queued' }), isNew: true });
      }),
    );
    const { router } = await renderApp({ path, as: admin });
    await userEvent.click(await screen.findByRole('button', { name: 'Sync now' }));
    const dialog = await screen.findByRole('dialog', { name: 'Sync with Perun now' });
    await userEvent.type(within(dialog).getByRole('combobox', { name: /^Project/ }), 'fusion');
    await userEvent.click(within(dialog).getByRole('checkbox', { name: 'Dry run' }));
    await userEvent.click(within(dialog).getByRole('button', { name: 'Start the dry run' }));
    await waitFor(() => expect(router.state.location.pathname).toBe(`/jobs/${uuid(2)}`));
    expect(posted).toEqual([
      { type: 'perun-sync', parameters: { project: 'fusion' }, isDryRun: true },
    ]);
  });

  it('lets a viewer look but not start, and says why', async () => {
    answerStatus({ activeSyncRunId: null });
    await renderApp({ path, as: staff });
    const button = await screen.findByRole('button', { name: 'Sync now' });
    expect(button).toHaveAttribute('aria-disabled', 'true');
    expect(button).toHaveAccessibleDescription('Needs the role “Staff: editor”.');
  });

  it('that is not set up is one sentence', async () => {
    answerStatus({ mode: 'off', host: null });
    await renderApp({ path, as: admin });
    expect(await screen.findByText('Perun is not set up')).toBeInTheDocument();
  });

  it('is marked in the header as simulated, for staff only', async () => {
    const simulated = { ...config, perun: { mode: 'simulated' as const } };
    server.use(http.get('*/api/config', () => HttpResponse.json(simulated)));
    const { unmount } = await renderApp({ path, as: admin });
    expect(await screen.findByText('Perun: simulated')).toBeInTheDocument();
    unmount();
    await renderApp({ path: '/projects', as: lead });
    await screen.findByRole('heading', { name: 'My projects' });
    expect(screen.queryByText('Perun: simulated')).toBeNull();
  });
});
