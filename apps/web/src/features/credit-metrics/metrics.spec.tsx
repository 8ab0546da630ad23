import { describe, expect, it } from '@jest/globals';
import { type MetricChange } from '@os-credits/contracts';
import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { http } from 'msw';
import { axeViolations } from '../../testing/axe-violations.js';
import { changeMetricBehind } from '../../testing/cost-table-handlers.js';
import { editor, problem, staff } from '../../testing/handlers.js';
import { renderApp } from '../../testing/render-app.js';
import { server } from '../../testing/server.js';

const textbox = (name: string) => screen.findByRole('textbox', { name });

describe('the list of metrics', () => {
  it('shows names, unit, rate and last reading', async () => {
    const { container } = await renderApp({ path: '/credit-metrics', as: editor });
    const list = await screen.findByRole('list', { name: 'Metrics' });
    const [cpu, gpu, ram] = within(list).getAllByRole('listitem');
    expect(cpu).toHaveTextContent('project_vcpu_usage');
    expect(gpu).toHaveTextContent('not billed');
    expect(gpu).toHaveTextContent('none yet');
    expect(ram).toHaveTextContent('reported in MiB·h');
    expect(await axeViolations(container)).toEqual([]);
  });

  it('keeps its filter in the address and says when nothing fits', async () => {
    const { router } = await renderApp({ path: '/credit-metrics', as: staff });
    await userEvent.click(await screen.findByRole('radio', { name: 'Not active' }));
    expect(router.state.location.href).toBe('/credit-metrics?show=ended');
    expect(await screen.findByText('Every metric is active.')).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: 'New metric' })).toBeNull();
  });
});

describe('a metric', () => {
  it('is made with a unit on offer; a bad name is told at once', async () => {
    const { router } = await renderApp({ path: '/credit-metrics/new', as: editor });
    await userEvent.type(await textbox('Friendly name'), 'disk');
    await userEvent.type(await textbox('Name on the wire'), '1disk');
    expect(await textbox('Name on the wire')).toHaveAccessibleDescription(
      /not beginning with a digit/,
    );
    await userEvent.clear(await textbox('Name on the wire'));
    await userEvent.type(await textbox('Name on the wire'), 'project_disk_usage');
    await userEvent.selectOptions(await screen.findByRole('combobox', { name: 'Unit' }), 'GiB·h');
    expect(screen.getByRole('combobox', { name: 'Unit of the counter' })).toHaveValue('GiB·h');
    await userEvent.click(screen.getByRole('button', { name: 'Make the metric' }));
    await waitFor(() => expect(router.state.location.pathname).toBe('/credit-metrics/9'));
    expect(await screen.findByRole('heading', { level: 1, name: 'disk' })).toBeInTheDocument();
  });

  it('shows what is locked with the reason, and explains each reset rule', async () => {
    const { container } = await renderApp({ path: '/credit-metrics/1', as: editor });
    const name = await textbox('Name on the wire');
    expect(name).toBeDisabled();
    expect(name).toHaveAccessibleDescription(/Cannot change any more: readings came in/);
    expect(screen.getByRole('combobox', { name: 'Unit' })).toBeDisabled();
    expect(screen.getByRole('combobox', { name: 'Unit of the counter' })).toBeEnabled();
    expect(
      screen.getByRole('radio', { name: /Bill only above the highest value/ }),
    ).not.toBeChecked();
    expect(screen.getByText(/change from now on/)).toBeInTheDocument();
    expect(await axeViolations(container)).toEqual([]);
  });

  it('is changed with a reason and the version that was read', async () => {
    const asked: MetricChange[] = [];
    server.use(
      http.put('*/api/credit-rules/metrics/:id', async ({ request }) => {
        asked.push((await request.clone().json()) as MetricChange);
        return undefined;
      }),
    );
    await renderApp({ path: '/credit-metrics/1', as: editor });
    await userEvent.type(await textbox('Plausible maximum per hour'), '10,5');
    expect(await textbox('Plausible maximum per hour')).toHaveAccessibleDescription(/not a comma/);
    await userEvent.clear(await textbox('Plausible maximum per hour'));
    await userEvent.type(await textbox('Plausible maximum per hour'), '1000');
    await userEvent.click(screen.getByRole('button', { name: 'Save the metric' }));
    expect(await textbox('Reason')).toHaveAccessibleDescription(/at least 3 characters/);
    await userEvent.type(await textbox('Reason'), 'a broken exporter');
    await userEvent.click(screen.getByRole('button', { name: 'Save the metric' }));
    expect(await screen.findByText('Saved as version 3.')).toBeInTheDocument();
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({
      version: 2,
      reason: 'a broken exporter',
      plausibleMaxPerHour: '1000',
    });
  });

  it('shows both versions when somebody else changed it', async () => {
    await renderApp({ path: '/credit-metrics/1', as: editor });
    await textbox('Friendly name');
    changeMetricBehind(1, { friendlyName: 'cores', changedBy: 'Otto Other' });
    await userEvent.type(await textbox('Description'), ' All of them.');
    await userEvent.type(await textbox('Reason'), 'clearer');
    await userEvent.click(screen.getByRole('button', { name: 'Save the metric' }));
    expect(await screen.findByText(/Otto Other changed this meanwhile/)).toBeInTheDocument();
    expect(screen.getByRole('row', { name: 'Friendly name cpu cores' })).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Take theirs' }));
    expect(await textbox('Friendly name')).toHaveValue('cores');
  });

  it('refused by the server has the words at the field', async () => {
    server.use(
      http.post('*/api/credit-rules/metrics', () =>
        problem('invalid-request', 'The request is not valid', [
          { pointer: '/body/friendlyName', code: 'duplicate', detail: 'cpu is taken' },
        ]),
      ),
    );
    await renderApp({ path: '/credit-metrics/new', as: editor });
    await userEvent.type(await textbox('Friendly name'), 'cpu');
    await userEvent.type(await textbox('Name on the wire'), 'other');
    await userEvent.click(screen.getByRole('button', { name: 'Make the metric' }));
    await waitFor(async () =>
      expect(await textbox('Friendly name')).toHaveAccessibleDescription(/cpu is taken/),
    );
  });

  it('cannot be changed by a viewer, and says why', async () => {
    await renderApp({ path: '/credit-metrics/2', as: staff });
    expect(await textbox('Friendly name')).toBeDisabled();
    expect(screen.getByRole('button', { name: 'Save the metric' })).toHaveAccessibleDescription(
      /editor/,
    );
  });
});
