import { describe, expect, it } from '@jest/globals';
import { type StartJobRequest } from '@os-credits/contracts';
import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { delay, http, HttpResponse } from 'msw';
import { axeViolations } from '../../testing/axe-violations.js';
import { admin, problem, staff } from '../../testing/handlers.js';
import { jobTypes, runOf, uuid } from '../../testing/job-answers.js';
import { renderApp } from '../../testing/render-app.js';
import { server } from '../../testing/server.js';

const path = '/jobs/new?type=every-kind';
const startButton = () => screen.getByRole('button', { name: 'Start' });

/** Records what is posted; answers with a run. */
function recordStarts() {
  const posted: { body: StartJobRequest; key: string | null }[] = [];
  server.use(
    http.post('*/api/jobs', async ({ request }) => {
      const body = (await request.json()) as StartJobRequest;
      posted.push({ body, key: request.headers.get('idempotency-key') });
      return HttpResponse.json({ job: runOf(1, { state: 'running' }), isNew: true });
    }),
  );
  return posted;
}

async function fillRequired() {
  await userEvent.type(await screen.findByRole('textbox', { name: /^Label/ }), 'alpha');
  await userEvent.type(screen.getByRole('textbox', { name: /^Steps/ }), '7');
  await userEvent.type(screen.getByRole('combobox', { name: /^Project/ }), 'protein-folding');
  await userEvent.type(screen.getByLabelText(/^Since/), '2026-11-01T10:30');
}

describe('choosing what to start', () => {
  it('says of every kind of work what it does, who may start it, and leads to its form', async () => {
    const { container, router } = await renderApp({ path: '/jobs/new', as: admin });
    const cards = await screen.findByRole('list', { name: 'Kinds of work' });
    const demo = within(cards)
      .getAllByRole('listitem')
      .find((card) => within(card).queryByRole('link', { name: 'Demonstration' }) !== null);
    expect(demo).toHaveTextContent('Who may start itStaff: admin');
    expect(demo).toHaveTextContent('Dry runnot needed, it changes nothing that is there');
    expect(within(cards).getAllByText('possible before the real one')).not.toEqual([]);
    expect(await axeViolations(container)).toEqual([]);
    await userEvent.click(within(cards).getByRole('link', { name: 'Demonstration' }));
    await waitFor(() => expect(router.state.location.href).toBe('/jobs/new?type=demo'));
    expect(await screen.findByRole('textbox', { name: /^Steps/ })).toBeInTheDocument();
    expect(screen.queryByRole('list', { name: 'Kinds of work' })).toBeNull();
  });
});

describe('starting a job', () => {
  it('asks with a fitting control for every kind of parameter, in the order given', async () => {
    const { container } = await renderApp({ path, as: admin });
    await screen.findByRole('textbox', { name: /^Label/ });
    const labels = [...container.querySelectorAll('form label, form legend')].map((each) =>
      each.textContent.replace(' (may stay empty)', ''),
    );
    expect(labels).toEqual([
      'Label',
      'Steps',
      'Share',
      'Thorough',
      'Scope',
      'Since',
      'Day',
      'Sites',
      'Project',
      'File',
      'Kinds',
      'cpu',
      'ram',
      'The rest',
      'Dry run',
    ]);
    expect(screen.getByRole('checkbox', { name: 'Thorough' })).toBeChecked();
    expect(screen.getByRole('combobox', { name: /^Scope/ })).toHaveValue('all');
    expect(screen.getByLabelText(/^Since/)).toHaveAttribute('type', 'datetime-local');
    expect(screen.getByLabelText(/^Day/)).toHaveAttribute('type', 'date');
    expect(screen.getByLabelText(/^File/)).toHaveAttribute('type', 'file');
    expect(await axeViolations(container)).toEqual([]);
  });

  it('speaks the reader’s language', async () => {
    await renderApp({ path, as: admin, language: 'de' });
    expect(
      await screen.findByRole('textbox', { name: /^Beschriftung/ }),
    ).toHaveAccessibleDescription('Kleine Buchstaben.');
    expect(screen.getByText('Fragt alles, was ein Formular fragen kann.')).toBeInTheDocument();
  });

  it('posts typed values with a key and goes to the run', async () => {
    const posted = recordStarts();
    const { router } = await renderApp({ path, as: admin });
    await fillRequired();
    await userEvent.type(screen.getByRole('textbox', { name: /^Share/ }), '0.25');
    await userEvent.click(screen.getByRole('checkbox', { name: 'Thorough' }));
    await userEvent.selectOptions(screen.getByRole('combobox', { name: /^Scope/ }), 'incremental');
    await userEvent.type(screen.getByRole('textbox', { name: /^Sites/ }), 'bielefeld\n\n giessen ');
    await userEvent.click(screen.getByRole('checkbox', { name: 'ram' }));
    await userEvent.type(screen.getByRole('textbox', { name: /^The rest/ }), '{{"a": [[1]}');
    await userEvent.click(screen.getByRole('checkbox', { name: 'Dry run' }));
    await userEvent.click(screen.getByRole('button', { name: 'Start the dry run' }));
    await waitFor(() => expect(router.state.location.pathname).toBe(`/jobs/${uuid(1)}`));
    expect(posted).toHaveLength(1);
    expect(posted[0]?.body).toEqual({
      type: 'every-kind',
      isDryRun: true,
      parameters: {
        label: 'alpha',
        steps: 7,
        share: 0.25,
        isThorough: false,
        scope: 'incremental',
        since: new Date('2026-11-01T10:30').toISOString(),
        day: null,
        sites: ['bielefeld', 'giessen'],
        project: 'protein-folding',
        kinds: ['ram'],
        rest: { a: [1] },
      },
    });
    expect(posted[0]?.key).toMatch(/^[0-9a-f]{32}$/);
  });

  it('says at each field what is wrong, posts nothing, and gives the first the keyboard', async () => {
    const posted = recordStarts();
    const { container } = await renderApp({ path, as: admin });
    const label = await screen.findByRole('textbox', { name: /^Label/ });
    await userEvent.type(label, 'ALPHA');
    await userEvent.type(screen.getByRole('textbox', { name: /^Steps/ }), '101');
    await userEvent.type(screen.getByRole('textbox', { name: /^Share/ }), 'half');
    await userEvent.type(screen.getByRole('textbox', { name: /^The rest/ }), '{{');
    await userEvent.click(startButton());
    expect(label).toHaveAccessibleDescription(/does not have the form/);
    expect(screen.getByRole('textbox', { name: /^Steps/ })).toHaveAccessibleDescription(
      /At most 100/,
    );
    expect(screen.getByRole('textbox', { name: /^Share/ })).toHaveAccessibleDescription(
      /Write a number/,
    );
    expect(screen.getByRole('textbox', { name: /^The rest/ })).toHaveAccessibleDescription(
      /not valid JSON/,
    );
    expect(screen.getByRole('combobox', { name: /^Project/ })).toHaveAccessibleDescription(
      /This is needed/,
    );
    await waitFor(() => expect(label).toHaveFocus());
    expect(posted).toEqual([]);
    expect(await axeViolations(container)).toEqual([]);
  });

  it('shows at its field what the server refuses, until the value changes', async () => {
    server.use(
      http.post('*/api/jobs', () =>
        problem('invalid-request', 'The parameters do not fit', [
          {
            pointer: '/body/parameters/steps',
            code: 'too-many',
            detail: 'only 5 steps on Sundays',
          },
        ]),
      ),
    );
    await renderApp({ path, as: admin });
    await fillRequired();
    await userEvent.click(startButton());
    expect(await screen.findByText('only 5 steps on Sundays')).toBeInTheDocument();
    const steps = screen.getByRole('textbox', { name: /^Steps/ });
    expect(steps).toHaveAttribute('aria-invalid', 'true');
    await userEvent.type(steps, '{Backspace}5');
    expect(screen.queryByText('only 5 steps on Sundays')).toBeNull();
  });

  it('starts one run on a double click, and repeats a failed try under the same key', async () => {
    const keys: (string | null)[] = [];
    server.use(
      http.post('*/api/jobs', async ({ request }) => {
        keys.push(request.headers.get('idempotency-key'));
        await delay(50);
        return keys.length === 1
          ? HttpResponse.error()
          : HttpResponse.json({ job: runOf(1), isNew: true });
      }),
    );
    const { router } = await renderApp({ path: '/jobs/new?type=demo', as: admin });
    await screen.findByRole('textbox', { name: /^Steps/ });
    await userEvent.dblClick(startButton());
    expect(await screen.findByRole('alert')).toHaveTextContent('network-unreachable');
    expect(keys).toHaveLength(1);
    await userEvent.click(startButton());
    await waitFor(() => expect(router.state.location.pathname).toBe(`/jobs/${uuid(1)}`));
    expect(keys).toEqual([keys[0], keys[0]]);
  });

  it('leads to the run that was there already and says so', async () => {
    server.use(
      http.post('*/api/jobs', () =>
        HttpResponse.json({ job: runOf(1, { state: 'running' }), isNew: false }),
      ),
    );
    await renderApp({ path: '/jobs/new?type=demo', as: admin });
    await screen.findByRole('textbox', { name: /^Steps/ });
    await userEvent.click(startButton());
    expect(await screen.findByText(/This work was under way already/)).toBeInTheDocument();
  });

  it('uploads a file and keeps its id as the parameter', async () => {
    const posted = recordStarts();
    const seen: string[] = [];
    server.events.on('request:start', ({ request }) => {
      if (request.url.includes('/api/uploads')) seen.push(new URL(request.url).search);
    });
    await renderApp({ path, as: admin });
    await fillRequired();
    await userEvent.upload(
      screen.getByLabelText(/^File/),
      new File(['a,b\n1,2\n'], 'grants.csv', { type: 'text/csv' }),
    );
    expect(await screen.findByText('grants.csv (8 byte) is uploaded')).toBeInTheDocument();
    await userEvent.click(startButton());
    await waitFor(() => expect(posted).toHaveLength(1));
    expect(posted[0]?.body.parameters).toMatchObject({ file: uuid(9001) });
    expect(seen).toEqual(['?name=grants.csv']);
    server.events.removeAllListeners();
  });

  it('tells why a file was refused and lets another be chosen', async () => {
    server.use(http.post('*/api/uploads', () => problem('payload-too-large', 'At most 64 MiB')));
    await renderApp({ path, as: admin });
    await userEvent.upload(await screen.findByLabelText(/^File/), new File(['x'], 'big.csv'));
    expect(await screen.findByRole('alert')).toHaveTextContent('At most 64 MiB');
    expect(screen.getByLabelText(/^File/)).toHaveAttribute('type', 'file');
  });

  it('offers nothing that would be refused, and names the role that may', async () => {
    server.use(
      http.get('*/api/jobs/types', () =>
        HttpResponse.json({ types: jobTypes.map((type) => ({ ...type, canStart: false })) }),
      ),
    );
    await renderApp({ path: '/jobs/new?type=demo', as: staff });
    const button = await screen.findByRole('button', { name: 'Start' });
    expect(button).toHaveAttribute('aria-disabled', 'true');
    expect(button).toHaveAccessibleDescription('Needs the role “Staff: admin”.');
  });

  it('begins like an earlier run where the address names one', async () => {
    await renderApp({ path: `/jobs/new?type=demo&like=${uuid(5)}`, as: admin });
    expect(await screen.findByRole('textbox', { name: /^Steps/ })).toHaveValue('10');
  });

  it('keeps the kind of work in the address and survives one that does not exist', async () => {
    const { router } = await renderApp({ path: '/jobs/new?type=no-such', as: admin });
    expect(await screen.findByRole('alert')).toHaveTextContent('no-such');
    const select = screen.getByRole('combobox', { name: 'Kind of work' });
    await userEvent.selectOptions(select, 'demo');
    await waitFor(() => expect(router.state.location.href).toBe('/jobs/new?type=demo'));
    expect(within(select).getAllByRole('option')).toHaveLength(4);
  });
});
