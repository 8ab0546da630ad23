import { describe, expect, it, jest } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { type ChargePassport } from '@os-credits/contracts';
import { passportOf } from '../../testing/account-answers.js';
import { axeViolations } from '../../testing/axe-violations.js';
import { admin, problem } from '../../testing/handlers.js';
import { entriesOf } from '../../testing/ledger-answers.js';
import { renderApp } from '../../testing/render-app.js';
import { server } from '../../testing/server.js';
import { world } from '../../testing/world.js';

const project = world.find(({ name }) => name === 'protein-folding')!;
const closed = entriesOf(project, Date.now()).find(({ charge, isOpen }) => charge && !isOpen)!;
const id = closed.charge!.chargeId;
const path = `/projects/protein-folding/charges/${id}`;

function answer(change: Partial<ChargePassport>): void {
  server.use(
    http.get('*/api/projects/:name/charges/:id', () =>
      HttpResponse.json({ ...passportOf(project, id, Date.now())!, ...change }),
    ),
  );
}

describe('the passport of a charge', () => {
  it('shows readings with their origin, the steps, the rate and the result', async () => {
    const { container } = await renderApp({ path });
    const readings = await screen.findByRole('table', { name: /The meter's counter/ });
    const rows = within(readings).getAllByRole('row');
    expect(rows).toHaveLength(8);
    expect(rows[1]).toHaveTextContent('remote_write 1.0');
    expect(rows[1]).toHaveTextContent('request 90000');
    expect(rows[1]).toHaveTextContent('exporter');
    expect(rows[3]).toHaveTextContent(
      'was in quarantine (in-the-future), released by Mira Holm: clock of the exporter was ahead',
    );
    expect(screen.getByText('the general rate')).toBeVisible();
    expect(screen.getByText('version 3')).toBeVisible();
    expect(screen.getByText('up to 16: × 1 · up to 64: × 1.5')).toBeVisible();
    expect(screen.getByRole('table', { name: 'Chain of corrections' })).toHaveTextContent(
      'What the ledger holds for this charge',
    );
    expect(screen.getByRole('link', { name: 'JSON' })).toHaveAttribute(
      'href',
      `http://localhost/api/projects/protein-folding/charges/${id}`,
    );
    // A lead may not open the cost table, so it is no link; nor may they have readings dismissed.
    expect(screen.queryByRole('link', { name: 'Have them dismissed' })).toBeNull();
    expect(screen.queryByRole('link', { name: 'Default 2024 (no. 1)' })).toBeNull();
    expect(await axeViolations(container)).toEqual([]);
  });

  it('says that the first cost table holds from the beginning, which is no date', async () => {
    const { costTable } = passportOf(project, id, Date.now())!;
    const epoch = '1970-01-01T00:00:00.000Z';
    answer({ costTable: { ...costTable, effectiveFrom: epoch, appliesFrom: epoch } });
    await renderApp({ path });
    expect(await screen.findByText('the beginning')).toBeVisible();
    expect(screen.queryByText(/1970/)).toBeNull();
  });

  it('links cost table and re-rating plan for staff, and adds the chain up', async () => {
    const [first] = passportOf(project, id, Date.now())!.corrections;
    answer({
      corrections: [
        { ...first!, credits: '10' },
        {
          ...first!,
          id: '9000',
          credits: '-2.5',
          correctsId: first!.id,
          cause: 're-rating',
          planId: '0191c5a0-0000-7000-8000-000000000001',
          reason: 'Table published late',
          actor: 'Wanda Admin',
        },
      ],
    });
    await renderApp({ path, as: admin });
    expect(await screen.findByRole('link', { name: 'Default 2024 (no. 1)' })).toHaveAttribute(
      'href',
      '/cost-tables/1',
    );
    const chain = screen.getByRole('table', { name: 'Chain of corrections' });
    expect(within(chain).getByRole('link', { name: 're-rated by a plan' })).toHaveAttribute(
      'href',
      '/re-rating/0191c5a0-0000-7000-8000-000000000001',
    );
    expect(chain).toHaveTextContent('Table published late');
    expect(within(chain).getAllByRole('row').at(-1)).toHaveTextContent(/charge7\.5$/);
    const dismiss = screen.getByRole('link', { name: 'Have them dismissed' });
    expect(dismiss.getAttribute('href')).toMatch(
      /^\/re-rating\/new\?cause=dismissed-readings&project=protein-folding&metric=project_/,
    );
  });

  it('says what is not kept or was never there', async () => {
    answer({ readingsRetained: false, readings: [], intervals: [], sizeWeights: null });
    await renderApp({ path });
    expect(
      await screen.findByText(/older than the time for which readings are kept/),
    ).toBeVisible();
    expect(screen.getByText(/No size weights were published/)).toBeVisible();
    expect(screen.queryByText('2. From readings to the quantity')).toBeNull();
  });

  it('begins folded where there are many readings, and shows them all on demand', async () => {
    const { readings, intervals } = passportOf(project, id, Date.now())!;
    const at = (index: number) => new Date(Date.UTC(2026, 10, 1, 0, 0, index * 15)).toISOString();
    answer({
      readings: Array.from({ length: 241 }, (_, index) => ({ ...readings[0]!, at: at(index) })),
      intervals: Array.from({ length: 240 }, (_, index) => ({
        ...intervals[0]!,
        from: at(index),
        to: at(index + 1),
      })),
    });
    const { container } = await renderApp({ path });
    const unfold = await screen.findByRole('button', { name: 'Show all 241' });
    const folded = () => container.querySelectorAll('[data-folded="true"]').length;
    expect(folded()).toBe(241 - 12 + 240 - 12);
    await userEvent.click(unfold);
    expect(folded()).toBe(240 - 12);
    expect(screen.queryByRole('button', { name: 'Show all 241' })).toBeNull();
  });

  it('tells of growth that staff decided about', async () => {
    const [interval, ...others] = passportOf(project, id, Date.now())!.intervals;
    answer({
      intervals: [
        {
          ...interval!,
          isHeld: true,
          decision: {
            status: 'dismissed',
            at: '2026-11-20T10:00:00.000Z',
            by: 'Mira Holm',
            reason: 'weights were rewritten',
          },
        },
        ...others,
      ],
    });
    await renderApp({ path });
    expect(await screen.findByText('above the plausible maximum')).toBeVisible();
    expect(screen.getByText(/Dismissed by Mira Holm, so it is not billed/)).toBeVisible();
  });

  it('prints', async () => {
    const print = jest.fn();
    Object.assign(window, { print });
    await renderApp({ path });
    await userEvent.click(await screen.findByRole('button', { name: 'Print' }));
    expect(print).toHaveBeenCalledTimes(1);
  });

  it('leads back where there is no such charge', async () => {
    server.use(
      http.get('*/api/projects/:name/charges/:id', () => problem('charge-not-found', 'none')),
    );
    await renderApp({ path });
    expect(await screen.findByText('There is no such charge in this project.')).toBeVisible();
    expect(screen.getByRole('link', { name: 'To the project' })).toBeVisible();
  });
});

describe('the way to a passport', () => {
  it('takes two clicks from a row of the statement', async () => {
    const { router } = await renderApp({ path: '/projects/protein-folding' });
    const lines = await screen.findAllByRole('button', { name: /cpu at bielefeld/ });
    await userEvent.click(lines[1]!);
    const [link] = await screen.findAllByRole('link', { name: /^Passport of the charge of/ });
    await userEvent.click(link!);
    expect(await screen.findByRole('heading', { name: 'Charge passport' })).toBeVisible();
    expect(router.state.location.pathname).toMatch(/^\/projects\/protein-folding\/charges\/11\./);
  });

  it('takes two clicks from a bar, or from its row of the table', async () => {
    const { router } = await renderApp({ path: '/projects/protein-folding?view=table&range=7d' });
    const table = await screen.findByRole('table', {
      name: 'Credits used per period, newest first',
    });
    const [newest] = within(table).getAllByRole('button');
    await userEvent.click(newest!);
    const drawer = await screen.findByRole('dialog', { name: 'Charges of this period' });
    expect(router.state.location.search).toHaveProperty('bar');
    const [link] = await within(drawer).findAllByRole('link', { name: /^Passport of cpu at/ });
    expect(await axeViolations(drawer)).toEqual([]);
    await userEvent.click(link!);
    await waitFor(() => expect(router.state.location.pathname).toContain('/charges/'));
  });
});
