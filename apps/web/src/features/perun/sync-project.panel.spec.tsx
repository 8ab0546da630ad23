import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { act, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { type JobRun, type JobRunDetail } from '@os-credits/contracts';
import { http, HttpResponse } from 'msw';
import { editor, lead, problem, staff } from '../../testing/handlers.js';
import { detailOfRun, runOf, uuid } from '../../testing/job-answers.js';
import { renderApp } from '../../testing/render-app.js';
import { server } from '../../testing/server.js';

const path = '/projects/protein-folding';
const name = 'Sync this project with Perun';

function answerJob(change: Partial<JobRun>, detail: Partial<JobRunDetail> = {}, isNew = true) {
  const run = runOf(50, { parameters: { project: 'protein-folding' }, ...change });
  server.use(
    http.post('*/api/jobs', () => HttpResponse.json({ job: run, isNew })),
    http.get(`*/api/jobs/${uuid(50)}`, () => HttpResponse.json(detailOfRun(run, detail))),
  );
}

async function press() {
  await userEvent.click(await screen.findByRole('button', { name }));
}

afterEach(() => {
  jest.useRealTimers();
});

describe('syncing one project', () => {
  it('posts exactly this project and tells that it succeeded, with the change set', async () => {
    let posted: unknown = null;
    answerJob({ state: 'succeeded' }, { result: { syncRunId: uuid(702), callCount: 3 } });
    server.events.on('request:start', async ({ request }) => {
      if (request.method === 'POST') posted = await request.clone().json();
    });
    await renderApp({ path, as: editor });
    await press();
    expect(await screen.findByText(/The project is in step with Perun/)).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'To the change set' })).toHaveAttribute(
      'href',
      `/perun/sync-runs/${uuid(702)}`,
    );
    expect(posted).toEqual({
      type: 'perun-sync',
      parameters: { project: 'protein-folding' },
      isDryRun: false,
    });
    server.events.removeAllListeners();
  });

  it.each<[string, Partial<JobRun>, RegExp]>([
    [
      'failed',
      { state: 'failed', error: { errorClass: 'E', message: 'Perun said no' } },
      /The sync failed: Perun said no/,
    ],
    ['waiting', { state: 'waiting-for-approval' }, /waits for a decision/],
    ['cancelled', { state: 'cancelled' }, /was cancelled/],
  ])('that is %s says so', async (_case, change, text) => {
    answerJob(change);
    await renderApp({ path, as: editor });
    await press();
    expect(await screen.findByText(text)).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'To the run' })).toHaveAttribute(
      'href',
      `/jobs/${uuid(50)}`,
    );
  });

  it('that takes too long says that it goes on, which is no failure', async () => {
    jest.useFakeTimers({ advanceTimers: true });
    const user = userEvent.setup({ advanceTimers: (ms) => jest.advanceTimersByTime(ms) });
    answerJob({ state: 'running' });
    await renderApp({ path, as: editor });
    await user.click(await screen.findByRole('button', { name }));
    expect(await screen.findByText('The sync is under way …')).toBeInTheDocument();
    act(() => {
      jest.advanceTimersByTime(61_000);
    });
    expect(await screen.findByText(/not over after 60 seconds/)).toBeInTheDocument();
    expect(screen.queryByText(/failed/)).toBeNull();
  });

  it('is not claimed where another sync is under way', async () => {
    answerJob({ state: 'succeeded', parameters: { project: 'other' } }, {}, false);
    await renderApp({ path, as: editor });
    await press();
    expect(await screen.findByText(/Another sync is under way/)).toBeInTheDocument();
    expect(screen.queryByText(/in step with Perun/)).toBeNull();
  });

  it('tells why it could not be started', async () => {
    server.use(http.post('*/api/jobs', () => problem('perun-off', 'Perun is not set up')));
    await renderApp({ path, as: editor });
    await press();
    expect(await screen.findByRole('alert')).toHaveTextContent('Perun is not set up');
  });

  it('is offered to staff only, and disabled for who may not', async () => {
    const { unmount } = await renderApp({ path, as: staff });
    const button = await screen.findByRole('button', { name });
    expect(button).toHaveAccessibleDescription('Needs the role “Staff: editor”.');
    unmount();
    await renderApp({ path, as: lead });
    await screen.findByRole('table', { name: 'How this adds up' });
    await waitFor(() => expect(screen.queryByRole('button', { name })).toBeNull());
  });
});
