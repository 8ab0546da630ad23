import { describe, expect, it } from '@jest/globals';
import { type CostTableChange } from '@os-credits/contracts';
import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { axeViolations } from '../../testing/axe-violations.js';
import { changeTableBehind } from '../../testing/cost-table-handlers.js';
import { editor, problem, staff } from '../../testing/handlers.js';
import { renderApp } from '../../testing/render-app.js';
import { server } from '../../testing/server.js';

const rows = async () =>
  within(await screen.findByRole('list', { name: 'Cost tables' })).getAllByRole('listitem');

describe('the list of cost tables', () => {
  it('shows drafts first with state, times and author', async () => {
    const { container } = await renderApp({ path: '/cost-tables', as: editor });
    const [draft, awaiting, inForce, late] = await rows();
    expect(draft).toHaveTextContent('Winter 2026');
    expect(draft).toHaveTextContent('Draft');
    expect(draft).toHaveTextContent('not published');
    expect(awaiting).toHaveTextContent('Wanda Admin asked to publish it');
    expect(inForce).toHaveTextContent('In force');
    expect(late).toHaveTextContent('later than stated');
    expect(await axeViolations(container)).toEqual([]);
  });

  it('keeps what is shown in the address', async () => {
    const { router } = await renderApp({ path: '/cost-tables', as: editor });
    await userEvent.click(await screen.findByRole('radio', { name: 'Drafts' }));
    expect(router.state.location.href).toBe('/cost-tables?show=drafts');
    expect(await rows()).toHaveLength(2);
  });

  it('says why a viewer cannot make one', async () => {
    await renderApp({ path: '/cost-tables', as: staff });
    expect(await screen.findByText(/Needs the role “Staff: editor”/)).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: 'New draft' })).toBeNull();
  });

  it('keeps an error with its code to itself, and retries', async () => {
    server.use(http.get('*/api/cost-tables', () => problem('overloaded'), { once: true }));
    await renderApp({ path: '/cost-tables', as: editor });
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('overloaded');
    await userEvent.click(within(alert).getByRole('button', { name: 'Try again' }));
    expect(await rows()).toHaveLength(4);
  });

  it('speaks German', async () => {
    await renderApp({ path: '/cost-tables', as: editor, language: 'de' });
    const list = await screen.findByRole('list', { name: 'Kostentabellen' });
    expect(within(list).getAllByRole('listitem')[0]).toHaveTextContent('Entwurf');
  });

  it('says what comes first where there is none', async () => {
    server.use(http.get('*/api/cost-tables', () => HttpResponse.json({ tables: [] })));
    await renderApp({ path: '/cost-tables', as: editor });
    expect(await screen.findByText('There is no cost table yet')).toBeInTheDocument();
  });
});

const path = '/cost-tables/3';
const rate = (number: number, metric = 'cpu') =>
  screen.getByRole('textbox', { name: new RegExp(`^Rate ${number} for ${metric}`) });
const saveButton = () => screen.getByRole('button', { name: 'Save the draft' });

async function openEditor(at = path) {
  const view = await renderApp({ path: at, as: editor });
  await screen.findByRole('textbox', { name: /^Rate 1 for cpu/ });
  return view;
}

/** Records what is saved. */
function recordSaves() {
  const saved: CostTableChange[] = [];
  server.use(
    http.put('*/api/cost-tables/:id', async ({ request }) => {
      saved.push((await request.clone().json()) as CostTableChange);
      return undefined;
    }),
  );
  return saved;
}

describe('editing a draft', () => {
  it('saves the whole draft with the version that was read', async () => {
    const saved = recordSaves();
    const { container } = await openEditor();
    expect(saveButton()).toHaveAccessibleDescription('Nothing is changed.');
    await userEvent.clear(rate(1));
    await userEvent.type(rate(1), '1.5');
    await userEvent.click(saveButton());
    expect(await screen.findByText('Saved as version 5.')).toBeInTheDocument();
    expect(saved).toHaveLength(1);
    expect(saved[0]).toMatchObject({
      version: 4,
      title: 'Winter 2026',
      effectiveFrom: '2026-12-01T00:00:00.000Z',
    });
    expect(saved[0]?.rates[0]).toEqual({
      metric: 'project_vcpu_usage',
      site: null,
      project: null,
      rate: '1.5',
    });
    expect(await axeViolations(container)).toEqual([]);
  });

  it('is worked with the keyboard: Enter goes down and then adds, arrows move', async () => {
    await openEditor();
    await userEvent.click(rate(1));
    await userEvent.keyboard('{Enter}');
    expect(rate(2)).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    expect(rate(3)).toHaveFocus();
    await userEvent.keyboard('2{ArrowUp}');
    expect(rate(2)).toHaveFocus();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}');
    expect(rate(1, 'ram')).toHaveFocus();
    await userEvent.keyboard('{ArrowLeft}{ArrowLeft}');
    expect(screen.getByRole('combobox', { name: 'Project of rate 1 for ram' })).toHaveFocus();
  });

  it('takes back with Escape what was typed into a cell, and several cells from a sheet', async () => {
    await openEditor();
    await userEvent.click(rate(1));
    await userEvent.keyboard('7');
    expect(rate(1)).toHaveValue('1.257');
    await userEvent.keyboard('{Escape}');
    expect(rate(1)).toHaveValue('1.25');
    await userEvent.click(screen.getByRole('combobox', { name: 'Site of rate 2 for cpu' }));
    await userEvent.paste('Bielefeld\t\t0.7\nevery site\tprotein-folding\t0.6\n');
    expect(rate(2)).toHaveValue('0.7');
    expect(rate(3)).toHaveValue('0.6');
    expect(screen.getByRole('combobox', { name: 'Site of rate 2 for cpu' })).toHaveValue(
      'bielefeld',
    );
    expect(screen.getByRole('combobox', { name: 'Site of rate 3 for cpu' })).toHaveValue('');
    expect(screen.getByRole('combobox', { name: 'Project of rate 3 for cpu' })).toHaveValue(
      'protein-folding',
    );
  });

  it('tells a comma at once and saves nothing while there is one', async () => {
    const saved = recordSaves();
    await openEditor();
    await userEvent.clear(rate(1));
    await userEvent.type(rate(1), '1,5');
    expect(rate(1)).toHaveAccessibleDescription('Write a point, not a comma: 1.5');
    await userEvent.click(saveButton());
    expect(await screen.findByText(/Not saved/)).toBeInTheDocument();
    expect(rate(1)).toHaveFocus();
    expect(saved).toEqual([]);
  });

  it('tells rows that are there twice, and amounts that are not above 0', async () => {
    await openEditor();
    await userEvent.click(screen.getByRole('button', { name: 'Add a rate for cpu' }));
    expect(rate(3)).toHaveFocus();
    await userEvent.keyboard('0');
    expect(rate(3)).toHaveAccessibleDescription('Must be greater than 0.');
    expect(
      screen.getByRole('combobox', { name: 'Site of rate 3 for cpu' }),
    ).toHaveAccessibleDescription('There is a rate for this metric, site and project already.');
    await userEvent.click(screen.getByRole('button', { name: 'Remove rate 3 for cpu' }));
    expect(screen.queryByText('Must be greater than 0.')).toBeNull();
  });

  it('puts what the server refuses at its cell', async () => {
    server.use(
      http.put('*/api/cost-tables/:id', () =>
        problem('invalid-request', 'The request is not valid', [
          {
            pointer: '/body/rates/3/project',
            code: 'unknown-project',
            detail: 'there is no project "nobody"',
          },
        ]),
      ),
    );
    await openEditor();
    await userEvent.click(screen.getByRole('button', { name: 'Add a rate for cpu' }));
    await userEvent.keyboard('2');
    const project = screen.getByRole('combobox', { name: 'Project of rate 3 for cpu' });
    await userEvent.type(project, 'nobody');
    await userEvent.click(saveButton());
    await waitFor(() =>
      expect(project).toHaveAccessibleDescription('there is no project "nobody"'),
    );
    expect(project).toHaveFocus();
  });

  it('shows both versions when somebody else saved, and lets one choose', async () => {
    const saved = recordSaves();
    await openEditor();
    changeTableBehind(3, { title: 'Theirs', changedBy: 'Otto Other' });
    await userEvent.clear(rate(1));
    await userEvent.type(rate(1), '9');
    await userEvent.click(saveButton());
    const alert = (await screen.findByText(/Otto Other changed this meanwhile/)).closest('div')!;
    expect(
      within(alert).getByRole('row', { name: /Title Winter 2026 Theirs/ }),
    ).toBeInTheDocument();
    expect(
      within(alert).getByRole('row', { name: /Rate of cpu, every site and project 9 1.25/ }),
    ).toBeInTheDocument();
    await userEvent.click(within(alert).getByRole('button', { name: 'Save yours over it' }));
    expect(await screen.findByText('Saved as version 6.')).toBeInTheDocument();
    expect(saved.map(({ version }) => version)).toEqual([4, 5]);
  });

  it('takes the other version on demand', async () => {
    await openEditor();
    changeTableBehind(3, { title: 'Theirs', changedBy: 'Otto Other' });
    await userEvent.type(screen.getByRole('textbox', { name: 'Note' }), 'mine');
    await userEvent.click(saveButton());
    await userEvent.click(await screen.findByRole('button', { name: 'Take theirs' }));
    expect(screen.getByRole('textbox', { name: 'Title' })).toHaveValue('Theirs');
    expect(screen.getByRole('textbox', { name: 'Note' })).toHaveValue('');
  });

  it('asks before changes are lost', async () => {
    const { router } = await openEditor();
    await userEvent.type(rate(1), '9');
    await userEvent.click(screen.getByRole('link', { name: 'Compare with another' }));
    const dialog = await screen.findByRole('dialog', { name: 'Leave without saving?' });
    await userEvent.click(within(dialog).getByRole('button', { name: 'Back' }));
    expect(router.state.location.pathname).toBe(path);
    expect(rate(1)).toHaveValue('1.259');
  });

  it('is for a viewer a page to read, with disabled actions that say why', async () => {
    await renderApp({ path, as: staff });
    const table = await screen.findByRole('table', { name: 'Rates' });
    expect(within(table).getByRole('row', { name: /cpu at giessen 0.8/ })).toBeInTheDocument();
    expect(screen.queryByRole('textbox')).toBeNull();
    expect(screen.getByRole('button', { name: 'Copy' })).toHaveAccessibleDescription(/editor/);
  });
});

describe('a cost table', () => {
  it('is copied under another title', async () => {
    const { router } = await renderApp({ path: '/cost-tables/1', as: editor });
    await userEvent.click(await screen.findByRole('button', { name: 'Copy' }));
    const dialog = await screen.findByRole('dialog', { name: 'Copy “Autumn 2026”' });
    const title = within(dialog).getByRole('textbox', { name: 'Title' });
    expect(title).toHaveValue('Copy of Autumn 2026');
    await userEvent.clear(title);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Make the copy' }));
    expect(title).toHaveAccessibleDescription('This is needed.');
    await userEvent.type(title, 'Next');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Make the copy' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Next' })).toBeInTheDocument();
    expect(router.state.location.pathname).toBe('/cost-tables/5');
  });

  it('is deleted as a draft, after a question', async () => {
    const { router } = await openEditor();
    await userEvent.click(screen.getByRole('button', { name: 'Delete' }));
    const dialog = await screen.findByRole('dialog', { name: 'Delete the draft “Winter 2026”?' });
    await userEvent.click(within(dialog).getByRole('button', { name: 'Delete' }));
    await waitFor(() => expect(router.state.location.pathname).toBe('/cost-tables'));
    expect(await rows()).toHaveLength(3);
  });

  it('is made from nothing', async () => {
    const { router } = await renderApp({ path: '/cost-tables/new', as: editor });
    await userEvent.type(await screen.findByRole('textbox', { name: 'Title' }), 'Fresh');
    await userEvent.click(screen.getByRole('button', { name: 'Add a rate for gpu' }));
    await userEvent.keyboard('10');
    await userEvent.click(screen.getByRole('button', { name: 'Make the draft' }));
    await waitFor(() => expect(router.state.location.pathname).toBe('/cost-tables/5'));
    expect(await screen.findByRole('heading', { level: 1, name: 'Fresh' })).toBeInTheDocument();
  });

  it.each([
    ['/cost-tables/new', '*/api/cost-tables', 'Make the draft'],
    ['/cost-tables/1', '*/api/cost-tables/:id/copy', 'Make the copy'],
  ])(
    'is asked for again by the same key where the answer got lost: %s',
    async (path, url, label) => {
      const keys: (string | null)[] = [];
      server.use(
        http.post(url, ({ request }) => {
          keys.push(request.headers.get('Idempotency-Key'));
          return keys.length < 3 ? HttpResponse.error() : undefined;
        }),
      );
      await renderApp({ path, as: editor });
      if (path.endsWith('1'))
        await userEvent.click(await screen.findByRole('button', { name: 'Copy' }));
      const title = await screen.findByRole('textbox', { name: 'Title' });
      const send = async () => {
        await userEvent.click(screen.getByRole('button', { name: label }));
        expect(await screen.findByText(/server cannot be reached/i)).toBeInTheDocument();
      };
      await userEvent.clear(title);
      await userEvent.type(title, 'Fresh');
      await send();
      await send();
      // What is another request by then is another draft.
      await userEvent.type(title, 'er');
      await userEvent.click(screen.getByRole('button', { name: label }));
      expect(await screen.findByRole('heading', { level: 1, name: 'Fresher' })).toBeInTheDocument();
      expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
      expect([keys.length, keys[1] === keys[0], keys[2] === keys[0]]).toEqual([3, true, false]);
    },
  );

  it('that is not there has a page that says so', async () => {
    await renderApp({ path: '/cost-tables/99', as: editor });
    expect(await screen.findByText('There is no such cost table')).toBeInTheDocument();
  });

  it('is compared with any other; the address holds which', async () => {
    const { router, container } = await renderApp({
      path: '/cost-tables/compare?to=3',
      as: editor,
    });
    expect(await screen.findByText('Choose two tables')).toBeInTheDocument();
    await userEvent.selectOptions(
      await screen.findByRole('combobox', { name: 'This table' }),
      'Autumn 2026 (In force)',
    );
    expect(router.state.location.href).toBe('/cost-tables/compare?to=3&from=1');
    const table = await screen.findByRole('table', { name: 'Rates that are compared' });
    const row = within(table).getByRole('row', { name: /cpu/ });
    expect(row).toHaveTextContent('cpuevery site and project11.25+25%changed');
    await userEvent.click(screen.getByRole('checkbox', { name: /rows that are the same/ }));
    expect(within(table).getAllByRole('row')).toHaveLength(4);
    expect(await axeViolations(container)).toEqual([]);
  });
});
