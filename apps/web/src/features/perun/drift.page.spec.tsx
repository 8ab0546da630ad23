import { describe, expect, it } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { axeViolations } from '../../testing/axe-violations.js';
import { admin, problem, staff } from '../../testing/handlers.js';
import { changeDrift } from '../../testing/perun-handlers.js';
import { renderApp } from '../../testing/render-app.js';
import { server } from '../../testing/server.js';

const path = '/perun/drift';
const rows = async () =>
  within(await screen.findByRole('list', { name: 'Drift' })).getAllByRole('listitem');

async function ask(button: string) {
  const [first] = await rows();
  await userEvent.click(within(first!).getByRole('button', { name: button }));
  return screen.findByRole('dialog');
}

describe('drift', () => {
  it('shows both values, the difference, and who made it', async () => {
    const { container } = await renderApp({ path, as: admin });
    const [first, second] = await rows();
    expect(first).toHaveTextContent('Ours42.5');
    expect(first).toHaveTextContent('In Perun50');
    expect(first).toHaveTextContent('Difference+7.50');
    expect(first).toHaveTextContent('changed by otto@example.org');
    expect(first).toHaveTextContent("2026-11-21 10:11:12.345678 by Perun's clock");
    expect(second).toHaveTextContent('In Perunnothing');
    expect(second).toHaveTextContent('bielefeld');
    expect(
      within(second!).getByRole('button', { name: 'Take theirs' }),
    ).toHaveAccessibleDescription(/no number of credits/);
    expect(await axeViolations(container)).toEqual([]);
  });

  it('shows what will be posted before theirs is taken, and asks for a reason', async () => {
    const posted: unknown[] = [];
    server.events.on('request:start', async ({ request }) => {
      if (request.url.endsWith('/resolution')) posted.push(await request.clone().json());
    });
    await renderApp({ path, as: admin });
    const dialog = await ask('Take theirs');
    expect(dialog).toHaveAccessibleName("Take Perun's value for protein-folding?");
    expect(dialog).toHaveTextContent("An adjustment of the project's account: −7.50 credits");
    expect(dialog).toHaveTextContent('before: 42.5after: 50');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Take theirs' }));
    expect(within(dialog).getByRole('textbox')).toHaveAccessibleDescription(/This is needed/);
    expect(posted).toEqual([]);
    await userEvent.type(within(dialog).getByRole('textbox'), 'from the old system');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Take theirs' }));
    await waitFor(async () => expect(await rows()).toHaveLength(1));
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(posted).toEqual([
      { resolution: 'take-theirs', reason: 'from the old system', theirs: '50' },
    ]);
    server.events.removeAllListeners();
  });

  it('shows what will be written before ours is written', async () => {
    const { container } = await renderApp({ path, as: admin });
    const dialog = await ask('Write ours');
    expect(dialog).toHaveTextContent('before: 50after: 42.5');
    expect(dialog).toHaveTextContent('Nothing is posted to the ledger.');
    expect(await axeViolations(container)).toEqual([]);
    await userEvent.type(within(dialog).getByRole('textbox'), 'a slip');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Write ours' }));
    await waitFor(async () => expect(await rows()).toHaveLength(1));
  });

  it('asks again where Perun holds another value meanwhile', async () => {
    await renderApp({ path, as: admin });
    const dialog = await ask('Take theirs');
    await userEvent.type(within(dialog).getByRole('textbox'), 'seen');
    changeDrift('1', { theirs: '60', difference: '17.5' });
    await userEvent.click(within(dialog).getByRole('button', { name: 'Take theirs' }));
    expect(await within(dialog).findByText(/changed again meanwhile/)).toBeInTheDocument();
    expect(dialog).toHaveTextContent('before: 50after: 60');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Go on with the new value' }));
    await waitFor(() => expect(dialog).toHaveTextContent('−17.50 credits'));
    expect(within(dialog).getByRole('textbox')).toHaveValue('seen');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Take theirs' }));
    await waitFor(async () => expect(await rows()).toHaveLength(1));
  });

  it('keeps the dialog with the reason where Perun does not answer', async () => {
    server.use(
      http.post('*/api/perun/drift/:id/resolution', () =>
        problem('perun-failed', 'Perun did not answer'),
      ),
    );
    await renderApp({ path, as: admin });
    const dialog = await ask('Write ours');
    await userEvent.type(within(dialog).getByRole('textbox'), 'a slip');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Write ours' }));
    expect(await within(dialog).findByRole('alert')).toHaveTextContent('Perun did not answer');
    expect(within(dialog).getByRole('textbox')).toHaveValue('a slip');
  });

  it('shows settled ones with who, when and why', async () => {
    const { router } = await renderApp({ path, as: admin });
    await userEvent.click(await screen.findByRole('radio', { name: 'Ours written' }));
    expect(router.state.location.href).toBe('/perun/drift?status=wrote-ours');
    await waitFor(async () => expect((await rows())[0]).toHaveTextContent('a slip of the hand'));
    expect((await rows())[0]).toHaveTextContent('Wanda Admin');
    expect(screen.queryByRole('button', { name: 'Write ours' })).toBeNull();
  });

  it('may be looked at by a viewer only', async () => {
    await renderApp({ path, as: staff });
    expect(await screen.findByText(/may not decide about them/)).toBeInTheDocument();
    const [first] = await rows();
    expect(within(first!).getByRole('button', { name: 'Write ours' })).toHaveAttribute(
      'aria-disabled',
      'true',
    );
  });

  it.each([
    [path, 'No difference'],
    [`${path}?status=vanished`, 'No difference fits'],
  ])('at %s without any says "%s"', async (address, text) => {
    server.use(
      http.get('*/api/perun/drift', () =>
        HttpResponse.json({ drift: [], openCount: 0, nextCursor: null }),
      ),
    );
    await renderApp({ path: address, as: admin });
    expect(await screen.findByText(text)).toBeInTheDocument();
  });
});
