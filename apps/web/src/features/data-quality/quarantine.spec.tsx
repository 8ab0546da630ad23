import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { axeViolations } from '../../testing/axe-violations.js';
import { editor, problem, staff } from '../../testing/handlers.js';
import { renderApp } from '../../testing/render-app.js';
import { server } from '../../testing/server.js';

const path = '/quarantine';
const sent: { path: string; body: Record<string, unknown> }[] = [];

beforeEach(() => {
  sent.length = 0;
  server.events.on('request:start', async ({ request }) => {
    if (request.method !== 'POST') return;
    sent.push({
      path: new URL(request.url).pathname,
      body: (await request.clone().json()) as Record<string, unknown>,
    });
  });
});
afterEach(() => {
  server.events.removeAllListeners();
});

const rowsOf = async (name: string) =>
  within(await screen.findByRole('list', { name })).getAllByRole('listitem');

describe('the groups of quarantine', () => {
  it('say how many wait, why in words, and an example', async () => {
    const { container } = await renderApp({ path, as: editor });
    const rows = await rowsOf('Groups of readings');
    expect(rows).toHaveLength(4);
    expect(rows[0]).toHaveTextContent('3 readings');
    expect(rows[0]).toHaveTextContent('In the future');
    expect(rows[0]).toHaveTextContent('the clock of the sender is wrong');
    expect(rows[0]).toHaveTextContent('Site: bielefeld');
    expect(screen.getByText('6 readings in all.')).toBeVisible();
    const broken = rows.find((row) => row.textContent.includes('Not readable'))!;
    expect(broken).toHaveTextContent('Site: not named');
    expect(broken).not.toHaveTextContent('Project:');
    expect(within(broken).getByRole('button', { name: 'Release …' })).toHaveAttribute(
      'aria-disabled',
      'true',
    );
    expect(rows.some((row) => row.textContent.includes('invented-later'))).toBe(true);
    expect(await axeViolations(container)).toEqual([]);
  });

  it('lead to their readings, under an address of their own', async () => {
    const { router } = await renderApp({ path, as: editor });
    await rowsOf('Groups of readings');
    await userEvent.click(screen.getByRole('checkbox', { name: 'Project' }));
    expect(router.state.location.search).toMatchObject({ by: 'reason,site,metric,project' });
    const rows = await rowsOf('Groups of readings');
    await userEvent.click(within(rows[0]!).getByRole('button', { name: 'Show readings' }));
    expect(await rowsOf('Readings in quarantine')).toHaveLength(2);
    expect(router.state.location.search).toMatchObject({
      view: 'readings',
      reason: 'in-the-future',
      project: 'protein-folding',
    });
  });

  it('are counted by what is chosen', async () => {
    await renderApp({ path: `${path}?by=reason`, as: editor });
    expect((await rowsOf('Groups of readings'))[0]).toHaveTextContent('3 readings');
  });

  it('are decided about with the counts of a dry run and a reason', async () => {
    await renderApp({ path: `${path}?by=reason,project`, as: editor });
    const rows = await rowsOf('Groups of readings');
    await userEvent.click(within(rows[0]!).getByRole('button', { name: 'Release …' }));
    const dialog = await screen.findByRole('dialog', { name: 'Release readings?' });
    expect(await within(dialog).findByText('2 will be rated')).toBeVisible();
    const accounts = within(dialog).getByRole('table', { name: /Used credits before and after/ });
    const texts = within(accounts)
      .getAllByRole('row')
      .map((row) => row.textContent);
    expect(texts).toEqual([
      'ProjectBeforeAfterDifference',
      'protein-folding100.00112.50+12.50',
      'Sum+12.50',
    ]);
    expect(dialog).toHaveTextContent('1 interval of implausible growth will be held back');
    expect(await axeViolations(dialog)).toEqual([]);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Release' }));
    expect(within(dialog).getByRole('alert')).toHaveTextContent('Say why');
    expect(sent).toHaveLength(1);
    await userEvent.type(within(dialog).getByRole('textbox', { name: 'Reason' }), 'clock was off');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Release' }));
    expect(await screen.findByRole('dialog', { name: 'Readings were released' })).toBeVisible();
    expect(sent[1]).toEqual({
      path: '/api/quarantine/release',
      body: {
        select: { filter: { reason: 'in-the-future', project: 'protein-folding' } },
        reason: 'clock was off',
      },
    });
    await userEvent.click(screen.getByRole('button', { name: 'Close' }));
    await waitFor(async () => expect(await rowsOf('Groups of readings')).toHaveLength(4));
  });
});

describe('readings in quarantine', () => {
  it('are dismissed by selection', async () => {
    await renderApp({ path: `${path}?view=readings`, as: editor });
    const rows = await rowsOf('Readings in quarantine');
    await userEvent.click(within(rows[0]!).getByRole('checkbox'));
    await userEvent.click(within(rows[4]!).getByRole('checkbox'));
    await userEvent.click(screen.getByRole('button', { name: 'Dismiss chosen (2) …' }));
    const dialog = await screen.findByRole('dialog', { name: 'Dismiss readings?' });
    expect(await within(dialog).findByText('2 will be dismissed')).toBeVisible();
    await userEvent.type(within(dialog).getByRole('textbox', { name: 'Reason' }), 'a test run');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Dismiss' }));
    expect(await within(dialog).findByText('2 were dismissed')).toBeVisible();
    expect(sent.at(-1)?.body).toEqual({ select: { ids: ['1', '5'] }, reason: 'a test run' });
    await waitFor(async () => expect(await rowsOf('Readings in quarantine')).toHaveLength(4));
  });

  it('show what the server refuses, with its words', async () => {
    await renderApp({ path: `${path}?view=readings&reason=syntax`, as: editor });
    await userEvent.click(await screen.findByRole('button', { name: 'Release all found …' }));
    const dialog = await screen.findByRole('dialog');
    expect(await within(dialog).findByText('1 cannot be released and stays:')).toBeVisible();
    expect(dialog).toHaveTextContent('It does not name project, site, metric, time and value');
  });

  it('can be released where rating is too busy to tell what that costs', async () => {
    server.use(
      http.post('*/api/quarantine/release', () =>
        HttpResponse.json({
          isDryRun: true,
          selectedCount: 1,
          remainingCount: 0,
          releasedCount: 1,
          duplicateCount: 0,
          dismissedCount: 0,
          unchangedCount: 0,
          refused: [],
          refusedCount: 0,
          effect: null,
          continueAfter: null,
        }),
      ),
    );
    await renderApp({ path: `${path}?view=readings`, as: editor });
    await userEvent.click(await screen.findByRole('button', { name: 'Release all found …' }));
    const dialog = await screen.findByRole('dialog');
    expect(await within(dialog).findByText(/What it costs cannot be told just now/)).toBeVisible();
    expect(within(dialog).getByRole('button', { name: 'Release' })).toBeEnabled();
  });

  it('say what is wrong in German, and in the words of the server where there are no others', async () => {
    await renderApp({ path: `${path}?view=readings`, as: editor, language: 'de' });
    const rows = await rowsOf('Zählerstände in Quarantäne');
    expect(rows[0]).toHaveTextContent('2026-11-22T14:00:00Z liegt zu weit in der Zukunft.');
    expect(rows[3]).toHaveTextContent(
      'Das Token darf nicht für den Standort „heidelberg“ schreiben.',
    );
    expect(rows[5]).toHaveTextContent('something new');
  });

  it('are worked on call by call where they are many', async () => {
    const answer = (after: string | undefined, isDryRun: boolean) => ({
      isDryRun,
      selectedCount: after === undefined ? 5000 : 120,
      remainingCount: after === undefined ? 120 : 0,
      releasedCount: 0,
      duplicateCount: 0,
      dismissedCount: after === undefined ? 5000 : 120,
      unchangedCount: 0,
      refused: [],
      refusedCount: 0,
      effect: null,
      continueAfter: after === undefined ? '5000' : null,
    });
    server.use(
      http.post('*/api/quarantine/dismiss', async ({ request }) => {
        const body = (await request.clone().json()) as { after?: string; isDryRun?: boolean };
        return HttpResponse.json(answer(body.after, body.isDryRun ?? false));
      }),
    );
    await renderApp({ path: `${path}?view=readings`, as: editor });
    await userEvent.click(await screen.findByRole('button', { name: 'Dismiss all found …' }));
    const dialog = await screen.findByRole('dialog');
    expect(await within(dialog).findByText(/120 more follow in further steps/)).toBeVisible();
    await userEvent.type(
      within(dialog).getByRole('textbox', { name: 'Reason' }),
      'a broken sender',
    );
    await userEvent.click(within(dialog).getByRole('button', { name: 'Dismiss' }));
    expect(await within(dialog).findByText('5120 were dismissed')).toBeVisible();
    expect(sent.map(({ body }) => body['after'])).toEqual([undefined, undefined, '5000']);
  });

  it('tell who decided and why', async () => {
    await renderApp({ path: `${path}?view=readings&status=released`, as: editor });
    const [row] = await rowsOf('Readings in quarantine');
    expect(row).toHaveTextContent(/Released by Mira Holm,.*: clock was ahead \(rated\)/);
    expect(screen.queryByRole('checkbox')).toBeNull();
  });

  it('may only be looked at by viewers', async () => {
    await renderApp({ path: `${path}?view=readings`, as: staff });
    expect(await screen.findByText(/may not decide about it/)).toBeVisible();
    expect(await screen.findByRole('button', { name: 'Dismiss all found …' })).toHaveAttribute(
      'aria-disabled',
      'true',
    );
  });

  it.each([
    [`${path}?status=dismissed`, 'Nothing was dismissed yet'],
    [`${path}?reason=too-old&view=readings`, 'No reading fits'],
  ])('at %s says "%s"', async (address, text) => {
    await renderApp({ path: address, as: editor });
    expect(await screen.findByText(text)).toBeVisible();
  });

  it('tells that they cannot be fetched', async () => {
    server.use(http.get('*/api/quarantine/groups', () => problem('database-unavailable')));
    await renderApp({ path, as: editor });
    expect(await screen.findByText(/database cannot be reached/)).toBeVisible();
  });
});
