import { describe, expect, it } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { detailOf } from '../../testing/answers.js';
import { axeViolations } from '../../testing/axe-violations.js';
import { problem } from '../../testing/handlers.js';
import { linesOf } from '../../testing/ledger-answers.js';
import { renderApp } from '../../testing/render-app.js';
import { server } from '../../testing/server.js';
import { world } from '../../testing/world.js';

const path = '/projects/protein-folding';
const project = world.find(({ name }) => name === 'protein-folding')!;
const balance = { granted: '100', used: '40', usedOpen: '1.5', remaining: '60', shareUsed: '0.4' };

const daysAgo = (days: number): string =>
  new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

function answerDetail(change: object): void {
  server.use(
    http.get('*/api/projects/:name', () =>
      HttpResponse.json({ ...detailOf(project, Date.now()), ...balance, ...change }),
    ),
  );
}

describe('the balance', () => {
  it('is a sum that visibly adds up', async () => {
    answerDetail({});
    await renderApp({ path });
    const sum = await screen.findByRole('table', { name: 'How this adds up' });
    const rows = within(sum).getAllByRole('row');
    expect(rows.map((row) => row.textContent)).toEqual([
      'Granted100.00',
      '−Used, posted38.50',
      '−Used, running hour1.50',
      '=Remaining credits60.00',
    ]);
  });

  it('leads from what was used to its charges', async () => {
    answerDetail({});
    const { router } = await renderApp({ path });
    const posted = await screen.findByRole('link', { name: 'Used, posted' });
    expect(posted).toHaveAttribute('href', expect.stringMatching(/#statement$/));
    await waitFor(() => expect(document.getElementById('statement')).not.toBeNull());
    await userEvent.click(screen.getByRole('button', { name: 'Used, running hour' }));
    await screen.findByRole('dialog', { name: 'Charges of this period' });
    const { bar } = router.state.location.search as { bar: string };
    const [from = '', to = ''] = bar.split('/').map((instant) => Date.parse(instant));
    expect(Date.now()).toBeGreaterThanOrEqual(Number(from));
    expect(Date.now()).toBeLessThan(Number(to));
  });

  it('says that freshness is unknown without a reading, and never "now"', async () => {
    answerDetail({ asOf: null, burnRate: null, runway: null });
    await renderApp({ path });
    expect(await screen.findByText(/complete to: unknown/)).toBeInTheDocument();
    expect(screen.getByText('A forecast needs 3 days of usage')).toBeInTheDocument();
  });

  it('turns amber when nothing came for two hours', async () => {
    answerDetail({ asOf: new Date(Date.now() - 3 * 3_600_000).toISOString() });
    await renderApp({ path });
    expect(await screen.findByText(/nothing new for more than 2 hours/)).toBeInTheDocument();
  });

  it.each([
    ['0.79', null],
    ['0.8', '80% of the granted credits are used.'],
    ['0.95', '95% of the granted credits are used: almost everything.'],
    ['1.02', 'All granted credits are used (102%).'],
  ])('with a share of %s shows the banner %s', async (shareUsed, banner) => {
    answerDetail({ shareUsed });
    await renderApp({ path });
    await screen.findByRole('table', { name: 'How this adds up' });
    const found = screen.queryByText(/of the granted credits are used[.:]|All granted/);
    expect(found?.textContent ?? null).toBe(banner);
  });

  it('moves by itself when the server has a new one', async () => {
    answerDetail({});
    await renderApp({ path });
    await screen.findByText('Remaining credits: 60.00');
    answerDetail({ used: '40.25', remaining: '59.75' });
    await waitFor(() => expect(screen.getAllByText('59.75').length).toBeGreaterThan(0), {
      timeout: 20_000,
    });
  });
});

describe('a failing panel', () => {
  it('leaves the others alone', async () => {
    server.use(http.get('*/api/projects/:name/history', () => problem('overloaded')));
    await renderApp({ path });
    expect(await screen.findByRole('alert')).toHaveTextContent('overloaded');
    expect(await screen.findByText('Balance now')).toBeInTheDocument();
    expect(screen.getByRole('table', { name: 'How this adds up' })).toBeInTheDocument();
  });

  it('gives way to one sentence for a project that does not exist or may not be seen', async () => {
    await renderApp({ path: '/projects/not-mine' });
    expect(await screen.findByRole('link', { name: 'To the projects' })).toBeInTheDocument();
    expect(
      screen.getByText('There is no such project, or you may not see it.'),
    ).toBeInTheDocument();
    expect(screen.queryByRole('heading', { name: 'Statement' })).toBeNull();
  });
});

describe('a project that is not there', () => {
  it('is one sentence from the first answer on, however late the project itself answers', async () => {
    let answerProject = (): void => undefined;
    const answered = new Promise<void>((resolve) => {
      answerProject = resolve;
    });
    let historyAsked = 0;
    server.use(
      http.get('*/api/projects/:name', async () => {
        await answered;
        return problem('project-not-found');
      }),
      http.get('*/api/projects/:name/history', () => {
        historyAsked += 1;
        return problem('project-not-found');
      }),
      http.get('*/api/projects/:name/ledger', () => problem('overloaded')),
    );
    await renderApp({ path: '/projects/not-mine' });
    const alert = await screen.findByRole('alert');
    // What is no matter of the missing project is told at once; the rest waits for the project.
    expect(alert).toHaveTextContent('overloaded');
    await waitFor(() => expect(historyAsked).toBe(1));
    expect(screen.getAllByRole('alert')).toHaveLength(1);
    answerProject();
    expect(await screen.findByRole('link', { name: 'To the projects' })).toBeInTheDocument();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('is a real error where the project is known and a panel does not find it', async () => {
    server.use(http.get('*/api/projects/:name/history', () => problem('project-not-found')));
    await renderApp({ path });
    expect(await screen.findByRole('alert')).toHaveTextContent('project-not-found');
  });
});

describe('history', () => {
  it('says in words what the line of remaining credits shows, and its table has no forecast', async () => {
    const { container } = await renderApp({ path: `${path}?range=90d&line=on` });
    const sentence = await screen.findByText(/8,000\.00 credits were added/);
    expect(sentence).toHaveTextContent(/credits remain at the end of it/);
    expect(await screen.findByText('Remaining credits (right axis)')).toBeInTheDocument();
    expect(screen.getByText('Credits added (grant or adjustment)')).toBeInTheDocument();
    expect(await axeViolations(container)).toEqual([]);
    await userEvent.click(screen.getByRole('radio', { name: 'Table' }));
    const table = await screen.findByRole('table', { name: /Credits used per period/ });
    expect(within(table).getAllByRole('row')).toHaveLength(92); // 90 days, header, sum
    expect(screen.queryByText(/credits were added/)).toBeNull();
  });

  it('shows the same numbers as a table, and keeps the view in the address', async () => {
    const { router, container } = await renderApp({ path: `${path}?range=7d` });
    await userEvent.click(await screen.findByRole('radio', { name: 'Table' }));
    const table = await screen.findByRole('table', { name: /Credits used per period/ });
    expect(within(table).getAllByRole('row')).toHaveLength(9); // 7 days, header, sum
    expect(router.state.location.search).toMatchObject({ range: '7d', view: 'table' });
    expect(await axeViolations(container)).toEqual([]);
  });

  it('falls back from nonsense in the address', async () => {
    await renderApp({ path: `${path}?range=forever&by=moon&charge=..%2Fetc` });
    expect(await screen.findByRole('radio', { name: '30 d' })).toBeChecked();
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});

describe('the statement', () => {
  it('rounds quantities and keeps every digit in the title', async () => {
    server.use(
      http.get('*/api/projects/:name/ledger', () => {
        const charge = {
          site: 'bielefeld',
          metric: 'project_mb_usage',
          metricFriendlyName: 'ram',
          unit: 'GiB·h',
          quantity: '1483.1250444445',
          entryCount: 24,
        };
        const line = { ...linesOf(project, Date.now())[0]!, kind: 'charge', charge };
        return HttpResponse.json({ project: 'x', entries: [], lines: [line], nextCursor: null });
      }),
    );
    await renderApp({ path });
    const quantity = await screen.findByText('1,483.13 GiB·h');
    expect(quantity).toHaveAttribute('title', '1,483.1250444445 GiB·h');
  });

  it('shows a period between its two balances, and keeps it in the address', async () => {
    const { router, container } = await renderApp({
      path: `${path}?booked=custom&bookedFrom=${daysAgo(20)}&bookedTo=${daysAgo(18)}`,
    });
    const table = await screen.findByRole('table', { name: /^Statement/ });
    const closing = within(table).getByRole('row', { name: /Balance at the end of this day/ });
    const opening = within(table).getByRole('row', { name: /Balance at the start of this day/ });
    const [closed, opened] = [closing, opening].map((row) =>
      Number(within(row).getAllByRole('cell').at(-1)?.textContent.replaceAll(',', '')),
    );
    const lines = linesOf(project, Date.now()).filter(
      ({ from }) => from > daysAgo(20) && from < daysAgo(17),
    );
    const moved = lines.reduce((sum, { credits }) => sum + Number(credits), 0);
    expect(closed! - opened!).toBeCloseTo(moved, 1);
    expect(within(table).getAllByRole('button')).toHaveLength(lines.length);
    expect(await axeViolations(container)).toEqual([]);
    await userEvent.click(screen.getByRole('radio', { name: 'This month' }));
    await waitFor(() =>
      expect(router.state.location.search).toMatchObject({ booked: 'this-month' }),
    );
    expect(router.state.location.search).not.toHaveProperty('bookedFrom');
  });

  it('tells an empty period from an empty account', async () => {
    await renderApp({ path: `${path}?booked=custom&bookedTo=2001-01-01` });
    expect(await screen.findByText('Nothing was booked in this period')).toBeInTheDocument();
    expect(screen.getByRole('radio', { name: 'All' })).toBeInTheDocument();
  });

  it('opens a line to its hours and an hour to its working, under an address of its own', async () => {
    const { router } = await renderApp({ path });
    const lines = await screen.findAllByRole('button', { name: /cpu at bielefeld/ });
    await userEvent.click(lines[1]!);
    const links = await screen.findAllByRole('link', { name: /^Working of the charge of/ });
    await userEvent.click(links[0]!);
    const drawer = await screen.findByRole('dialog', { name: 'How this charge came about' });
    expect(await within(drawer).findByText('Recomputed from the readings: matches')).toBeVisible();
    expect(router.state.location.search).toMatchObject({ charge: expect.stringMatching(/^11\./) });
    expect(await axeViolations(drawer)).toEqual([]);
    await userEvent.click(within(drawer).getByRole('button', { name: 'Close' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(links[0]).toHaveFocus();
  });

  it('tells an account without entries what opens it', async () => {
    server.use(
      http.get('*/api/projects/:name/ledger', () =>
        HttpResponse.json({ project: 'x', entries: [], lines: [], nextCursor: null }),
      ),
    );
    await renderApp({ path });
    expect(await screen.findByText('Nothing was booked yet')).toBeInTheDocument();
  });

  it('loads earlier lines and keeps the balance running', async () => {
    await renderApp({ path });
    await userEvent.click(await screen.findByRole('button', { name: 'Show earlier lines' }));
    await waitFor(() =>
      expect(screen.getAllByRole('button', { name: /cpu at bielefeld/ }).length).toBeGreaterThan(
        15,
      ),
    );
  });
});
