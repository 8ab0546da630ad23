import { describe, expect, it } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { axeViolations } from '../../testing/axe-violations.js';
import { editor, problem, staff } from '../../testing/handlers.js';
import { uuid } from '../../testing/job-answers.js';
import { planOf } from '../../testing/re-rating-handlers.js';
import { renderApp } from '../../testing/render-app.js';
import { server } from '../../testing/server.js';

const path = `/re-rating/${uuid(701)}`;

describe('the list of plans', () => {
  it('shows stretch, difference and state, filtered by the address', async () => {
    const { container, router } = await renderApp({ path: '/re-rating', as: editor });
    const list = await screen.findByRole('list', { name: 'Re-rating' });
    expect(within(list).getAllByRole('listitem')).toHaveLength(3);
    expect(within(list).getAllByRole('listitem')[0]).toHaveTextContent('+250.00');
    expect(await axeViolations(container)).toEqual([]);
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'State' }), 'Outdated');
    expect(router.state.location.href).toBe('/re-rating?state=outdated');
    await waitFor(() => expect(within(list).getAllByRole('listitem')).toHaveLength(1));
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'State' }), 'Failed');
    await userEvent.click(await screen.findByRole('button', { name: 'Clear the filters' }));
    expect(router.state.location.href).toBe('/re-rating');
  });
});

describe('a plan', () => {
  it('shows totals, projects and, in the address, the entries of one', async () => {
    const { container, router } = await renderApp({ path, as: editor });
    const table = await screen.findByRole('table', { name: 'What changes' });
    expect(within(table).getAllByRole('row')).toHaveLength(3);
    await userEvent.click(within(table).getByRole('button', { name: 'protein-folding' }));
    expect(router.state.location.search).toEqual({ project: 'protein-folding' });
    const entries = await screen.findByRole('table', { name: 'Entries' });
    expect(within(entries).getAllByRole('row')[2]).toHaveTextContent('Late spring');
    expect(within(entries).getAllByRole('row')[2]).toHaveTextContent('−25.00');
    await userEvent.click(screen.getByRole('button', { name: 'Close the entries' }));
    expect(router.state.location.search).toEqual({});
    expect(await axeViolations(container)).toEqual([]);
  });

  it('is approved with a reason after the sum was shown once more', async () => {
    await renderApp({ path, as: editor });
    await userEvent.click(await screen.findByRole('button', { name: 'Approve and post' }));
    const dialog = await screen.findByRole('dialog', { name: 'Post these differences?' });
    expect(dialog).toHaveTextContent('2 projects, 48 entries. Difference in credits: +250.00');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Approve and post' }));
    const reason = within(dialog).getByRole('textbox', { name: 'Reason' });
    expect(reason).toHaveAccessibleDescription(/at least 3 characters/);
    await userEvent.type(reason, 'checked');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Approve and post' }));
    expect(await screen.findByText('Being posted; this page moves by itself')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Approve and post' })).toBeNull();
  });

  it('moves by itself while a job is at it', async () => {
    server.use(
      http.get(
        '*/api/re-rating-plans/:id',
        () => HttpResponse.json(planOf(701, { state: 'computing', totals: null })),
        { once: true },
      ),
    );
    await renderApp({ path, as: editor });
    expect(await screen.findByText(/Being computed; this page/)).toBeInTheDocument();
    expect(await screen.findByRole('button', { name: 'Approve and post' })).toBeInTheDocument();
  });

  it('is rejected with a reason', async () => {
    await renderApp({ path, as: editor });
    await userEvent.click(await screen.findByRole('button', { name: 'Reject' }));
    const dialog = await screen.findByRole('dialog', { name: 'Reject this plan?' });
    await userEvent.type(within(dialog).getByRole('textbox', { name: 'Reason' }), 'not worth it');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Reject' }));
    expect(await screen.findByText('not worth it')).toBeInTheDocument();
  });

  it('of one’s own that needs another person can be rejected, not approved, and says why', async () => {
    server.use(
      http.get('*/api/re-rating-plans/:id', () =>
        HttpResponse.json(planOf(701, { needsSecondPerson: true, isMine: true })),
      ),
    );
    await renderApp({ path, as: editor });
    const approve = await screen.findByRole('button', { name: 'Approve and post' });
    expect(approve).toHaveAccessibleDescription(/your own plan .* somebody else has to approve/);
    await userEvent.click(approve);
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(screen.getByRole('button', { name: 'Reject' })).not.toHaveAttribute('aria-disabled');
  });

  it('of a size that needs another person says so, and the refusal of the server', async () => {
    server.use(
      http.get('*/api/re-rating-plans/:id', () =>
        HttpResponse.json(planOf(701, { needsSecondPerson: true })),
      ),
      http.post('*/api/re-rating-plans/:id/decision', () =>
        problem('forbidden', 'A plan of this size is approved by somebody other than its author.'),
      ),
    );
    await renderApp({ path, as: editor });
    expect(await screen.findByText(/somebody other than Wanda Admin/)).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Approve and post' }));
    const dialog = await screen.findByRole('dialog');
    await userEvent.type(within(dialog).getByRole('textbox', { name: 'Reason' }), 'checked');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Approve and post' }));
    expect(await within(dialog).findByRole('alert')).toHaveTextContent('other than its author');
  });

  it('that is outdated is computed anew', async () => {
    const { router } = await renderApp({ path: `/re-rating/${uuid(702)}`, as: editor });
    expect(await screen.findByText(/Readings of protein-folding came in/)).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Compute anew' }));
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByRole('textbox', { name: 'Reason' })).toHaveValue('published late');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Compute anew' }));
    await waitFor(() => expect(router.state.location.pathname).toBe(`/re-rating/${uuid(713)}`));
    expect(
      await screen.findByText(/Being computed/, { selector: 'span[data-live] *, span[data-live]' }),
    ).toBeInTheDocument();
  });

  it('of dismissed readings lists them, page by page, with what counts instead', async () => {
    const subject = {
      cause: 'dismissed-readings' as const,
      metric: { id: 1, name: 'project_vcpu_usage', friendlyName: 'cpu' },
      project: 'protein-folding',
      site: null,
      readingCount: 2,
    };
    server.use(
      http.get('*/api/re-rating-plans/:id', () => HttpResponse.json(planOf(701, { subject }))),
    );
    const { container } = await renderApp({ path, as: staff });
    const table = await screen.findByRole('table', { name: 'Readings dismissed' });
    expect(within(table).getAllByRole('row')[1]).toHaveTextContent(
      /bielefeld500 vCPU·hremote-write-v1 · site A.*nothing$/,
    );
    const panel = screen.getByRole('region', { name: 'Readings dismissed' });
    await userEvent.click(within(panel).getByRole('button', { name: /more/i }));
    await waitFor(() => expect(within(table).getAllByRole('row')).toHaveLength(3));
    expect(within(table).getAllByRole('row')[2]).toHaveTextContent(/501\.5 vCPU·h.*102 vCPU·h$/);
    expect(await axeViolations(container)).toEqual([]);
  });

  it('cannot be decided by a viewer, and says why', async () => {
    await renderApp({ path, as: staff });
    expect(
      await screen.findByRole('button', { name: 'Approve and post' }),
    ).toHaveAccessibleDescription(/editor/);
  });

  it('that is not there has a page that says so', async () => {
    await renderApp({ path: `/re-rating/${uuid(999)}`, as: staff });
    expect(await screen.findByText('There is no such plan')).toBeInTheDocument();
  });
});
