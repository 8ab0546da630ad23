import { describe, expect, it } from '@jest/globals';
import { type ReRatingRequest } from '@os-credits/contracts';
import { screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { axeViolations } from '../../testing/axe-violations.js';
import { editor, staff } from '../../testing/handlers.js';
import { uuid } from '../../testing/job-answers.js';
import { planOf } from '../../testing/re-rating-handlers.js';
import { renderApp } from '../../testing/render-app.js';
import { server } from '../../testing/server.js';

const compute = () => screen.findByRole('button', { name: 'Compute the re-rating plan' });
const reason = () => screen.getByRole('textbox', { name: 'Reason' });
const metric = () => screen.findByRole('combobox', { name: 'Metric' });

/** Takes what is sent, or refuses it. */
function answerWith(answer?: () => Response): ReRatingRequest[] {
  const sent: ReRatingRequest[] = [];
  server.use(
    http.post('*/api/re-rating-plans', async ({ request }) => {
      sent.push((await request.json()) as ReRatingRequest);
      return answer?.() ?? HttpResponse.json(planOf(701), { status: 201 });
    }),
  );
  return sent;
}

/** What the control makes of a local time, wherever the test runs. */
const local = (text: string): string => new Date(text).toISOString();
async function fill(label: string, value: string): Promise<void> {
  const control = screen.getByLabelText(label);
  await userEvent.clear(control);
  await userEvent.type(control, value);
}

describe('asking for a plan', () => {
  it('begins in the list, with what the address says filled in', async () => {
    const { container, router } = await renderApp({ path: '/re-rating', as: editor });
    await userEvent.click(await screen.findByRole('link', { name: 'New plan' }));
    expect(router.state.location.pathname).toBe('/re-rating/new');
    expect(screen.getByRole('radio', { name: 'Table published late' })).toBeChecked();
    await userEvent.click(screen.getByRole('radio', { name: 'Readings were wrong' }));
    expect(router.state.location.search).toEqual({ cause: 'dismissed-readings' });
    expect(await axeViolations(container)).toEqual([]);
  });

  it('about a unit says since when and which, and goes to the plan', async () => {
    const sent = answerWith();
    const { router } = await renderApp({
      path: '/re-rating/new?cause=metric-unit&metric=project_mb_usage',
      as: editor,
    });
    await waitFor(async () => expect(await metric()).toHaveValue('project_mb_usage'));
    await userEvent.click(await compute());
    expect(screen.getAllByText('This is needed.')).toHaveLength(2);
    expect(sent).toEqual([]);

    const unit = screen.getByRole('combobox', { name: 'Unit its readings were in' });
    await userEvent.selectOptions(unit, 'MiB·h');
    await fill('From', '2026-10-01T00:00');
    await userEvent.type(reason(), 'sent in MiB·h all along');
    await userEvent.click(await compute());
    await waitFor(() => expect(router.state.location.pathname).toBe(`/re-rating/${uuid(701)}`));
    expect(sent).toEqual([
      {
        cause: 'metric-unit',
        metric: 'project_mb_usage',
        readingUnit: 'MiB·h',
        from: local('2026-10-01T00:00'),
        reason: 'sent in MiB·h all along',
      },
    ]);
  });

  it('about readings names project, metric and stretch, and shows what was refused where it belongs', async () => {
    const refusal = {
      type: '/problems/invalid-request',
      title: 'The request is not valid',
      status: 400,
      detail: 'The request is not valid.',
      instance: 'request-1',
      code: 'invalid-request',
      errors: [{ pointer: '/body/site', code: 'unknown-site', detail: 'there is no site "x"' }],
    };
    const sent = answerWith(() => HttpResponse.json(refusal, { status: 400 }));
    await renderApp({
      path: '/re-rating/new?cause=dismissed-readings&project=grün&metric=project_vcpu_usage',
      as: editor,
    });
    await waitFor(async () => expect(await metric()).toHaveValue('project_vcpu_usage'));
    expect(screen.getByRole('textbox', { name: 'Project' })).toHaveValue('grün');
    await fill('From', '2026-10-02T00:00');
    await fill('Until', '2026-10-01T00:00');
    await userEvent.type(reason(), 'counted twice');
    await userEvent.click(await compute());
    expect(screen.getByText('Must lie after the beginning.')).toBeInTheDocument();
    await fill('Until', '2026-10-02T08:00');
    await userEvent.click(await compute());
    await waitFor(() =>
      expect(screen.getByRole('combobox', { name: 'Site' })).toHaveAccessibleDescription(
        /there is no site/,
      ),
    );
    expect(sent).toEqual([
      {
        cause: 'dismissed-readings',
        project: 'grün',
        metric: 'project_vcpu_usage',
        from: local('2026-10-02T00:00'),
        to: local('2026-10-02T08:00'),
        reason: 'counted twice',
      },
    ]);
  });

  it('is not for a viewer, who is told why', async () => {
    await renderApp({ path: '/re-rating/new?cause=metric-unit', as: staff });
    expect(await compute()).toHaveAccessibleDescription(/editor/);
  });
});

describe('a plan that is not about a table', () => {
  const metricOf = { id: 2, name: 'project_mb_usage', friendlyName: 'ram' };

  it('says what it is about, and is computed anew from the same', async () => {
    const sent = answerWith();
    server.use(
      http.get('*/api/re-rating-plans/:id', () =>
        HttpResponse.json(
          planOf(702, {
            state: 'outdated',
            subject: {
              cause: 'dismissed-readings',
              metric: metricOf,
              project: 'protein-folding',
              site: { name: 'bielefeld', displayName: 'Bielefeld' },
              readingCount: 12,
            },
          }),
        ),
      ),
    );
    const { container } = await renderApp({ path: `/re-rating/${uuid(702)}`, as: editor });
    expect(
      await screen.findByRole('heading', {
        name: 'Re-rating of protein-folding without wrong readings of “ram”',
      }),
    ).toBeInTheDocument();
    expect(screen.getByText('Bielefeld')).toBeInTheDocument();
    expect(screen.getByText('12')).toBeInTheDocument();
    expect(await axeViolations(container)).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'Compute anew' }));
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(
      [...dialog.querySelectorAll('button')].find((one) => one.textContent === 'Compute anew')!,
    );
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]).toMatchObject({
      cause: 'dismissed-readings',
      project: 'protein-folding',
      metric: 'project_mb_usage',
      site: 'bielefeld',
      from: '2026-04-01T00:00:00.000Z',
      to: '2026-04-10T12:00:00.000Z',
      reason: 'published late',
    });
  });

  it('about a unit names metric and unit', async () => {
    server.use(
      http.get('*/api/re-rating-plans/:id', () =>
        HttpResponse.json(
          planOf(701, {
            subject: { cause: 'metric-unit', metric: metricOf, readingUnit: 'MiB·h' },
          }),
        ),
      ),
    );
    await renderApp({ path: `/re-rating/${uuid(701)}`, as: staff });
    expect(
      await screen.findByRole('heading', { name: 'Re-rating of “ram” counted in MiB·h' }),
    ).toBeInTheDocument();
    expect(await screen.findByRole('columnheader', { name: 'Re-rated' })).toBeInTheDocument();
  });
});
