import { describe, expect, it } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { axeViolations } from '../../testing/axe-violations.js';
import { editor, lead } from '../../testing/handlers.js';
import { renderApp } from '../../testing/render-app.js';

const working = () => screen.findByRole('table', { name: 'Working' });

describe('the calculator', () => {
  it('shows credits per hour, day and month with the working, to a lead too', async () => {
    const { container } = await renderApp({ path: '/calculator', as: lead });
    const rows = within(await working()).getAllByRole('row');
    expect(rows[1]).toHaveTextContent('cpu4 vCPU× 1× 1× 1= 4');
    expect(rows[2]).toHaveTextContent('ram16 GiB× 1× 1× 0.3= 4.8');
    expect(screen.getByText('211.20')).toBeInTheDocument();
    expect(await axeViolations(container)).toEqual([]);
  });

  it('keeps the question in the address, and an address asks it again', async () => {
    const { router } = await renderApp({ path: '/calculator', as: editor });
    await working();
    const count = screen.getByRole('textbox', { name: 'How many' });
    await userEvent.clear(count);
    await userEvent.type(count, '3');
    await userEvent.type(screen.getByRole('textbox', { name: 'Credits available' }), '1000');
    await userEvent.click(screen.getByRole('button', { name: 'Something else, such as GPUs' }));
    await userEvent.type(screen.getByRole('combobox', { name: 'Metric' }), 'gpu');
    await userEvent.type(screen.getByRole('textbox', { name: 'Amount' }), '1');
    await waitFor(() =>
      expect(router.state.location.search).toEqual({
        machines: 'count=3,vcpus=4,ram=16,gpu=1',
        credits: '1000',
      }),
    );
    expect(await screen.findByText(/1,000.00 credits last 4.1 days/)).toBeInTheDocument();
    const { href } = router.state.location;
    document.body.replaceChildren();
    await renderApp({ path: href, as: editor });
    expect(await screen.findByRole('textbox', { name: 'How many' })).toHaveValue('3');
    expect(within(await working()).getAllByRole('row')[3]).toHaveTextContent(
      'gpu1 GPU× 1× 3× 10= 30',
    );
  });

  it('tells a comma at its field and asks nothing', async () => {
    await renderApp({ path: '/calculator?machines=vcpus%3D1%2C5', as: lead });
    expect(await screen.findByText('Cost')).toBeInTheDocument();
    const cpus = screen.getByRole('textbox', { name: 'vCPUs' });
    await userEvent.clear(cpus);
    await userEvent.type(cpus, '1,5');
    expect(cpus).toHaveAccessibleDescription('Write a point, not a comma: 1.5');
    expect(screen.getByText('Put right what is marked above.')).toBeInTheDocument();
  });

  it('shows the server’s reason', async () => {
    await renderApp({ path: '/calculator?site=nowhere', as: lead });
    expect(await screen.findByText('there is no site "nowhere"')).toBeInTheDocument();
  });
});

const projectPath = '/projects/protein-folding';

describe('what if', () => {
  it('is closed until somebody asks, then changes what runs and keeps it in the address', async () => {
    const { router } = await renderApp({ path: projectPath, as: lead });
    await userEvent.click(await screen.findByRole('button', { name: 'Try it' }));
    const change = await screen.findByRole('textbox', { name: 'More or less cpu at Bielefeld' });
    await userEvent.type(change, '-10');
    await waitFor(() =>
      expect(router.state.location.search).toMatchObject({
        whatIf: 'bielefeld,project_vcpu_usage=-10',
      }),
    );
    const table = screen.getByRole('table', { name: 'What runs, and what would' });
    await waitFor(() => expect(table).toHaveTextContent('10 vCPU480.00240.00'));
    expect(screen.queryByRole('combobox', { name: 'Rated by' })).toBeNull();
    await userEvent.clear(change);
    await userEvent.type(change, '1,5');
    expect(change).toHaveAccessibleDescription('Write a point, not a comma: 1.5');
  });

  it('takes a draft for staff, and usage that does not run yet', async () => {
    await renderApp({ path: `${projectPath}?whatIf=`, as: editor });
    await userEvent.selectOptions(
      await screen.findByRole('combobox', { name: 'Rated by' }),
      await screen.findByRole('option', { name: 'Winter 2026 (draft)' }),
    );
    expect(await screen.findByText(/Rated by “Winter 2026”/)).toBeInTheDocument();
    const form = screen.getByRole('form', { name: 'Add usage' });
    await userEvent.click(within(form).getByRole('button', { name: 'Add usage' }));
    expect(within(form).getByLabelText('Metric')).toHaveAccessibleDescription('Name the metric.');
    expect(within(form).getByLabelText('Amount')).toHaveAccessibleDescription('This is needed.');
    await userEvent.type(within(form).getByRole('combobox', { name: 'Metric' }), 'gpu');
    await userEvent.type(within(form).getByRole('textbox', { name: 'Amount' }), '2');
    await userEvent.click(within(form).getByRole('button', { name: 'Add usage' }));
    expect(
      await screen.findByRole('textbox', { name: 'More or less gpu at Bielefeld' }),
    ).toHaveValue('2');
  });
});
