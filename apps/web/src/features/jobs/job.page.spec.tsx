import { describe, expect, it } from '@jest/globals';
import { type JobRunDetail } from '@os-credits/contracts';
import { act, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { delay, http, HttpResponse } from 'msw';
import { axeViolations } from '../../testing/axe-violations.js';
import { FakeEventSource } from '../../testing/fake-event-source.js';
import { admin, problem, staff } from '../../testing/handlers.js';
import {
  changeRun,
  detailOfRun,
  jobTypes,
  logLineOf,
  runOf,
  uuid,
} from '../../testing/job-answers.js';
import { renderApp } from '../../testing/render-app.js';
import { server } from '../../testing/server.js';

const running = uuid(1);
const path = `/jobs/${running}`;

/** The open stream of a run, once the page has connected to it. */
async function streamOf(id = running): Promise<FakeEventSource> {
  await waitFor(() => expect(FakeEventSource.to(`/api/jobs/${id}/events`)).toHaveLength(1));
  const stream = FakeEventSource.to(`/api/jobs/${id}/events`)[0]!;
  act(() => stream.accept());
  return stream;
}

const logTexts = () =>
  within(screen.getByRole('region', { name: 'Lines of the log' }))
    .getAllByRole('listitem')
    .map((line) => line.textContent);

function answerDetail(id: number, change: Partial<JobRunDetail>, run = runOf(id)) {
  server.use(http.get(`*/api/jobs/${run.id}`, () => HttpResponse.json(detailOfRun(run, change))));
}

describe('a run at work', () => {
  it('shows progress, rate, remaining time and who wanted it', async () => {
    const { container } = await renderApp({ path, as: admin });
    expect(await screen.findByRole('heading', { level: 1 })).toHaveTextContent('Demonstration');
    expect(screen.getByRole('progressbar')).toHaveAttribute('aria-valuetext', '40%, 4 of 10');
    expect(screen.getByText('2 per second')).toBeInTheDocument();
    expect(screen.getByText('about 3 s')).toBeInTheDocument();
    expect(screen.getByText('Wanda Admin (person)')).toBeInTheDocument();
    await streamOf();
    expect(await screen.findByText(/Live: every change comes by itself/)).toBeInTheDocument();
    expect(await axeViolations(container)).toEqual([]);
  });

  it('moves with the stream, without a reload', async () => {
    await renderApp({ path, as: admin });
    const stream = await streamOf();
    const progress = { ...runOf(1, { state: 'running' }).progress, done: 9 };
    act(() => stream.send('run', runOf(1, { state: 'running', progress })));
    expect(await screen.findByText('90% · 9 of 10')).toBeInTheDocument();
  });

  it('adds each log line once and goes on after the last one when the connection was lost', async () => {
    await renderApp({ path, as: admin });
    const stream = await streamOf();
    expect(stream.url).toContain('after=4');
    act(() => {
      stream.send('log', logLineOf(4));
      stream.send('log', logLineOf(5, { level: 'warn', text: 'slow' }));
      stream.send('log', logLineOf(5, { text: 'again' }));
      stream.send('log', logLineOf(10, { text: '10', texts: { en: 'tenth', de: 'Zehnte' } }));
    });
    expect(logTexts()).toHaveLength(6);
    expect(logTexts().at(-2)).toContain('slow');
    expect(logTexts().at(-1)).toContain('tenth');

    act(() => stream.lose({ isFinal: false }));
    expect(screen.getByText(/The live connection broke. Lines/)).toBeInTheDocument();
    act(() => stream.accept());
    expect(screen.queryByText(/The live connection broke. Lines/)).toBeNull();
  });

  it('connects anew by itself where the server refused the stream', async () => {
    await renderApp({ path, as: admin });
    const stream = await streamOf();
    act(() => stream.lose({ isFinal: true }));
    expect(screen.getByText(/being made again/)).toBeInTheDocument();
    await streamOf();
    expect(await screen.findByText(/Live: every change comes by itself/)).toBeInTheDocument();
  });

  it('stops listening and shows what came of it at the end', async () => {
    await renderApp({ path, as: admin });
    const stream = await streamOf();
    changeRun(running, { state: 'succeeded', endedAt: new Date().toISOString() });
    act(() => {
      stream.send('run', runOf(1));
      stream.send('end', {});
    });
    expect(await screen.findByText('1,234,567')).toBeInTheDocument();
    expect(screen.getByText('0.1')).toBeInTheDocument();
    expect(stream.readyState).toBe(FakeEventSource.CLOSED);
    expect(FakeEventSource.to(`/api/jobs/${running}/events`)).toEqual([]);
    expect(await screen.findByRole('button', { name: 'Run again' })).toBeInTheDocument();
  });

  it('never offers an action of a state that is over', async () => {
    await renderApp({ path, as: admin });
    const stream = await streamOf();
    expect(screen.getByRole('button', { name: 'Cancel the run' })).toBeInTheDocument();
    server.use(http.get('*/api/jobs/:id', () => delay('infinite')));
    act(() => stream.send('run', runOf(1, { state: 'succeeded' })));
    await waitFor(() =>
      expect(screen.queryByRole('button', { name: 'Cancel the run' })).toBeNull(),
    );
  });

  it('is cancelled after a question, and says that it was asked to stop', async () => {
    await renderApp({ path, as: admin });
    await userEvent.click(await screen.findByRole('button', { name: 'Cancel the run' }));
    const dialog = await screen.findByRole('dialog', { name: 'Cancel this run?' });
    server.use(
      http.post('*/api/jobs/:id/cancel', () => {
        changeRun(running, { cancelRequestedAt: new Date().toISOString() });
        return HttpResponse.json({ job: runOf(1, { state: 'running' }) });
      }),
    );
    await userEvent.click(within(dialog).getByRole('button', { name: 'Cancel the run' }));
    expect(await screen.findByText(/It was asked to stop/)).toBeInTheDocument();
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(screen.queryByRole('button', { name: 'Cancel the run' })).toBeNull();
  });

  it('tells in the dialog why an action was refused', async () => {
    server.use(
      http.post('*/api/jobs/:id/cancel', () => problem('job-action-refused', 'It is over already')),
    );
    await renderApp({ path, as: admin });
    await userEvent.click(await screen.findByRole('button', { name: 'Cancel the run' }));
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Cancel the run' }));
    expect(await within(dialog).findByRole('alert')).toHaveTextContent('It is over already');
  });
});

describe('a run that is over', () => {
  it('names error, attempts and the place in the code line by line', async () => {
    const { container } = await renderApp({ path: `/jobs/${uuid(4)}`, as: admin });
    expect(await screen.findAllByText(/The counter went backwards/)).toHaveLength(2);
    await userEvent.click(screen.getByText('Where in the code'));
    const stack = screen.getByRole('region', { name: 'Where in the code' });
    expect(
      within(stack)
        .getAllByRole('listitem')
        .map((each) => each.textContent),
    ).toEqual(['at count (demo.job.ts:12:7)', 'at run (engine.ts:3:1)']);
    expect(FakeEventSource.to('/events')).toEqual([]);
    expect(logTexts()).toHaveLength(4);
    expect(await axeViolations(container)).toEqual([]);
  });

  it('filters its log by level, in the address, and offers all of it as a file', async () => {
    server.use(
      http.get('*/api/jobs/:id/log', () =>
        HttpResponse.json({
          lines: [logLineOf(1), logLineOf(2, { level: 'error', text: 'broke' })],
          lastId: '2',
        }),
      ),
    );
    const { router } = await renderApp({ path: `/jobs/${uuid(4)}`, as: admin });
    await screen.findByRole('region', { name: 'Lines of the log' });
    await userEvent.click(screen.getByRole('radio', { name: 'Error' }));
    expect(logTexts()).toHaveLength(1);
    expect(router.state.location.search).toEqual({ level: 'error' });
    expect(screen.getByRole('link', { name: 'Download' })).toHaveAttribute(
      'href',
      expect.stringMatching(new RegExp(`/api/jobs/${uuid(4)}/log\\.txt\\?language=en$`)),
    );
  });

  it('is run again as a new one', async () => {
    const { router } = await renderApp({ path: `/jobs/${uuid(5)}`, as: admin });
    await userEvent.click(await screen.findByRole('button', { name: 'Run again' }));
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Run again' }));
    await waitFor(() => expect(router.state.location.pathname).not.toBe(`/jobs/${uuid(5)}`));
    expect(await screen.findByText('Queued')).toBeInTheDocument();
  });

  it('tells who may not act on it which role may', async () => {
    answerDetail(5, { actions: [] });
    server.use(
      http.get('*/api/jobs/types', () =>
        HttpResponse.json({ types: jobTypes.map((type) => ({ ...type, canStart: false })) }),
      ),
    );
    await renderApp({ path: `/jobs/${uuid(5)}`, as: staff });
    const button = await screen.findByRole('button', { name: 'Run again' });
    expect(button).toHaveAttribute('aria-disabled', 'true');
    expect(button).toHaveAccessibleDescription('Needs the role “Staff: admin”.');
  });

  it.each([
    ['table', [{ line: 3, error: 'no such project' }], 'no such project'],
    ['table', { rows: [{ line: 7, error: 'not a number' }], importedCount: 2 }, 'not a number'],
    ['sync-run', { syncRunId: uuid(77), applied: 3 }, 'To the change set'],
    ['generic', { deep: { name: 'thing' } }, 'thing'],
    ['hologram', { of: 'tomorrow' }, 'tomorrow'],
    ['counts', { words: 'only' }, 'only'],
    ['counts', { readCount: 3, faults: [{ line: 4, detail: 'x is no number' }] }, 'x is no number'],
    ['table', 'nothing like a table', 'nothing like a table'],
  ])('shows a result by its view (%s), an unfit one as a tree', async (view, result, text) => {
    answerDetail(5, { resultView: view as 'generic', result });
    await renderApp({ path: `/jobs/${uuid(5)}`, as: admin });
    expect(await screen.findByText(text)).toBeInTheDocument();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('shows a result in the words and the order of its type, in German', async () => {
    const lines = [{ credits: '1000.5', outcome: 'refused', undreamtOf: 'so' }];
    const result = {
      reasons: { 'bad-value': 2 },
      lines,
      at: '2026-01-01T12:00:00.000Z',
      posted: 1,
    };
    answerDetail(5, { resultView: 'table', result });
    await renderApp({ path: `/jobs/${uuid(5)}`, as: admin, language: 'de' });
    const panel = await screen.findByRole('region', { name: 'Ergebnis' });
    expect(await within(panel).findByText('Gebucht')).toBeInTheDocument();
    expect([...panel.querySelectorAll('dt')].map((term) => term.textContent)).toEqual([
      'Gebucht',
      'Wirksam ab',
      'Nach Grund',
      'Unlesbarer Wert',
    ]);
    expect(panel).toHaveTextContent('1. Jan. 2026');
    expect(
      within(panel)
        .getAllByRole('columnheader')
        .map((head) => head.textContent),
    ).toEqual(['Ergebnis', 'Credits', 'Undreamt of']);
    expect(
      within(panel)
        .getAllByRole('cell')
        .map((cell) => cell.textContent),
    ).toEqual(['fehlerhaft', '1.000,5', 'so']);
  });

  it('shows and offers its log in German, where a line is said in German', async () => {
    const lines = [logLineOf(1, { texts: { en: 'read', de: 'gelesen' } }), logLineOf(2)];
    server.use(http.get('*/api/jobs/:id/log', () => HttpResponse.json({ lines, lastId: '2' })));
    await renderApp({ path: `/jobs/${uuid(5)}`, as: admin, language: 'de' });
    const log = await screen.findByRole('region', { name: 'Zeilen des Protokolls' });
    const texts = within(log)
      .getAllByRole('listitem')
      .map((line) => line.textContent);
    expect(texts[0]).toContain('gelesen');
    expect(texts[1]).toContain('step 2 of 10');
    expect(screen.getByRole('link', { name: /Herunterladen/ })).toHaveAttribute(
      'href',
      expect.stringMatching(/log\.txt\?language=de$/),
    );
  });

  it('shows the runs above and below it', async () => {
    const parent = runOf(40, { title: { en: 'The parent', de: 'Der Auftrag' } });
    answerDetail(5, {
      childCount: 3,
      children: [runOf(41, { state: 'failed' }), runOf(42)],
      ancestors: [{ id: parent.id, type: parent.type, title: parent.title, state: parent.state }],
    });
    await renderApp({ path: `/jobs/${uuid(5)}`, as: admin });
    expect(await screen.findByRole('link', { name: 'The parent' })).toHaveAttribute(
      'href',
      `/jobs/${uuid(40)}`,
    );
    const children = screen.getByRole('list', { name: '3 runs below' });
    expect(within(children).getAllByRole('listitem')).toHaveLength(2);
    expect(screen.getByText('1 more run is not shown.')).toBeInTheDocument();
  });

  it('that does not exist is one sentence with a way back', async () => {
    await renderApp({ path: `/jobs/${uuid(999)}`, as: admin });
    expect(await screen.findByText('There is no such run')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'To the jobs' })).toBeInTheDocument();
  });
});

describe('a run that comes after others', () => {
  it('names what it waits for and what waits for it', async () => {
    const title = { en: 'Demonstration', de: 'Vorführung' };
    const before = { id: uuid(7), type: 'demo', title, state: 'running' as const };
    const behind = { id: uuid(8), type: 'demo', title, state: 'queued' as const };
    answerDetail(2, { after: [before], followedBy: [behind] }, runOf(2, { state: 'queued' }));
    await renderApp({ path: `/jobs/${uuid(2)}`, as: admin });
    const panel = await screen.findByRole('region', { name: 'Before and after' });
    const links = within(panel).getAllByRole('link', { name: 'Demonstration' });
    expect(links.map((link) => link.getAttribute('href'))).toEqual([
      `/jobs/${uuid(7)}`,
      `/jobs/${uuid(8)}`,
    ]);
    expect(panel).toHaveTextContent('Begins when these have succeeded');
  });
});
